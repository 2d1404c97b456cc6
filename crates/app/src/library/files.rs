//! Files of other people's failures: looked at first, then read with what the person said of their columns.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};
use std::ops::ControlFlow;

use hansei_library::archive::Archive;
use hansei_library::cases::Found;
use hansei_library::kind::is_archive;
use hansei_library::look::Look;
use hansei_library::{HEAD_BYTES, cases, look};
use hansei_method::case::Case;
use hansei_method::text::MOST_LINE_CHARACTERS;
use jiff::civil::Date;

pub use hansei_library::dates::{Dates, DayOrder};
pub use hansei_library::encoding::Encoding;
pub use hansei_library::form::{Field, Form};
pub use hansei_library::remark::{Counted, Remark, Remarked, Remarks};
pub use hansei_library::wrong::Wrong;

use super::kin::Sketch;

/// How many cases are shown as they would come in.
const SHOWN: usize = 5;

/// How many records are read before anything is imported.
const MOST_TRIED: u64 = 1_000;

/// How many of the records that cannot be read are named.
pub const MOST_WRONGS: usize = 50;

/// The most columns that a person is asked about.
pub const MOST_ASKED: usize = 100;

/// A file, or many files in one archive.
#[derive(Debug)]
pub struct Source<R> {
    /// Its name, as it is shown.
    pub name: String,
    /// What is in it.
    pub bytes: R,
}

/// What the person said of the columns; what is not named is as it was guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// What a column holds, by its name; `None` leaves it out.
    pub fields: BTreeMap<String, Option<Field>>,
    /// In which order the numbers of its dates stand.
    pub orders: BTreeMap<String, DayOrder>,
}

/// A column, as a person is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenColumn {
    /// Its name.
    pub name: String,
    /// The start of the first value in it; may be empty.
    pub sample: String,
    /// What it holds, as it was guessed or chosen; `None` when it is left out.
    pub field: Option<Field>,
    /// What its dates look like.
    pub dates: Option<Dates>,
}

/// What an import would do, from the start of what was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The forms and encodings that were met, each once.
    pub written: Vec<(Form, Encoding)>,
    /// Whether letters were encoded twice somewhere, and are put right.
    pub is_mended: bool,
    /// How many files were looked into.
    pub files: u64,
    /// The columns of all files together, each name once; at most [`MOST_ASKED`].
    pub columns: Vec<SeenColumn>,
    /// The first cases, as they would come in.
    pub cases: Vec<Case>,
    /// How many cases were read.
    pub read: u64,
    /// How many records could not be read.
    pub bad: u64,
    /// The first of those; at most [`MOST_WRONGS`].
    pub wrongs: Vec<Wrong>,
    /// What was decided about those that were read.
    pub remarks: Remarks,
    /// What those are recognized by.
    pub sketches: Vec<Sketch>,
    /// Whether this is all that was given, and not only its start.
    pub is_whole: bool,
}

/// What is met beside the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// A record that holds no case.
    Wrong(Wrong),
    /// What was decided about the case that comes next, or about its file.
    Remarked(Remarked),
}

/// Looks at the start of what was given and reads some of it; nothing is kept. No case happened after `today`.
pub fn look_into<R: Read + Seek>(sources: &mut [Source<R>], chosen: &Chosen, today: Date) -> Seen {
    let mut seen = Seen { is_whole: true, ..Seen::default() };
    read(sources, chosen, today, &mut |met| {
        match met {
            Met::Look(look) => seen.note(&look),
            Met::Case(case) => {
                seen.read += 1;
                seen.sketches.push(Sketch::of(&case));
                if seen.cases.len() < SHOWN {
                    seen.cases.push(*case);
                }
            }
            Met::Remarked(remarked) => seen.remarks.note(remarked),
            Met::Wrong(wrong) => {
                seen.bad += 1;
                if seen.wrongs.len() < MOST_WRONGS {
                    seen.wrongs.push(wrong);
                }
            }
        }
        if seen.read + seen.bad < MOST_TRIED {
            return ControlFlow::Continue(());
        }
        seen.is_whole = false;
        ControlFlow::Break(())
    });
    seen
}

