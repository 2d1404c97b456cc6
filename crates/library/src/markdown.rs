//! One case told in Markdown, under headings that say what is told.

mod front_matter;
mod heading;

use hansei_method::text::MOST_TEXT_BYTES;

use crate::dates;
use crate::draft::Draft;
use crate::form::Field;
use crate::links;
use crate::look::Look;
use crate::plain::{mended, one_line, tidy};
use crate::wrong::Fault;
use heading::{Told, is_exact, told};

/// A part of a document under a heading of its own.
struct Section<'a> {
    level: usize,
    heading: String,
    told: Option<Told>,
    lines: Vec<&'a str>,
}

impl Section<'_> {
    /// Returns the field that it belongs to; `None` when it is left out.
    fn field(&self) -> Option<Field> {
        match self.told {
            Some(Told::As(field)) => Some(field),
            Some(Told::Timeline) | None => Some(Field::Happened),
            Some(Told::Nothing) => None,
        }
    }
}

/// Reads the case of a document; the name of the file gives its key, and its title where nothing else does.
///
/// A heading that the look names holds what its mapping says.
pub(crate) fn draft(name: &str, text: &str, look: &Look) -> Result<Draft, Fault> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = mended(&text);
    let (front, body) = front_matter::split(&text)?;
    let mut draft = Draft::default();
    let stem = stem(name);
    draft.add(Field::Key, &stem);
    let body = without_comments(body);
    let mut sections = sections(&body);
    let title = title(&mut sections);
    front_matter::put(&front, &mut draft);
    if !draft.has(Field::Title) {
        draft.add(Field::Title, &title.unwrap_or_else(|| without_number(&stem)));
    }
    inherit(&mut sections);
    remap(&mut sections, look);
    put(&sections, &mut draft);
    if draft.occurred.is_none() {
        let date = date(&sections).or_else(|| dates::first_in(&stem));
        draft.occurred = date.and_then(|date| date.to_string().parse().ok());
    }
    if !Field::TOLD.iter().any(|field| draft.has(*field)) {
        return Err(Fault::NothingTold);
    }
    Ok(draft)
}

/// Returns the name of a file without its folders and its ending.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = name.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty()).unwrap_or(name);
    one_line(stem)
}

/// Takes the number off the front of a name: "PM2019-009 - Node deletion" is "Node deletion".
fn without_number(stem: &str) -> String {
    let words = if stem.contains(' ') { stem.to_owned() } else { stem.replace(['_', '-'], " ") };
    let is_number = |word: &str| {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &word[letters..];
        letters <= 4
            && rest.starts_with(|first: char| first.is_ascii_digit())
            && rest.bytes().all(|byte| byte.is_ascii_digit() || b"-_.:#".contains(&byte))
    };
    let mut rest = words.trim();
    while let Some((_, after)) = rest.split_once(' ').filter(|(first, _)| is_number(first)) {
        rest = after.trim_start_matches([' ', '-', '–', ':', '.']);
    }
    if rest.is_empty() { stem.to_owned() } else { rest.to_owned() }
}

/// Takes notes to the writer out, as templates leave them behind.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        let Some((_, behind)) = after.split_once("-->") else { break };
        out.push_str(before);
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn sections(body: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { level: 0, heading: String::new(), told: None, lines: Vec::new() }];
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let heading = if fence.is_none() { links::heading(line) } else { None };
        let heading = heading.or_else(|| underlined(line, sections.last_mut()?).filter(|_| fence.is_none()));
        if let Some((level, heading)) = heading {
            let told = told(&heading);
            sections.push(Section { level, heading, told, lines: Vec::new() });
        } else if let Some(last) = sections.last_mut() {
            last.lines.push(line);
        }
    }
    sections
}

/// Reads a heading that the line under it makes one; it is taken off the section that it stood in.
fn underlined(line: &str, before: &mut Section<'_>) -> Option<(usize, String)> {
    let mark = line.trim_end().bytes().next().filter(|mark| matches!(mark, b'=' | b'-'))?;
    let is_underline = line.trim_end().len() >= 3 && line.trim_end().bytes().all(|byte| byte == mark);
    let heading = before.lines.last().map(|line| line.trim()).filter(|heading| {
        is_underline && !heading.is_empty() && !heading.starts_with(['|', '-', '*', '>', '+', '='])
    })?;
    let is_paragraph = before.lines.iter().rev().nth(1).is_some_and(|above| !above.trim().is_empty());
    if is_paragraph {
        return None;
    }
    let heading = (if mark == b'=' { 1 } else { 2 }, heading.to_owned());
    before.lines.pop();
    Some(heading)
}

