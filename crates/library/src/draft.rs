//! A case as it is gathered from a record, and the rules by which it becomes one.

use std::collections::BTreeMap;

use hansei_method::case::{Case, MOST_LABELS};
use hansei_method::occurred::Occurred;
use hansei_method::text::{Line, MOST_LINE_CHARACTERS, MOST_TEXT_BYTES, Text};

use crate::dates::{self, DayOrder};
use crate::form::Field;
use crate::plain::{cut, one_line};
use crate::remark::Remark;
use crate::wrong::Fault;

/// The most characters of a title that is taken from the text.
const FIRST_SENTENCE_CHARACTERS: usize = 160;

/// What was found of a case; what is blank is not there.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    texts: BTreeMap<Field, String>,
    pub(crate) occurred: Option<Occurred>,
    labels: Vec<String>,
    remarks: Vec<Remark>,
}

impl Draft {
    /// Adds a text to a field, behind what is there.
    pub(crate) fn add(&mut self, field: Field, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let so_far = self.texts.entry(field).or_default();
        if !so_far.is_empty() {
            so_far.push_str("\n\n");
        }
        so_far.push_str(text);
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.texts.contains_key(&field)
    }

    /// Adds a label that is not there yet.
    pub(crate) fn label(&mut self, label: &str) {
        let label = one_line(label);
        let label = cut(&label, MOST_LINE_CHARACTERS).unwrap_or(label);
        if !label.is_empty() && self.labels.len() < MOST_LABELS && !self.labels.contains(&label) {
            self.labels.push(label);
        }
    }

    /// Reads a day, if none was read before; one that cannot be read is left out and remarked on.
    pub(crate) fn day(&mut self, written: &str, order: DayOrder) {
        if self.occurred.is_some() {
            return;
        }
        self.remarks.clear();
        self.occurred = dates::read(written, order);
        if self.occurred.is_none() {
            let could_be_two = dates::is_date(written);
            self.remarks.push(if could_be_two { Remark::TwoDays } else { Remark::NoDay });
        }
    }

    /// Makes the case of it, with what was decided about it.
    pub(crate) fn told(mut self) -> Result<(Case, Vec<Remark>), Fault> {
        let mut remarks = std::mem::take(&mut self.remarks);
        let case = self.finish()?;
        remarks.extend((case.link.is_some() && case.web_link().is_none()).then_some(Remark::OtherLink));
        Ok((case, remarks))
    }

    /// Makes the case of it.
    ///
    /// A title that is too long is cut, and stands whole at the start of what happened; one that is missing is the
    /// first sentence. An address that is no line of its own goes to the end of what happened. A key that is missing
    /// is made from what is told, so that the same case has the same key the next time.
    fn finish(mut self) -> Result<Case, Fault> {
        let title = self.title()?;
        let link = self.line(Field::Link);
        if let Some(link) = link.as_ref().filter(|link| link.chars().count() > MOST_LINE_CHARACTERS) {
            self.add(Field::Happened, link);
        }
        let key = self.line(Field::Key).and_then(|key| Line::optional(&key).ok().flatten());
        let mut told = BTreeMap::new();
        for field in Field::TOLD {
            let Some(text) = self.texts.remove(&field) else { continue };
            let bytes = text.len();
            if bytes > MOST_TEXT_BYTES {
                return Err(Fault::TextTooLong { field, bytes });
            }
            told.extend(Text::try_from(text).ok().map(|text| (field, text)));
        }
        let mut part = |field| told.remove(&field);
        let mut case = Case {
            key: title.clone(),
            title,
            intended: part(Field::Intended),
            happened: part(Field::Happened),
            why: part(Field::Why),
            response: part(Field::Response),
            change: part(Field::Change),
            lesson: part(Field::Lesson),
            occurred: self.occurred,
            link: link.and_then(|link| Line::optional(&link).ok().flatten()),
            labels: self.labels.iter().filter_map(|label| label.parse().ok()).collect(),
        };
        case.key = match key {
            Some(key) => key,
            None => made_key(&case.whole_text()).parse().map_err(|_| Fault::NothingTold)?,
        };
        Ok(case)
    }

    fn line(&self, field: Field) -> Option<String> {
        self.texts.get(&field).map(|text| one_line(text))
    }