/// Reads every case of what was given, one at a time, until `each` breaks off. The first record of a file may be a hint
/// that the file as a whole cannot be read.
///
/// Two cases of the same key are told apart by a number, so that neither takes the place of the other. A day after `today`
/// is left out.
pub fn read_cases<R: Read + Seek>(
    sources: &mut [Source<R>],
    chosen: &Chosen,
    today: Date,
    mut each: impl FnMut(Result<Case, Aside>) -> ControlFlow<()>,
) {
    read(sources, chosen, today, &mut |met| match met {
        Met::Look(_) => ControlFlow::Continue(()),
        Met::Case(case) => each(Ok(*case)),
        Met::Remarked(remarked) => each(Err(Aside::Remarked(remarked))),
        Met::Wrong(wrong) => each(Err(Aside::Wrong(wrong))),
    });
}

/// Leaves the day of a case out that lies after `today` and the day after it, which it may already be elsewhere; says
/// whether it did.
pub(super) fn leave_future_out(case: &mut Case, today: Date) -> bool {
    let last = today.tomorrow().unwrap_or(today);
    case.occurred.take_if(|occurred| occurred.date() > last).is_some()
}

/// What is met while files are read.
enum Met {
    Look(Box<Look>),
    Case(Box<Case>),
    Remarked(Remarked),
    Wrong(Wrong),
}

type Told<'t> = &'t mut dyn FnMut(Met) -> ControlFlow<()>;

/// What is known while files are read.
struct Reading<'c> {
    chosen: &'c Chosen,
    today: Date,
    keys: Keys,
}

fn read<R: Read + Seek>(sources: &mut [Source<R>], chosen: &Chosen, today: Date, told: Told<'_>) {
    let mut reading = Reading { chosen, today, keys: Keys::default() };
    for Source { name, bytes } in sources {
        let flow = match head(bytes) {
            Ok(head) if is_archive(&head) => unpacked(name, &mut *bytes, &mut reading, told),
            Ok(head) => one(name, &head, &mut *bytes, &mut reading, told),
            Err(error) => told(Met::Wrong(unreadable(name, &error))),
        };
        if flow.is_break() {
            return;
        }
        // A file that opens itself is closed by this; where it fails, the next who reads it is told.
        drop(bytes.rewind());
    }
}

/// Takes in the start of a file, and leaves the file at its start.
fn head<R: Read + Seek>(bytes: &mut R) -> std::io::Result<Vec<u8>> {
    bytes.rewind()?;
    let mut head = Vec::new();
    bytes.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    bytes.rewind()?;
    Ok(head)
}

fn unreadable(name: &str, error: &std::io::Error) -> Wrong {
    let reason = format!("the file could not be read ({error}); choose it again");
    Wrong { file: name.to_owned(), line: 0, reason, is_end: true }
}

fn unpacked<R: Read + Seek>(
    name: &str,
    bytes: &mut R,
    reading: &mut Reading<'_>,
    told: Told<'_>,
) -> ControlFlow<()> {
    let mut archive = match Archive::open(name, bytes) {
        Ok(archive) => archive,
        Err(wrong) => return told(Met::Wrong(wrong)),
    };
    while let Some(file) = archive.next_file() {
        match file {
            Ok(file) => {
                let head = file.head.clone();
                let (name, bytes) = file.bytes();
                one(&name, &head, bytes, reading, told)?;
            }
            Err(wrong) => told(Met::Wrong(wrong))?,
        }
    }
    ControlFlow::Continue(())
}