/// Takes the title: the first heading, unless it is one that says what is told under it, or one further down.
fn title(sections: &mut [Section<'_>]) -> Option<String> {
    let first = sections
        .get_mut(1)
        .filter(|first| first.told.is_none() || first.level == 1 && !is_exact(&first.heading))?;
    let title = one_line(&first.heading);
    first.heading.clear();
    first.told = None;
    Some(title)
}

/// Lets a section that says nothing itself belong to the one that it stands in.
fn inherit(sections: &mut [Section<'_>]) {
    let mut above: Option<(usize, Told)> = None;
    for section in sections {
        if above.is_some_and(|(level, _)| section.level <= level) {
            above = None;
        }
        match (section.told, above) {
            (_, Some((_, Told::Nothing))) => section.told = Some(Told::Nothing),
            (Some(told), None) => above = Some((section.level, told)),
            (None, Some((_, told))) => section.told = Some(told),
            _ => {}
        }
    }
}

/// Follows what a person said about the headings.
fn remap(sections: &mut [Section<'_>], look: &Look) {
    for section in sections.iter_mut().filter(|section| !section.heading.is_empty()) {
        let heading = one_line(&section.heading);
        if look.columns.iter().any(|column| column.name == heading) {
            section.told = match look.mapping.field(&heading) {
                Some(Field::Happened) if matches!(section.told, None | Some(Told::Timeline)) => section.told,
                Some(field) => Some(Told::As(field)),
                None => Some(Told::Nothing),
            };
        }
    }
}

/// Puts the sections into the fields. Where a field has more than one, or one whose heading says more than the field
/// does, the headings stay.
fn put(sections: &[Section<'_>], draft: &mut Draft) {
    for wanted in Field::ALL {
        let texts: Vec<(&str, String)> = sections
            .iter()
            .filter(|section| section.field() == Some(wanted))
            .map(|section| (section.heading.as_str(), text(&section.lines)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let is_alone = texts.len() == 1 && texts.iter().all(|(heading, _)| told(heading).is_some());
        for (heading, text) in texts {
            if heading.is_empty() || is_alone {
                draft.add(wanted, &text);
            } else {
                draft.add(wanted, &format!("{}\n{text}", one_line(heading)));
            }
        }
    }
}

/// Finds the day on which it happened: the first in the timeline, or else the first in what happened.
fn date(sections: &[Section<'_>]) -> Option<jiff::civil::Date> {
    let first_in = |wanted: &dyn Fn(Option<Told>) -> bool| {
        let mut sections = sections.iter().filter(|section| wanted(section.told));
        sections.find_map(|section| dates::first_in(&section.lines.join("\n")))
    };
    let timeline = first_in(&|told| told == Some(Told::Timeline));
    timeline.or_else(|| first_in(&|told| matches!(told, None | Some(Told::As(Field::Happened)))))
}

/// Joins lines; the rows of a table become "10:01 — Node restarted", without the row of names and the rule.
fn text(lines: &[&str]) -> String {
    let mut out = String::new();
    let mut rows = 0;
    for line in lines {
        if out.len() > 2 * MOST_TEXT_BYTES {
            break;
        }
        let Some(cells) = table_row(line) else {
            rows = 0;
            out.push_str(line);
            out.push('\n');
            continue;
        };
        rows += 1;
        let is_rule = cells.iter().all(|cell| cell.bytes().all(|byte| b":-".contains(&byte)));
        if rows > 1 && !is_rule {
            let told: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
            out.push_str(&told.join(" — ").replace("<br>", " ").replace("<br/>", " "));
            out.push('\n');
        }
    }
    tidy(&out)
}

fn table_row(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?;
    Some(inside.strip_suffix('|').unwrap_or(inside).split('|').map(str::trim).collect())
}

/// The parts of a document, each with its heading, so that a look can show what was found.
pub(crate) fn headings(head: &str) -> Vec<(String, String, Option<Field>)> {
    let text = head.replace("\r\n", "\n");
    let body = front_matter::split(&text).map_or(text.as_str(), |(_, body)| body);
    let mut sections = sections(body);
    title(&mut sections);
    inherit(&mut sections);
    let named = sections.iter().filter(|section| !section.heading.is_empty());
    named.map(|section| (one_line(&section.heading), text_start(&section.lines), section.field())).collect()
}

fn text_start(lines: &[&str]) -> String {
    let filled = lines.iter().map(|line| line.trim()).find(|line| !line.is_empty());
    one_line(filled.unwrap_or_default())
}
