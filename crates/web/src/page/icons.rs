//! The icons and glyphs, as one hidden sheet of symbols at the top of every page.

use maud::{Markup, PreEscaped, html};

/// A picture beside a label; it never stands for a word on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The ring of the name.
    Mark,
    /// Today.
    Today,
    /// The log.
    Log,
    /// Patterns.
    Patterns,
    /// Growth.
    Growth,
    /// More rooms.
    More,
    /// Search.
    Find,
    /// Sealed before the outcome.
    Seal,
    /// A document or record.
    Clip,
    /// A person said it, or remembers it.
    Person,
    /// Back.
    Back,
    /// Pause.
    Pause,
    /// Resume.
    Resume,
    /// Add.
    Plus,
    /// Earlier in the list.
    Up,
    /// Later in the list.
    Down,
    /// Take out of a list.
    Remove,
    /// Needs a change.
    Notice,
    /// The theme of the computer.
    Auto,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// Print.
    Print,
}

/// A sign whose shape says what something is; the word stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A circle: something that happened.
    Event,
    /// A square: something that was so.
    Condition,
    /// A diamond: somebody decided.
    Decision,
    /// A filled dot: done, or met.
    Full,
    /// A half-filled dot.
    Half,
    /// An open dot: not done, or planned.
    Open,
    /// A dash: did not come up.
    None,
    /// A dashed ring: new.
    New,
    /// A dot in a ring: it goes by itself.
    Automatic,
    /// An open ring: slipping.
    Slipping,
}

/// Draws an icon, hidden from screen readers.
#[must_use]
pub fn icon(icon: Icon) -> Markup {
    html! { svg.i aria-hidden="true" { use href=(icon.reference()) {} } }
}

/// Draws a glyph in its own weight.
#[must_use]
pub fn glyph(glyph: Glyph) -> Markup {
    html! { svg.g aria-hidden="true" { use href=(glyph.reference()) {} } }
}

/// Draws a glyph filled when it is certain, dashed when it is not.
#[must_use]
pub fn glyph_as(glyph: Glyph, certain: bool) -> Markup {
    let class = if certain { "g firm" } else { "g maybe" };
    html! { svg class=(class) aria-hidden="true" { use href=(glyph.reference()) {} } }
}

/// Draws the sheet of symbols that icons and glyphs refer to; once a page.
#[must_use]
pub fn sheet() -> Markup {
    html! { svg hidden aria-hidden="true" { defs { (PreEscaped(SYMBOLS)) } } }
}

impl Icon {
    fn reference(self) -> &'static str {
        match self {
            Self::Mark => "#mark",
            Self::Today => "#i-today",
            Self::Log => "#i-log",
            Self::Patterns => "#i-patterns",
            Self::Growth => "#i-growth",
            Self::More => "#i-more",
            Self::Find => "#i-find",
            Self::Seal => "#i-seal",
            Self::Clip => "#i-clip",
            Self::Person => "#i-person",
            Self::Back => "#i-back",
            Self::Pause => "#i-pause",
            Self::Resume => "#i-resume",
            Self::Plus => "#i-plus",
            Self::Up => "#i-up",
            Self::Down => "#i-down",
            Self::Remove => "#i-remove",
            Self::Notice => "#i-notice",
            Self::Auto => "#i-auto",
            Self::Sun => "#i-sun",
            Self::Moon => "#i-moon",
            Self::Print => "#i-print",
        }
    }
}

impl Glyph {
    fn reference(self) -> &'static str {
        match self {
            Self::Event => "#t-event",
            Self::Condition => "#t-cond",
            Self::Decision => "#t-dec",
            Self::Full => "#g-full",
            Self::Half => "#g-half",
            Self::Open => "#g-open",
            Self::None => "#g-none",
            Self::New => "#g-new",
            Self::Automatic => "#g-auto",
            Self::Slipping => "#g-slip",
        }
    }
}

