//! Text fields with their label, hint and error.

use maud::{Markup, Render, html};

use super::asks::Asks;
use crate::page::icons::{Icon, icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Line(&'static str),
    Area(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Quiet,
    Hidden,
}

/// A place to type in.
#[derive(Debug, Clone, Copy)]
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the builder, and none excludes another")]
pub struct Field<'a> {
    shape: Shape,
    name: &'a str,
    label: &'a str,
    id: Option<&'a str>,
    value: &'a str,
    hint: Option<&'a str>,
    hint_below: bool,
    error: Option<&'a str>,
    placeholder: Option<&'a str>,
    list: Option<&'a str>,
    mode: Option<&'a str>,
    words: bool,
    label_look: Look,
    required: bool,
    focused: bool,
    enters: bool,
    form: Option<&'a str>,
    several: bool,
    asks: Option<Asks<'a>>,
}

impl<'a> Field<'a> {
    /// Makes a field for a person's words that grows with them; `rows` is its smallest height.
    pub fn area(name: &'a str, label: &'a str, rows: u16) -> Self {
        Self { words: true, ..Self::new(Shape::Area(rows), name, label) }
    }

    /// Makes a one-line field for a person's words.
    pub fn line(name: &'a str, label: &'a str) -> Self {
        Self { words: true, ..Self::new(Shape::Line("text"), name, label) }
    }

    /// Makes a one-line field for a fact: an amount, a unit, a name of a file.
    pub fn fact(name: &'a str, label: &'a str) -> Self {
        Self::new(Shape::Line("text"), name, label)
    }

    /// Makes a field for a date.
    pub fn date(name: &'a str, label: &'a str) -> Self {
        Self::new(Shape::Line("date"), name, label)
    }

    /// Makes a field for a time of day.
    pub fn time(name: &'a str, label: &'a str) -> Self {
        Self::new(Shape::Line("time"), name, label)
    }

    /// Makes a field for a password, which is not shown while it is typed. Nothing is ever filled into it.
    pub fn password(name: &'a str, label: &'a str) -> Self {
        Self::new(Shape::Line("password"), name, label)
    }

    /// Makes a field for a decimal number, typed as text so that any notation arrives as it was written.
    pub fn number(name: &'a str, label: &'a str) -> Self {
        Self { mode: Some("decimal"), ..Self::new(Shape::Line("text"), name, label) }
    }

    /// Makes a field that takes a file; its form needs `enctype="multipart/form-data"`.
    pub fn file(name: &'a str, label: &'a str) -> Self {
        Self::new(Shape::Line("file"), name, label)
    }

    /// Sets what is already in it.
    pub fn value(self, value: &'a str) -> Self {
        Self { value, ..self }
    }

    /// Sets its `id`; without one it is `f-` and the name, which must then be unique on the page.
    pub fn id(self, id: &'a str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Adds a line of help under the label.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Puts the line of help under the field, where it is about how to write and not about what.
    pub fn below(self) -> Self {
        Self { hint_below: true, ..self }
    }

    /// Says what is wrong with it and what to do; `None` when nothing is.
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// Shows an example until something is typed.
    pub fn placeholder(self, placeholder: &'a str) -> Self {
        Self { placeholder: Some(placeholder), ..self }
    }

    /// Offers the options of a `datalist`.
    pub fn list(self, id: &'a str) -> Self {
        Self { list: Some(id), ..self }
    }

    /// Sets the label in small soft type, for fields among others.
    pub fn quiet(self) -> Self {
        Self { label_look: Look::Quiet, ..self }
    }

    /// Hides the label from sight, where a heading already says it.
    pub fn unlabelled(self) -> Self {
        Self { label_look: Look::Hidden, ..self }
    }

    /// Refuses to be sent empty.
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Belongs to the form with this `id`, wherever the field stands on the page.
    pub fn of(self, form: &'a str) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Puts the cursor into it when the page opens.
    pub fn focused(self, focused: bool) -> Self {
        Self { focused, ..self }
    }

    /// Takes several files.
    pub fn several(self) -> Self {
        Self { several: true, ..self }
    }

    /// Sends the form on `Enter`; `Shift Enter` makes a new line.
    pub fn enters(self) -> Self {
        Self { enters: true, ..self }
    }

    /// Reads what is typed here, and asks about it in a place under it.
    pub fn asks(self, asks: Asks<'a>) -> Self {
        Self { asks: Some(asks), ..self }
    }

    fn new(shape: Shape, name: &'a str, label: &'a str) -> Self {
        Self {
            shape,
            name,
            label,
            id: None,
            value: "",
            hint: None,
            hint_below: false,
            error: None,
            placeholder: None,
            list: None,
            mode: None,
            words: false,
            label_look: Look::Plain,
            required: false,
            focused: false,
            enters: false,
            form: None,
            several: false,
            asks: None,
        }
    }

    fn class(&self) -> &'static str {
        match (self.shape, self.words) {
            (Shape::Area(1), _) => "write one",
            (Shape::Area(_), _) => "write",
            (Shape::Line(_), true) => "words in full",
            (Shape::Line(_), false) => "in",
        }
    }

    fn described(&self, id: &str) -> Option<String> {
        match (self.hint, self.error) {
            (None, None) => None,
            (Some(_), None) => Some(format!("{id}-hint")),
            (None, Some(_)) => Some(format!("{id}-wrong")),
            (Some(_), Some(_)) => Some(format!("{id}-hint {id}-wrong")),
        }
    }

    fn control(&self, id: &str) -> Markup {
        let described = self.described(id);
        let invalid = self.error.map(|_| "true");
        let dir = self.words.then_some("auto");
        match self.shape {
            // A browser eats the first line break inside a textarea, so one is always given to it.
            Shape::Area(rows) => html! {
                textarea #(id) class=(self.class()) name=(self.name) form=[self.form] rows=(rows) dir=[dir] placeholder=[self.placeholder]
                    aria-describedby=[described] aria-invalid=[invalid] required[self.required] autofocus[self.focused] data-enter[self.enters] data-coach=[self.asks.map(|asks| asks.action)] { "\n" (self.value) }
            },
            Shape::Line(kind) => html! {
                input #(id) class=(self.class()) name=(self.name) form=[self.form] type=(kind) value=(self.value) dir=[dir]
                    placeholder=[self.placeholder] list=[self.list] inputmode=[self.mode] autocomplete="off"
                    aria-describedby=[described] aria-invalid=[invalid] required[self.required] multiple[self.several] autofocus[self.focused];
            },
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let own = format!("f-{}", self.name);
        let id = self.id.unwrap_or(&own);
        let hint = html! { @if let Some(hint) = self.hint { p.meta #{ (id) "-hint" } { (hint) } } };
        let label_class = (self.label_look == Look::Hidden).then_some("vh");
        html! {
            div.field.quiet[self.label_look == Look::Quiet] {
                label for=(id) class=[label_class] { (self.label) }
                @if !self.hint_below { (hint) }
                @if let Some(asks) = self.asks {
                    // One box for the answer and for what is asked about it.
                    div.frame {
                        div.said { div class={ (self.class()) " marks" } aria-hidden="true" dir="auto" {} (self.control(id)) }
                        (asks)
                    }
                } @else { (self.control(id)) }
                @if self.hint_below { (hint) }
                @if let Some(error) = self.error { (wrong(id, error)) }
            }
        }
    }
}

/// Draws what is wrong under the field with this `id`.
pub(super) fn wrong(id: &str, error: &str) -> Markup {
    html! { p.wrong #{ (id) "-wrong" } { (icon(Icon::Notice)) span { (error) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_tied_to_its_field_and_the_field_says_it_is_invalid() {
        let field =
            Field::fact("amount", "Amount").hint("With its unit").error(Some("no number in it; write one"));
        let html = field.render().into_string();
        assert!(html.contains(r#"aria-describedby="f-amount-hint f-amount-wrong""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"id="f-amount-wrong""#), "{html}");
    }

    #[test]
    fn an_answer_that_begins_with_an_empty_line_keeps_it() {
        let html = Field::area("what", "What", 2).value("\nsecond line").render().into_string();
        assert!(html.contains(">\n\nsecond line</textarea>"), "{html}");
    }
}
