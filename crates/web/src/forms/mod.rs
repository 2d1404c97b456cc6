//! What was typed into the pages of a review: read from a form, turned into answers, and turned back into a form.
//!
//! A review page is one form of plain fields and of lists of rows ("moment.3.what"). A [`Form`] holds whatever was
//! typed, right or wrong, so that a page can always be drawn from it again and nothing typed is lost.

pub(crate) mod cause;
pub(crate) mod form;
pub(crate) mod happened;
pub(crate) mod intended;
pub(crate) mod next;
pub(crate) mod outcomes;
pub(crate) mod press;
pub(crate) mod why;
pub(crate) mod words;
pub(crate) mod wrong;

pub(crate) use form::{Form, Row};
pub(crate) use press::Press;
pub(crate) use wrong::Wrongs;