fn one<R: Read>(
    name: &str,
    head: &[u8],
    bytes: R,
    reading: &mut Reading<'_>,
    told: Told<'_>,
) -> ControlFlow<()> {
    let mut look = match look(name, head) {
        Ok(look) => look,
        Err(wrong) => return told(Met::Wrong(wrong)),
    };
    choose(&mut look, reading.chosen);
    told(Met::Look(Box::new(look.clone())))?;
    if look.has_other_keys && !look.mapping.columns.contains_key(&Field::Key) {
        told(Met::Remarked(Remarked { remark: Remark::NoKeys, file: name.to_owned(), line: 0 }))?;
    }
    for found in cases(name, bytes, &look) {
        match found {
            Ok(Found { line, mut case, mut remarks }) => {
                let is_future = leave_future_out(&mut case, reading.today);
                remarks.extend(is_future.then_some(Remark::FutureDay));
                let key = case.key.clone();
                let case = reading.keys.apart(case);
                remarks.extend((case.key != key).then_some(Remark::SameKey));
                for remark in remarks {
                    told(Met::Remarked(Remarked { remark, file: name.to_owned(), line }))?;
                }
                told(Met::Case(Box::new(case)))?;
            }
            Err(wrong) => told(Met::Wrong(wrong))?,
        }
    }
    ControlFlow::Continue(())
}

/// Puts what the person chose in the place of what was guessed.
fn choose(look: &mut Look, chosen: &Chosen) {
    for column in &mut look.columns {
        if let (Some(dates), Some(order)) = (&mut column.dates, chosen.orders.get(&column.name)) {
            dates.order = *order;
        }
    }
    if chosen.fields.is_empty() {
        return;
    }
    // What was not seen at the start cannot have been chosen.
    let mut columns: BTreeMap<Field, Vec<String>> = look.mapping.columns.clone();
    for names in columns.values_mut() {
        names.retain(|name| !look.columns.iter().any(|seen| seen.name == *name));
    }
    columns.retain(|_, names| !names.is_empty());
    for column in &look.columns {
        let guessed = look.mapping.field(&column.name);
        let field = chosen.fields.get(&column.name).copied().unwrap_or(guessed);
        if let Some(field) = field {
            columns.entry(field).or_default().push(column.name.clone());
        }
    }
    look.mapping.columns = columns;
}

impl Seen {
    fn note(&mut self, look: &Look) {
        self.files += 1;
        self.is_mended |= look.is_mended;
        let written = (look.form, look.encoding);
        if !self.written.contains(&written) {
            self.written.push(written);
        }
        for column in &look.columns {
            if self.columns.len() >= MOST_ASKED || self.columns.iter().any(|seen| seen.name == column.name) {
                continue;
            }
            self.columns.push(SeenColumn {
                name: column.name.clone(),
                sample: column.sample.clone(),
                field: look.mapping.field(&column.name),
                dates: column.dates.clone(),
            });
        }
    }
}

/// The keys that were met or made, as their hashes: eight bytes and a count for each of a million.
#[derive(Default)]
struct Keys(HashMap<u64, u32>);

impl Keys {
    /// Gives a case whose key was met before a key of its own, the same one each time the same files are read.
    fn apart(&mut self, mut case: Case) -> Case {
        if self.is_new(case.key.as_str()) {
            return case;
        }
        let told = hash(case.key.as_str());
        loop {
            let times = self.0.entry(told).or_default();
            *times += 1;
            let number = format!(" ({times})");
            let kept = MOST_LINE_CHARACTERS - number.chars().count();
            let key: String = case.key.as_str().chars().take(kept).chain(number.chars()).collect();
            // A file may hold a key that looks like one of these.
            if self.is_new(&key) {
                case.key = key.parse().unwrap_or(case.key);
                return case;
            }
        }
    }

