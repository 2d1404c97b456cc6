//! What is due, as a calendar that other programs read (iCalendar, RFC 5545, with the names of RFC 7986).

use jiff::Timestamp;
use jiff::civil::Date;

/// The most octets of a line, its end not counted (RFC 5545, 3.1).
const MOST_OCTETS: usize = 75;

/// What the calendar is called: nothing that tells a colleague what it is about.
const NAME: &str = "hansei";

/// How often a program that subscribed should look again.
const REFRESH: &str = "PT6H";

/// One day on which something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is called among programs: the same for the same thing, for ever.
    pub uid: String,
    /// When it came about or was last changed.
    pub stamp: Timestamp,
    /// The day.
    pub day: Date,
    /// What it says.
    pub summary: String,
}

/// Writes a calendar: one event of a whole day for each thing, that takes no time of that day.
#[must_use]
pub fn write(events: &[Event]) -> String {
    let mut calendar = Lines::default();
    calendar.put("BEGIN", "VCALENDAR");
    calendar.put("VERSION", "2.0");
    calendar.put("PRODID", "-//hansei//reminders//EN");
    calendar.put("CALSCALE", "GREGORIAN");
    calendar.put("METHOD", "PUBLISH");
    calendar.put("NAME", NAME);
    calendar.put("X-WR-CALNAME", NAME);
    calendar.put("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    calendar.put("X-PUBLISHED-TTL", REFRESH);
    for event in events {
        calendar.put("BEGIN", "VEVENT");
        calendar.put("UID", &escaped(&event.uid));
        calendar.put("DTSTAMP", &event.stamp.strftime("%Y%m%dT%H%M%SZ").to_string());
        calendar.put("DTSTART;VALUE=DATE", &event.day.strftime("%Y%m%d").to_string());
        calendar.put("SUMMARY", &escaped(&event.summary));
        calendar.put("CLASS", "PRIVATE");
        calendar.put("TRANSP", "TRANSPARENT");
        calendar.put("END", "VEVENT");
    }
    calendar.put("END", "VCALENDAR");
    calendar.0
}

/// Lines of content, folded where they are too long.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, name: &str, value: &str) {
        let mut room = MOST_OCTETS;
        for character in name.chars().chain([':']).chain(value.chars()) {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = MOST_OCTETS - 1;
            }
            self.0.push(character);
            room -= character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Writes a text so that no mark in it means anything. Control characters, which have no place there, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "practice-1@hansei".to_owned(),
            stamp: "2026-03-02T08:30:00Z".parse().unwrap(),
            day: "2026-03-29".parse().unwrap(),
            summary: summary.to_owned(),
        }
    }

    #[test]
    fn a_calendar_holds_a_whole_day_for_each_thing() {
        let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hansei//reminders//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:hansei
X-WR-CALNAME:hansei
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VEVENT
UID:practice-1@hansei
DTSTAMP:20260302T083000Z
DTSTART;VALUE=DATE:20260329
SUMMARY:1 practice due
CLASS:PRIVATE
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
";
        assert_eq!(write(&[event("1 practice due")]), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn no_line_is_longer_than_it_may_be_and_no_character_is_cut() {
        for letter in ["x", "é", "日", "🙂"] {
            let written = write(&[event(&letter.repeat(100))]);
            let lines: Vec<_> = written.split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= 75), "{written}");
            assert!(written.replace("\r\n ", "").contains(&letter.repeat(100)), "{written}");
        }
    }

    #[test]
    fn no_mark_in_a_text_ends_it() {
        let written = write(&[event("a;b,c\\d\r\nEND:VEVENT\rf\u{0}\u{7}")]);
        assert!(written.contains("\r\nSUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nf\r\n"), "{written}");
    }
}
