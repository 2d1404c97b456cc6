//! Which column holds what: guessed from the names of the columns and from what stands in them, for a person to check.

mod abroad;
mod names;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::dates::{Dates, is_date};
use crate::form::{Field, Mapping};
use crate::links::has_scheme;
use crate::plain;
use abroad::{ABROAD, KEYS_ABROAD, LABELS_ABROAD, PEOPLE_ABROAD, PLURALS_ABROAD};
use hansei_method::case::is_web_address;
use names::{KEYS, LABELS, NAMES, PEOPLE};

/// The most values of a column that a guess looks at.
pub(crate) const MOST_VALUES: usize = 200;

/// The most characters of a value that are shown.
const SAMPLE_CHARACTERS: usize = 120;

/// The most characters that titles may have in the mean: a longer text is what is told.
const TITLE_CHARACTERS: usize = 200;

/// A column of a file, as a person is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The start of the first value in it; empty when none was seen.
    pub sample: String,
    /// What its dates look like; `None` when little of what stands there is a date.
    pub dates: Option<Dates>,
}

/// What is known of the values of a column.
struct Profile<'v> {
    name: &'v str,
    words: String,
    filled: usize,
    distinct: usize,
    /// The mean of the characters in a value that is not blank.
    length: usize,
    longest: usize,
    dates: usize,
    links: usize,
    /// Values that are addresses of whatever kind.
    addresses: usize,
    has_blanks: bool,
    is_about_people: bool,
}

impl<'v> Profile<'v> {
    fn of(name: &'v str, values: &'v [String]) -> Self {
        let filled: Vec<&str> =
            values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
        let lengths: Vec<usize> = filled.iter().map(|value| value.chars().count()).collect();
        let words = words(name);
        let is_person = |word: &str| PEOPLE.contains(&word) || is_among(PEOPLE_ABROAD, word);
        let is_about_people = words.split(' ').any(is_person)
            || ["reported by", "created by", "first name", "last name", "full name"]
                .contains(&words.as_str());
        Self {
            name,
            is_about_people,
            words,
            filled: filled.len(),
            distinct: filled.iter().collect::<HashSet<_>>().len(),
            length: lengths.iter().sum::<usize>() / filled.len().max(1),
            longest: lengths.iter().copied().max().unwrap_or(0),
            dates: filled.iter().filter(|value| is_date(value)).count(),
            links: filled.iter().filter(|value| is_web_address(value)).count(),
            addresses: filled.iter().filter(|value| has_scheme(value)).count(),
            has_blanks: filled.iter().any(|value| value.contains(char::is_whitespace)),
        }
    }

    fn are_dates(&self) -> bool {
        self.filled > 0 && self.dates * 2 > self.filled
    }

    fn are_links(&self) -> bool {
        self.filled > 0 && self.links * 2 > self.filled
    }

    /// Whether most rows have a short value, and most of those are different ones: enough for a column whose name says
    /// that it holds keys.
    fn are_mostly_keys(&self, rows: usize) -> bool {
        self.filled * 2 > rows && self.distinct * 2 > self.filled && self.longest <= 200
    }

    /// Whether every row has its own short value.
    fn are_keys(&self, rows: usize) -> bool {
        self.filled > 0 && self.filled == rows && self.distinct == self.filled && self.longest <= 200
    }

    /// Whether the values are few words each, as what things are filed under is.
    fn are_short(&self) -> bool {
        // Categories are short though many may stand together; factors are as often told in whole sentences.
        let most = if self.words.contains("factor") { 120 } else { 600 };
        self.length <= most
    }

    /// Whether what a name promises can stand here. A column of which nothing was seen is believed.
    fn can_hold(&self, field: Field) -> bool {
        match field {
            // Days that cannot be read are remarked on as they come in.
            Field::Occurred => self.filled == 0 || self.dates > 0,
            Field::Link => self.filled == 0 || self.addresses * 2 > self.filled,
            // "Name" is as often a person as a case; a case takes more than two words.
            Field::Title if ["name", "nom", "nombre"].contains(&self.words.as_str()) => self.length >= 20,
            Field::Title => self.longest <= 1000 && self.length <= TITLE_CHARACTERS,
            Field::Why | Field::Change => self.filled == 0 || self.length > 40 || !self.is_filed_under(),
            _ => !(self.are_dates() || self.are_links()),
        }
    }

