//! One entry as a page of its own: no scripts, nothing loaded from anywhere, good on paper.

use super::story::{Block, Line, Point, Story};

/// The deepest nesting of a tree; what is deeper stands there too and says its level.
const MOST_LEVELS: usize = 20;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
"#;

const STYLE: &str = r"<style>
:root { color-scheme: light dark; --ink: #1f2421; --soft: #5b635d; --line: #d5d9d3; --paper: #fbfbf8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8e3; --soft: #a3aba5; --line: #3b423d; --paper: #191c1a; } }
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
h1, h2, h3 { break-after: avoid; }
.w { white-space: pre-wrap; unicode-bidi: isolate; }
.shared, dt, .note, .lead, th { color: var(--soft); font-family: system-ui, sans-serif; font-size: .875rem; }
.shared { border-left: 3px solid var(--line); margin: 0 0 1.5rem; padding: .1rem 0 .1rem .8rem; }
p { margin: .4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dd { margin: 0; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
ul ul { border-left: 1px solid var(--line); list-style: none; padding-left: .9rem; }
li { margin: .3rem 0; break-inside: avoid; }
.note { display: block; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem .3rem 0; text-align: left; vertical-align: top; }
@media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: .4rem; } }
@media print { body { max-width: none; padding: 0; background: none; color: #000; font-size: 11pt; } }
</style>
";

/// Draws a story as a whole page, with a note under its title.
pub(crate) fn page(story: &Story, note: &str) -> String {
    let title = escaped(&story.title);
    let mut out = format!("{HEAD}<title>{title}</title>\n{STYLE}</head>\n<body>\n<main>\n");
    put!(out, "<h1 class=\"w\" dir=\"auto\">{title}</h1>\n<p class=\"shared\">{}</p>\n", escaped(note));
    for block in &story.blocks {
        match block {
            Block::Heading(heading) => put!(out, "<h2>{heading}</h2>\n"),
            Block::Chapter(heading) => {
                put!(out, "<h2 class=\"w\" dir=\"auto\">{}</h2>\n", escaped(heading));
            }
            Block::Label(label) => put!(out, "<h3>{label}</h3>\n"),
            Block::Words(words) => {
                put!(out, "<p class=\"w\" dir=\"auto\">{}</p>\n", escaped(words));
            }
            Block::Facts(facts) => definitions(facts, &mut out),
            Block::List(points) => list(points, &mut out),
            Block::Gap(rows) => gap(rows, &mut out),
            Block::Table { head, rows } => table(head, rows, &mut out),
            Block::Lines(lines) => told(lines, &mut out),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn definitions(facts: &[(&str, String)], out: &mut String) {
    out.push_str("<dl>\n");
    for (name, value) in facts {
        put!(out, "<dt>{name}</dt><dd class=\"w\" dir=\"auto\">{}</dd>\n", escaped(value));
    }
    out.push_str("</dl>\n");
}

fn list(points: &[Point], out: &mut String) {
    let mut open = 0;
    for point in points {
        let level = point.level.clamp(1, MOST_LEVELS);
        if level > open {
            out.push_str("<ul>\n");
            open += 1;
        } else {
            out.push_str("</li>\n");
            while open > level {
                out.push_str("</ul>\n</li>\n");
                open -= 1;
            }
        }
        item(point, out);
    }
    while open > 0 {
        out.push_str("</li>\n</ul>\n");
        open -= 1;
    }
}

fn item(point: &Point, out: &mut String) {
    out.push_str("<li>");
    if point.level > MOST_LEVELS {
        put!(out, "<span class=\"lead\">level {}</span> ", point.level);
    }
    if let Some(lead) = &point.lead {
        put!(out, "<span class=\"lead w\" dir=\"auto\">{}</span> ", escaped(lead));
    }
    put!(out, "<span class=\"w\" dir=\"auto\">{}</span>", escaped(&point.words));
    for (name, words) in &point.notes {
        put!(
            out,
            "<span class=\"note\">{name}: <span class=\"w\" dir=\"auto\">{}</span></span>",
            escaped(words)
        );
    }
}

fn told(lines: &[Line], out: &mut String) {
    out.push_str("<ul>\n");
    for line in lines {
        out.push_str("<li>");
        if let Some(of) = &line.of {
            put!(out, "<span class=\"w\" dir=\"auto\">{}</span> ", escaped(of));
        }
        put!(out, "<span class=\"lead\">{}</span></li>\n", escaped(&line.words));
    }
    out.push_str("</ul>\n");
}

fn table(head: &[String], rows: &[Vec<String>], out: &mut String) {
    out.push_str("<table>\n<thead><tr>");
    for name in head {
        put!(out, "<th scope=\"col\">{}</th>", escaped(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            if place == 0 {
                put!(out, "<th scope=\"row\">{cell}</th>");
            } else {
                put!(out, "<td>{cell}</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn gap(rows: &[[String; 4]], out: &mut String) {
    out.push_str("<table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Intended</th><th scope=\"col\">Actual</th><th scope=\"col\">Difference</th></tr></thead>\n<tbody>\n");
    for [name, rest @ ..] in rows {
        put!(out, "<tr><th scope=\"row\" class=\"w\" dir=\"auto\">{}</th>", escaped(name));
        for cell in rest {
            put!(out, "<td class=\"w\" dir=\"auto\">{}</td>", escaped(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// Escapes words for every place in a page: text, title and attribute values.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for character in words.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            // A browser reads a lone return as a line break; written out it would be lost.
            '\r' => out.push_str("&#13;"),
            control if control.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