    fn title(&mut self) -> Result<Line, Fault> {
        let whole = self.line(Field::Title).unwrap_or_default();
        if let Some(cut) = cut(&whole, MOST_LINE_CHARACTERS) {
            let happened = self.texts.remove(&Field::Happened).unwrap_or_default();
            self.add(Field::Happened, &whole);
            self.add(Field::Happened, &happened);
            return cut.parse().map_err(|_| Fault::NothingTold);
        }
        let title = if whole.is_empty() {
            let order =
                [Field::Happened, Field::Lesson, Field::Why, Field::Intended, Field::Response, Field::Change];
            let text =
                order.into_iter().find_map(|field| self.texts.get(&field)).ok_or(Fault::NothingTold)?;
            first_sentence(text)
        } else {
            whole
        };
        title.parse().map_err(|_| Fault::NothingTold)
    }
}

/// Takes the first sentence of a text for a title, cut at a word where it is long.
pub(crate) fn first_sentence(text: &str) -> String {
    let start: String = text.trim_start().chars().take(FIRST_SENTENCE_CHARACTERS + 1).collect();
    let line = start.lines().next().unwrap_or_default();
    // A full stop after one or two letters, or before a small one, is more often an abbreviation than an end.
    let ends = line.match_indices(['.', '!', '?']).map(|(at, _)| at).find(|at| {
        let word = line[..*at].rsplit([' ', '.']).next().unwrap_or_default();
        let next = line[at + 1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
        (word.chars().count() > 2 || !line[*at..].starts_with('.')) && next.is_some_and(char::is_uppercase)
    });
    let end = ends.map(|at| if line[at..].starts_with('.') { at } else { at + 1 });
    if let Some(end) = end {
        return one_line(&line[..end]);
    }
    let line = one_line(line);
    if line.chars().count() <= FIRST_SENTENCE_CHARACTERS {
        return line.trim_end_matches('.').to_owned();
    }
    let words = line.rsplit_once(' ').map_or(line.as_str(), |(words, _)| words);
    format!("{words}…")
}

/// Makes a key from a text: 128 bits of FNV-1a, whose parameters are those of RFC 9923.
fn made_key(text: &str) -> String {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(OFFSET, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(fields: &[(Field, &str)]) -> Result<Case, Fault> {
        let mut draft = Draft::default();
        for (field, text) in fields {
            draft.add(*field, text);
        }
        draft.finish()
    }

    #[test]
    fn a_long_title_is_cut_and_stands_whole_in_what_happened() {
        let long = "word ".repeat(100);
        let case = case(&[(Field::Title, &long), (Field::Happened, "It broke")]).unwrap();
        assert_eq!(case.title.as_str().chars().count(), 300);
        assert!(case.title.as_str().ends_with('…'));
        assert_eq!(case.happened.unwrap().as_str(), format!("{}\n\nIt broke", long.trim()));
    }

    #[test]
    fn a_missing_title_is_the_first_sentence() {
        let told = [(Field::Happened, "At approx. 9 it broke. Then we left.")];
        assert_eq!(case(&told).unwrap().title.as_str(), "At approx. 9 it broke");
        let told = [(Field::Lesson, "Do not, e.g. by hand, open it! Ever.")];
        assert_eq!(case(&told).unwrap().title.as_str(), "Do not, e.g. by hand, open it!");
        let long = "word ".repeat(100);
        assert_eq!(
            case(&[(Field::Why, &long)]).unwrap().title.as_str(),
            format!("{}…", "word ".repeat(32).trim())
        );
    }

    #[test]
    fn the_same_case_has_the_same_key_and_another_one_another() {
        let key = |text| case(&[(Field::Happened, text)]).unwrap().key;
        assert_eq!(key("It broke"), key("It broke"));
        assert_ne!(key("It broke"), key("It broke again"));
        assert_eq!(made_key(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(made_key("a"), "d228cb696f1a8caf78912b704e4a8964");
    }

    #[test]
    fn a_record_that_tells_nothing_is_refused() {
        assert!(matches!(case(&[(Field::Key, "7"), (Field::Link, "https://a.b")]), Err(Fault::NothingTold)));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_by_the_name_of_its_field() {
        let long = "a".repeat(MOST_TEXT_BYTES + 1);
        let wrong = case(&[(Field::Title, "A"), (Field::Why, &long)]).unwrap_err().to_string();
        assert_eq!(
            wrong,
            "how it came about has 1048577 bytes, and 1048576 are kept; split it, or leave a part of it out"
        );
    }
}
