//! What was decided about cases that came in: counted, and each said with its first place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was decided about a case that came in all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Another case before it has its key.
    SameKey,
    /// A column by whose name it would hold keys has none for most rows, or the same one for several; its file was read
    /// without.
    NoKeys,
    /// Its day could not be read, and was left out.
    NoDay,
    /// Its day could be read in two ways, and was left out.
    TwoDays,
    /// Its day lies in the future, and was left out.
    FutureDay,
    /// Its link is no address of the web, and is shown as words.
    OtherLink,
}

impl Remark {
    /// Says for so many of them what was decided, without a full stop.
    #[must_use]
    pub fn told(self, count: u64) -> String {
        let (one, many) = match self {
            Self::SameKey => (
                "case has a key that another one had before it, and got a number behind it",
                "cases have a key that another one had before them, and got a number behind it",
            ),
            Self::NoKeys => (
                "file has a column for keys in which most are missing or come again; its keys are made from what is told",
                "files have a column for keys in which most are missing or come again; their keys are made from what is told",
            ),
            Self::NoDay => {
                ("day could not be read and was left out", "days could not be read and were left out")
            }
            Self::TwoDays => (
                "day can be read in two ways, day or month first, and was left out",
                "days can be read in two ways, day or month first, and were left out",
            ),
            Self::FutureDay => {
                ("day lies in the future and was left out", "days lie in the future and were left out")
            }
            Self::OtherLink => (
                "link is no address of the web and is shown as words only",
                "links are no addresses of the web and are shown as words only",
            ),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// A decision about one case, with where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarked {
    /// What was decided.
    pub remark: Remark,
    /// The name of the file.
    pub file: String,
    /// The line where the case begins; the first is 1, and 0 means the file as a whole.
    pub line: u64,
}

/// How often each was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks(BTreeMap<Remark, Counted>);

/// How often something was decided, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// How often.
    pub count: u64,
    /// The name of the file where it was first.
    pub file: String,
    /// The line there; 0 means the file as a whole.
    pub line: u64,
}

impl Remarks {
    /// Counts one more.
    pub fn note(&mut self, Remarked { remark, file, line }: Remarked) {
        self.0.entry(remark).or_insert(Counted { count: 0, file, line }).count += 1;
    }

    /// Lists what was decided, each once.
    pub fn all(&self) -> impl Iterator<Item = (Remark, &Counted)> {
        self.0.iter().map(|(remark, counted)| (*remark, counted))
    }

    /// Says each on one line: "2 days could not be read and were left out (first: a.csv, line 5)".
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |(remark, Counted { count, file, line }): (Remark, &Counted)| {
            let at = if *line == 0 { String::new() } else { format!(", line {line}") };
            format!("{} (first: {file}{at})", remark.told(*count))
        };
        self.all().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_counted_and_said_once_with_its_first_place() {
        let mut remarks = Remarks::default();
        for (remark, line) in
            [(Remark::NoDay, 5), (Remark::NoKeys, 0), (Remark::NoDay, 7), (Remark::SameKey, 9)]
        {
            remarks.note(Remarked { remark, file: "a.csv".to_owned(), line });
        }
        assert_eq!(
            remarks.lines(),
            [
                "1 case has a key that another one had before it, and got a number behind it (first: a.csv, line 9)",
                "1 file has a column for keys in which most are missing or come again; its keys are made from what is told (first: a.csv)",
                "2 days could not be read and were left out (first: a.csv, line 5)",
            ]
        );
    }
}
