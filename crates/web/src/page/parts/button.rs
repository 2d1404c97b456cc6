//! Buttons, and links that look like them.

use maud::{Markup, Render, html};

use crate::page::icons::{Glyph, Icon, glyph, icon};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Go,
    Plain,
    Quiet,
}

/// What a key finds a button by, where that is not its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Ordinary,
    Meant,
    Pauses,
}

/// A button that sends its form, or with `href` a link in the same clothes.
#[derive(Debug, Clone, Copy)]
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the builder, and none excludes another")]
pub struct Button<'a> {
    weight: Weight,
    label: &'a str,
    about: Option<&'a str>,
    href: Option<&'a str>,
    to: Option<&'a str>,
    sends: Option<(&'a str, &'a str)>,
    hint: Option<&'a str>,
    key: Option<&'a str>,
    icon: Option<Icon>,
    glyph: Option<Glyph>,
    small: bool,
    role: Role,
    unchecked: bool,
    disabled: bool,
    bare: bool,
    form: Option<&'a str>,
}

impl<'a> Button<'a> {
    /// Makes the one filled button of the screen; Ctrl Enter presses it.
    pub fn go(label: &'a str) -> Self {
        Self::new(Weight::Go, label)
    }

    /// Makes an ordinary button.
    pub fn plain(label: &'a str) -> Self {
        Self::new(Weight::Plain, label)
    }

    /// Makes a button that reads as underlined text.
    pub fn quiet(label: &'a str) -> Self {
        Self::new(Weight::Quiet, label)
    }

    /// Turns it into a link.
    pub fn href(self, href: &'a str) -> Self {
        Self { href: Some(href), ..self }
    }

    /// Sends the form to another address than the form's own.
    pub fn to(self, action: &'a str) -> Self {
        Self { to: Some(action), ..self }
    }

    /// Sends a name and value with the form.
    pub fn sends(self, name: &'a str, value: &'a str) -> Self {
        Self { sends: Some((name, value)), ..self }
    }

    /// Shows a key that something else already handles.
    pub fn hint(self, key: &'a str) -> Self {
        Self { hint: Some(key), ..self }
    }

    /// Lets a single letter or digit press it, and shows that key.
    pub fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), hint: Some(key), ..self }
    }

    /// Puts an icon before the label.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Puts the sign of what it says before the label.
    pub fn glyph(self, glyph: Glyph) -> Self {
        Self { glyph: Some(glyph), ..self }
    }

    /// Says to screen readers what it is about, after a label that repeats on a page.
    pub fn about(self, words: &'a str) -> Self {
        Self { about: Some(words), ..self }
    }

    /// Makes it small, for rows of actions; still 28 px high.
    pub fn small(self) -> Self {
        Self { small: true, ..self }
    }

    /// Marks it as the way out of a question; Ctrl . presses it.
    pub fn meant(self) -> Self {
        Self { role: Role::Meant, hint: Some("Ctrl ."), ..self }
    }

    /// Marks it as the review's pause button; Shift P presses it.
    pub fn pauses(self) -> Self {
        Self { role: Role::Pauses, hint: Some("Shift P"), ..self }
    }

    /// Sends the form even while required fields are empty, such as for going back.
    pub fn unchecked(self) -> Self {
        Self { unchecked: true, ..self }
    }

    /// Hides the label from sight where the icon says enough; screen readers still hear it.
    pub fn bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// Sends the form with this `id`, wherever the button stands on the page.
    pub fn of(self, form: &'a str) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Shows it but does not let it be pressed.
    pub fn disabled(self, disabled: bool) -> Self {
        Self { disabled, ..self }
    }

    fn new(weight: Weight, label: &'a str) -> Self {
        Self {
            weight,
            label,
            about: None,
            href: None,
            to: None,
            sends: None,
            hint: None,
            key: None,
            icon: None,
            glyph: None,
            small: false,
            role: Role::Ordinary,
            unchecked: false,
            disabled: false,
            bare: false,
            form: None,
        }
    }

    fn class(&self) -> &'static str {
        match (self.weight, self.small) {
            (Weight::Go, _) => "btn go",
            (Weight::Plain, false) => "btn",
            (Weight::Plain, true) => "btn small",
            (Weight::Quiet, false) => "btn lo",
            (Weight::Quiet, true) => "btn lo small",
        }
    }

    fn shortcut(&self) -> Option<String> {
        if self.weight == Weight::Go && self.hint.is_none_or(|hint| hint == "Ctrl Enter") {
            return Some("Control+Enter".to_owned());
        }
        self.hint.map(|hint| hint.replace("Ctrl", "Control").replace(' ', "+"))
    }

    /// Says whether its key goes when single letters are switched off.
    fn is_letter(&self) -> bool {
        self.key.is_some() || self.role == Role::Pauses
    }

    fn inner(&self) -> Markup {
        html! {
            @if let Some(picture) = self.icon { (icon(picture)) }
            @if let Some(sign) = self.glyph { (glyph(sign)) }
            span.t.vh[self.bare] { (self.label) }
            @if let Some(words) = self.about { span.vh { ": " bdi { (words) } } }
            @if let Some(hint) = self.hint.filter(|_| !self.bare) { kbd data-single[self.is_letter()] aria-hidden="true" { (hint) } }
        }
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let primary = self.weight == Weight::Go;
        if let Some(href) = self.href {
            return html! {
                a class=(self.class()) href=(href) aria-keyshortcuts=[self.shortcut()]
                    data-key=[self.key] data-primary[primary] { (self.inner()) }
            };
        }
        let (name, value) = self.sends.unzip();
        html! {
            button class=(self.class()) type="submit" name=[name] value=[value] formaction=[self.to] form=[self.form] aria-keyshortcuts=[self.shortcut()] data-key=[self.key]
                data-primary[primary] data-meant[self.role == Role::Meant] data-pause[self.role == Role::Pauses]
                formnovalidate[self.unchecked] disabled[self.disabled] { (self.inner()) }
        }
    }
}

/// Draws a form of hidden values and one button, for an act that needs no typing.
#[must_use]
pub fn act(action: &str, hidden: &[(&str, &str)], button: Button<'_>) -> Markup {
    html! {
        form method="post" action=(action) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (button)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filled_button_is_the_one_that_ctrl_enter_presses() {
        let html = Button::go("Keep").render().into_string();
        assert!(html.contains("data-primary"), "{html}");
        assert!(html.contains(r#"aria-keyshortcuts="Control+Enter""#), "{html}");
        assert!(!Button::plain("Keep").render().into_string().contains("data-primary"));
    }

    #[test]
    fn a_key_hint_is_no_part_of_the_button_s_name() {
        let html = Button::plain("Fully").key("1").render().into_string();
        assert!(html.contains(r#"<kbd data-single aria-hidden="true">1</kbd>"#), "{html}");
    }
}