    /// Says whether a key was never met nor made before, and remembers it.
    fn is_new(&mut self, key: &str) -> bool {
        match self.0.entry(hash(key)) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(1);
                true
            }
        }
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 3, 4);

    const TABLE: &str = "id,what,told,day\n7,Valve,It leaked.,03/04/2019\n7,Pump,It stopped.,05/06/2019\n";

    fn sources(text: &str) -> [Source<Cursor<Vec<u8>>>; 1] {
        [Source { name: "a.csv".to_owned(), bytes: Cursor::new(text.as_bytes().to_vec()) }]
    }

    fn choosing(fields: &[(&str, Field)]) -> Chosen {
        let fields = fields.iter().map(|(name, field)| ((*name).to_owned(), Some(*field)));
        Chosen { fields: fields.collect(), ..Chosen::default() }
    }

    fn read_all(text: &str, chosen: &Chosen) -> Vec<Case> {
        let mut all = Vec::new();
        read_cases(&mut sources(text), chosen, TODAY, |case| {
            all.extend(case.ok());
            ControlFlow::Continue(())
        });
        all
    }

    #[test]
    fn a_look_shows_the_first_cases_and_what_each_column_holds() {
        let seen = look_into(&mut sources(TABLE), &Chosen::default(), TODAY);
        assert_eq!((seen.files, seen.read, seen.bad, seen.is_whole), (1, 2, 0, true));
        assert_eq!(seen.written, [(Form::Table, Encoding::Utf8)]);
        let names: Vec<_> = seen.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "what", "told", "day"]);
        assert_eq!(seen.cases.len(), 2);
    }

    #[test]
    fn what_the_person_chose_counts_and_the_rest_is_as_it_was_guessed() {
        let fields = [("id", Field::Key), ("what", Field::Happened), ("told", Field::Title)];
        let chosen = Chosen { orders: [("day".to_owned(), DayOrder::DayFirst)].into(), ..choosing(&fields) };
        let first = &read_all(TABLE, &chosen)[0];
        assert_eq!((first.title.as_str(), first.key.as_str()), ("It leaked.", "7"));
        assert_eq!(first.occurred, "2019-04-03".parse().ok());
    }

    #[test]
    fn two_cases_of_one_key_stay_two_and_are_the_same_two_the_next_time() {
        let keys = |cases: &[Case]| cases.iter().map(|case| case.key.to_string()).collect::<Vec<_>>();
        let chosen = choosing(&[("id", Field::Key)]);
        let cases = read_all(TABLE, &chosen);
        assert_eq!(keys(&cases), ["7", "7 (2)"]);
        assert_eq!(cases, read_all(TABLE, &chosen));
    }

    #[test]
    fn a_key_that_looks_like_a_made_one_is_told_apart_as_well() {
        let chosen = choosing(&[("id", Field::Key), ("what", Field::Title), ("told", Field::Happened)]);
        let keys = |ids: [&str; 4]| {
            let rows = ids.map(|id| format!("{id},Valve,It leaked.\n")).concat();
            let cases = read_all(&format!("id,what,told\n{rows}"), &chosen);
            cases.iter().map(|case| case.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(keys(["7", "7 (2)", "7", "7"]), ["7", "7 (2)", "7 (3)", "7 (4)"]);
        assert_eq!(keys(["7", "7", "7 (2)", "7 (2)"]), ["7", "7 (2)", "7 (2) (2)", "7 (2) (3)"]);
    }

    #[test]
    fn what_is_decided_is_counted_with_its_first_line_and_every_case_is_kept() {
        let table = "id,title,told,day\n7,Valve,It leaked.,2026-03-05\n7,Pump,It stopped.,2050-01-01\n\
            8,Seal,It broke.,not a date\n9,Rope,It tore.,1999-02-30\n";
        let seen = look_into(&mut sources(table), &Chosen::default(), TODAY);
        assert_eq!((seen.read, seen.bad), (4, 0));
        assert_eq!(
            seen.remarks.lines(),
            [
                "1 case has a key that another one had before it, and got a number behind it (first: a.csv, line 3)",
                "2 days could not be read and were left out (first: a.csv, line 4)",
                "1 day lies in the future and was left out (first: a.csv, line 3)",
            ]
        );
        let days: Vec<_> = seen.cases.iter().map(|case| case.occurred.map(|day| day.to_string())).collect();
        assert_eq!(days, [Some("2026-03-05".to_owned()), None, None, None]);
    }

    #[test]
    fn a_look_stops_after_its_first_thousand_records() {
        let rows: Vec<String> = (0..1_500).map(|at| format!("{at},Valve {at},It leaked again.\n")).collect();
        let text = format!("id,title,told\n{}", rows.concat());
        let seen = look_into(&mut sources(&text), &Chosen::default(), TODAY);
        assert_eq!((seen.read, seen.is_whole), (1_000, false));
        assert_eq!(read_all(&text, &Chosen::default()).len(), 1_500);
    }
}