    fn is_filed_under(&self) -> bool {
        (LABELS.contains(&self.words.as_str()) || is_among(LABELS_ABROAD, &self.words)) && self.are_short()
    }

    /// How good a key the name promises; smaller is better.
    fn key_rank(&self) -> Option<usize> {
        let last = self.words.rsplit(' ').next().unwrap_or_default();
        let is_named_id = self.words.contains(' ') && ["id", "key", "number", "code"].contains(&last);
        match self.words.as_str() {
            "key" => Some(0),
            _ if is_named_id => Some(1),
            words => {
                let mut keys = KEYS.into_iter().chain(KEYS_ABROAD.split('|'));
                keys.position(|key| key == words).map(|rank| rank + 2)
            }
        }
    }
}

/// Whether a name is one of those between upright strokes.
fn is_among(names: &str, name: &str) -> bool {
    names.split('|').any(|known| known == name)
}

/// Guesses which column holds what; and says whether a column that by its name holds keys is left out, and none is the key.
pub(crate) fn guess(names: &[String], values: &[Vec<String>]) -> (Mapping, bool) {
    let rows =
        values.iter().map(|values| values.iter().filter(|value| !value.trim().is_empty()).count()).max();
    let rows = rows.unwrap_or(0);
    let profiles: Vec<Profile<'_>> = names
        .iter()
        .zip(values)
        .map(|(name, values)| Profile::of(name, values))
        .filter(|profile| !profile.is_about_people)
        .collect();
    let mut mapping = Mapping::default();
    let keys = profiles.iter().filter(|profile| profile.are_mostly_keys(rows));
    if let Some((_, key)) =
        keys.filter_map(|profile| Some((profile.key_rank()?, profile))).min_by_key(|(rank, _)| *rank)
    {
        mapping.add(Field::Key, key.name);
    }
    for ((field, known), (_, abroad)) in NAMES.into_iter().zip(ABROAD) {
        let ranked = profiles.iter().filter_map(|profile| {
            let mut known = known.iter().copied().chain(abroad.split('|'));
            let rank = known.position(|name| name == profile.words)?;
            (profile.can_hold(field) && mapping.field(profile.name).is_none()).then_some((rank, profile))
        });
        // A column in which nothing was seen comes after those that hold something.
        let is_doubtful = |profile: &Profile<'_>| field == Field::Occurred && !profile.are_dates();
        let best = ranked.min_by_key(|(rank, profile)| (profile.filled == 0, is_doubtful(profile), *rank));
        if let Some((_, best)) = best {
            mapping.add(field, best.name);
        }
    }
    for profile in &profiles {
        if profile.is_filed_under() && mapping.field(profile.name).is_none() {
            mapping.add(Field::Labels, profile.name);
        }
    }
    by_values(&profiles, rows, &mut mapping);
    let has_other_keys = rows > 1
        && !mapping.has(Field::Key)
        && profiles.iter().any(|profile| {
            profile.filled > 0 && profile.key_rank().is_some() && mapping.field(profile.name).is_none()
        });
    (mapping, has_other_keys)
}