const SYMBOLS: &str = r#"
<symbol id="mark" viewBox="0 0 24 24"><path d="M15.6 4.6A8.4 8.4 0 1 0 20 9.6" fill="none" stroke="currentColor" stroke-width="2.1" stroke-linecap="round"/></symbol>
<symbol id="t-event" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.25"/></symbol>
<symbol id="t-cond" viewBox="0 0 16 16"><rect x="3" y="3" width="10" height="10" rx="1.5"/></symbol>
<symbol id="t-dec" viewBox="0 0 16 16"><path d="M8 1.8 14.2 8 8 14.2 1.8 8z" stroke-linejoin="round"/></symbol>
<symbol id="g-full" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.75" fill="currentColor" stroke="none"/></symbol>
<symbol id="g-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5"/><path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor" stroke="none"/></symbol>
<symbol id="g-open" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5"/></symbol>
<symbol id="g-none" viewBox="0 0 16 16"><path d="M4.5 8h7" stroke-linecap="round"/></symbol>
<symbol id="g-new" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5" stroke-dasharray="2.2 2"/></symbol>
<symbol id="g-auto" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.25"/><circle cx="8" cy="8" r="3.25" fill="currentColor" stroke="none"/></symbol>
<symbol id="g-slip" viewBox="0 0 16 16"><path d="M13 8a5 5 0 1 1-2-4" stroke-linecap="round"/></symbol>
<symbol id="i-today" viewBox="0 0 24 24"><path d="M4 6.5h16v13H4zM4 10.5h16M8.5 4v4M15.5 4v4"/></symbol>
<symbol id="i-log" viewBox="0 0 24 24"><path d="M5 6h14M5 12h14M5 18h9"/></symbol>
<symbol id="i-patterns" viewBox="0 0 24 24"><path d="M3 17.5h18"/><circle cx="7" cy="12" r="1.5"/><circle cx="13" cy="12" r="1.5"/><circle cx="16.5" cy="7" r="1.5"/></symbol>
<symbol id="i-growth" viewBox="0 0 24 24"><path d="M12 20V9M12 13c-4 0-6-2-6-6 4 0 6 2 6 6zM12 10c0-3 2-5 6-5 0 4-2 5.5-6 5.5"/></symbol>
<symbol id="i-more" viewBox="0 0 24 24"><path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.5"/></symbol>
<symbol id="i-find" viewBox="0 0 24 24"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></symbol>
<symbol id="i-seal" viewBox="0 0 28 28"><rect x="2.5" y="2.5" width="23" height="23" rx="4.5"/><path d="M16.9 8.5A6.3 6.3 0 1 0 20.2 12.6"/></symbol>
<symbol id="i-clip" viewBox="0 0 24 24"><path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-7.7 7.6a1.5 1.5 0 0 1-2.1-2.1l7-7"/></symbol>
<symbol id="i-person" viewBox="0 0 24 24"><circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6"/></symbol>
<symbol id="i-back" viewBox="0 0 24 24"><path d="M19 12H5m6-6-6 6 6 6"/></symbol>
<symbol id="i-pause" viewBox="0 0 24 24"><path d="M9 6v12M15 6v12"/></symbol>
<symbol id="i-resume" viewBox="0 0 24 24"><path d="M8 5.5v13l10-6.5z"/></symbol>
<symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 5v14M5 12h14"/></symbol>
<symbol id="i-up" viewBox="0 0 24 24"><path d="M12 19V5m-6 6 6-6 6 6"/></symbol>
<symbol id="i-down" viewBox="0 0 24 24"><path d="M12 5v14m-6-6 6 6 6-6"/></symbol>
<symbol id="i-remove" viewBox="0 0 24 24"><path d="M5 7.5h14M9.5 7V5h5v2M7 7.5l.8 12h8.4l.8-12"/></symbol>
<symbol id="i-notice" viewBox="0 0 24 24"><circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.4h.01" stroke-width="2"/></symbol>
<symbol id="i-auto" viewBox="0 0 24 24"><rect x="4" y="5" width="16" height="11" rx="1.5"/><path d="M9 20h6"/></symbol>
<symbol id="i-sun" viewBox="0 0 24 24"><circle cx="12" cy="12" r="3.7"/><path d="M12 3.5V5M12 19v1.5M3.5 12H5M19 12h1.5M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1"/></symbol>
<symbol id="i-moon" viewBox="0 0 24 24"><path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/></symbol>
<symbol id="i-print" viewBox="0 0 24 24"><path d="M7 9V4h10v5M7 17H4.5V9h15v8H17M7 14h10v6H7z"/></symbol>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    const ICONS: [Icon; 22] = [
        Icon::Mark,
        Icon::Today,
        Icon::Log,
        Icon::Patterns,
        Icon::Growth,
        Icon::More,
        Icon::Find,
        Icon::Seal,
        Icon::Clip,
        Icon::Person,
        Icon::Back,
        Icon::Pause,
        Icon::Resume,
        Icon::Plus,
        Icon::Up,
        Icon::Down,
        Icon::Remove,
        Icon::Notice,
        Icon::Auto,
        Icon::Sun,
        Icon::Moon,
        Icon::Print,
    ];
    const GLYPHS: [Glyph; 10] = [
        Glyph::Event,
        Glyph::Condition,
        Glyph::Decision,
        Glyph::Full,
        Glyph::Half,
        Glyph::Open,
        Glyph::None,
        Glyph::New,
        Glyph::Automatic,
        Glyph::Slipping,
    ];

    #[test]
    fn every_icon_and_glyph_refers_to_a_symbol_on_the_sheet_and_none_is_left_over() {
        let used = ICONS.map(Icon::reference).into_iter().chain(GLYPHS.map(Glyph::reference));
        let used: Vec<_> =
            used.map(|reference| format!("id=\"{}\"", reference.trim_start_matches('#'))).collect();
        for id in &used {
            assert_eq!(SYMBOLS.matches(id.as_str()).count(), 1, "{id}");
        }
        assert_eq!(SYMBOLS.matches("<symbol").count(), used.len());
    }
}