/// Fills in, from the values alone, what no name said.
fn by_values(profiles: &[Profile<'_>], rows: usize, mapping: &mut Mapping) {
    let free = |mapping: &Mapping, profile: &&Profile<'_>| {
        mapping.field(profile.name).is_none() && profile.filled > 0
    };
    if !mapping.has(Field::Happened) {
        let texts = profiles.iter().filter(|profile| free(mapping, profile) && profile.length >= 30);
        let texts = texts.filter(|profile| !profile.are_dates() && !profile.are_links());
        if let Some(longest) = texts.max_by_key(|profile| profile.length) {
            mapping.add(Field::Happened, longest.name);
        }
    }
    if !mapping.has(Field::Title) {
        let titles = profiles.iter().filter(|profile| {
            free(mapping, profile) && profile.has_blanks && (8..=150).contains(&profile.length)
        });
        let mut titles =
            titles.filter(|profile| !profile.are_dates() && profile.distinct * 10 >= profile.filled * 8);
        if let Some(first) = titles.next() {
            mapping.add(Field::Title, first.name);
        }
    }
    // Where all texts are short, the longer one beside a title tells.
    if !mapping.has(Field::Happened)
        && let Some(title) = profiles.iter().find(|profile| mapping.field(profile.name) == Some(Field::Title))
    {
        let told = profiles
            .iter()
            .filter(|profile| free(mapping, profile) && profile.has_blanks && profile.length > title.length);
        let told = told.filter(|profile| !profile.are_dates() && !profile.are_links());
        if let Some(longest) = told.max_by_key(|profile| profile.length) {
            mapping.add(Field::Happened, longest.name);
        }
    }
    if !mapping.has(Field::Occurred)
        && let Some(first) = profiles.iter().find(|profile| free(mapping, profile) && profile.are_dates())
    {
        mapping.add(Field::Occurred, first.name);
    }
    if !mapping.has(Field::Link)
        && let Some(first) = profiles.iter().find(|profile| free(mapping, profile) && profile.are_links())
    {
        mapping.add(Field::Link, first.name);
    }
    if !mapping.has(Field::Key) {
        let keys = profiles.iter().filter(|profile| {
            let is_short = !profile.has_blanks && profile.longest <= 40;
            free(mapping, profile) && profile.are_keys(rows) && rows > 1 && is_short
        });
        let mut keys = keys.filter(|profile| !profile.are_dates() && !profile.are_links());
        if let Some(first) = keys.next() {
            mapping.add(Field::Key, first.name);
        }
    }
}

/// Shows a column with the start of its first value, and what its dates look like.
pub(crate) fn column(name: &str, values: &[String]) -> Column {
    let first = values.iter().find(|value| !value.trim().is_empty());
    let line = plain::one_line(first.map(String::as_str).unwrap_or_default());
    let sample = plain::cut(&line, SAMPLE_CHARACTERS).unwrap_or(line);
    let profile = Profile::of(name, values);
    let has_dates = profile.dates > 0 && profile.dates * 4 >= profile.filled;
    let dates = has_dates.then(|| Dates::of(name, values.iter().map(String::as_str)));
    Column { name: name.to_owned(), sample, dates }
}

/// Writes the name of a column in lower case, with one blank between its words: `eventStart_Date` as
/// "event start date".
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut is_after_small = false;
    for character in name.chars() {
        let is_between = !character.is_alphanumeric() || character.is_uppercase() && is_after_small;
        if is_between && !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        if character.is_alphanumeric() {
            character.to_lowercase().for_each(|letter| words.push_str(&plain_letter(letter)));
        }
        is_after_small = character.is_lowercase();
    }
    words.trim_end().to_owned()
}

/// Writes a small letter without its accent, as names are often typed.
fn plain_letter(letter: char) -> Cow<'static, str> {
    Cow::Borrowed(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'œ' => "oe",
        'ß' => "ss",
        _ => return Cow::Owned(letter.to_string()),
    })
}

/// Whether several labels may stand in a column with commas between them: its name is a plural.
pub(crate) fn is_plural(name: &str) -> bool {
    let words = words(name);
    words.ends_with('s') || is_among(PLURALS_ABROAD, &words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(table: &[(&str, &[&str])]) -> Vec<(Field, String)> {
        let names: Vec<String> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
        let values: Vec<Vec<String>> = table
            .iter()
            .map(|(_, values)| values.iter().map(|value| (*value).to_owned()).collect())
            .collect();
        let (mapping, _) = guess(&names, &values);
        mapping
            .columns
            .into_iter()
            .flat_map(|(field, names)| names.into_iter().map(move |name| (field, name)))
            .collect()
    }

    #[test]
    fn names_are_compared_by_their_words() {
        assert_eq!(words("eventStart_Date"), "event start date");
        assert_eq!(words(" SAFENET  ID "), "safenet id");
        assert_eq!(words("_id"), "id");
    }

    #[test]
    fn names_say_what_a_column_holds() {
        let long = "The pump was started before the valve had been opened, and it ran dry";
        assert_eq!(
            guessed(&[
                ("ID", &["1", "2"]),
                ("Incident ID", &["A1", "A2"]),
                ("Submitter", &["Jo Doe", "Al Roe"]),
                ("Incident Name", &["Pump", "Valve"]),
                ("Event Start Date", &["10/27/2010 07:00", ""]),
                ("Contributing Factors", &["Other;", "Equipment;Other;"]),
                ("Narrative", &[long, long]),
                ("Immediate Action Taken", &["We closed it", ""]),
            ]),
            [
                (Field::Key, "Incident ID".to_owned()),
                (Field::Title, "Incident Name".to_owned()),
                (Field::Happened, "Narrative".to_owned()),
                (Field::Response, "Immediate Action Taken".to_owned()),
                (Field::Occurred, "Event Start Date".to_owned()),
                (Field::Labels, "Contributing Factors".to_owned()),
            ]
        );
    }

    #[test]
    fn names_in_german_french_and_spanish_say_what_a_column_holds() {
        for names in [
            ["Nummer", "Titel", "Beschreibung", "Ursache", "Maßnahme", "Datum", "Kategorien"],
            [
                "Numéro",
                "Intitulé",
                "Description de l’événement",
                "Cause",
                "Mesures correctives",
                "Date",
                "Catégorie",
            ],
            ["Número", "Título", "Descripción", "Causa raíz", "Medidas correctivas", "Fecha", "Categoría"],
        ] {
            let values: [&[&str]; 7] = [
                &["1", "2"],
                &["Zug", "Bus"],
                &["Es fiel", "Er kam"],
                &["Niemand sah hin", "Es war ein Draht"],
                &["Alle sehen hin", "Ein neuer Draht"],
                &["3.4.2020", "1999-12-31"],
                &["Bahn", "Bus"],
            ];
            let table: Vec<_> = names.into_iter().zip(values).collect();
            let fields = [
                Field::Key,
                Field::Title,
                Field::Happened,
                Field::Why,
                Field::Change,
                Field::Occurred,
                Field::Labels,
            ];
            let expected: Vec<_> = fields.into_iter().zip(names.map(str::to_owned)).collect();
            assert_eq!(guessed(&table), expected);
        }
    }

    #[test]
    fn a_long_text_is_no_title_whatever_its_name_says_and_of_two_short_ones_the_longer_tells() {
        let long = "Nobody had told the night shift that the valve was being repaired. ".repeat(5);
        let told = guessed(&[("title", &[&long]), ("overskrift", &["A pump ran dry"])]);
        assert_eq!(told, [(Field::Title, "overskrift".to_owned()), (Field::Happened, "title".to_owned())]);
        let told = guessed(&[
            ("overskrift", &["The pump", "The valve"]),
            ("sket", &["It ran dry at last", "It stood open"]),
        ]);
        assert_eq!(told, [(Field::Title, "overskrift".to_owned()), (Field::Happened, "sket".to_owned())]);
    }

    #[test]
    fn values_say_it_where_no_name_does() {
        let long = "The pump was started before the valve had been opened, and it ran dry";
        assert_eq!(
            guessed(&[
                ("a", &["x-1", "x-2"]),
                ("b", &["2019-11-28", "2019-11-29"]),
                ("c", &["A pump ran dry", "A valve stood open"]),
                ("d", &[long, long]),
                ("e", &["https://example.org/1", ""]),
            ]),
            [
                (Field::Key, "a".to_owned()),
                (Field::Title, "c".to_owned()),
                (Field::Happened, "d".to_owned()),
                (Field::Occurred, "b".to_owned()),
                (Field::Link, "e".to_owned()),
            ]
        );
    }

    #[test]
    fn long_contributing_factors_say_why() {
        let long = "Nobody had told the night shift that the valve was being repaired";
        let guessed = guessed(&[("title", &["A pump ran dry"]), ("Contributing factors", &[long])]);
        assert!(guessed.contains(&(Field::Why, "Contributing factors".to_owned())));
    }
}
