//! Where a list goes on.

use std::fmt;
use std::str::FromStr;

use hansei_method::id::EntryId;
use hansei_method::occurred::Occurred;
use jiff::Timestamp;
use uuid::Uuid;

/// The last line of a page; the next page begins after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// When that entry happened, in the canonical form of `Occurred`.
    pub occurred: String,
    /// When it was captured, to the microsecond: what happened at one time stands in that order.
    pub captured_at: Timestamp,
    /// Its id.
    pub id: EntryId,
}

/// The last line of a page of the trash; the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrashCursor {
    /// When that entry was deleted, to the microsecond.
    pub deleted_at: Timestamp,
    /// Its id.
    pub id: EntryId,
}

/// Written as the id and the microseconds since 1970: `3f2a…-1778748060000000`.
impl fmt::Display for TrashCursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.id.uuid().simple(), self.deleted_at.as_microsecond())
    }
}

impl FromStr for TrashCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (id, when) = text.split_once('-').ok_or(CursorError)?;
        let id = Uuid::try_parse(id).map_err(|_| CursorError)?;
        let when = when.parse().map_err(|_| CursorError)?;
        let deleted_at = Timestamp::from_microsecond(when).map_err(|_| CursorError)?;
        let cursor = Self { deleted_at, id: EntryId::new(id) };
        if cursor.to_string() == text { Ok(cursor) } else { Err(CursorError) }
    }
}

/// Why a text does not say where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list; begin again without it")]
pub struct CursorError;

/// Written as the id, the digits of the time and the microseconds since 1970 when it was captured, which need no escaping in an
/// address: `3f2a…-20260302t1500-1778748060000000`.
impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-", self.id.uuid().simple())?;
        for character in self.occurred.chars() {
            match character {
                '-' | ':' => {}
                'T' => out.write_str("t")?,
                other => write!(out, "{other}")?,
            }
        }
        write!(out, "-{}", self.captured_at.as_microsecond())
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (id, rest) = text.split_once('-').ok_or(CursorError)?;
        let (when, captured) = rest.split_once('-').ok_or(CursorError)?;
        if id.len() != 32 {
            return Err(CursorError);
        }
        let id = Uuid::try_parse(id).map_err(|_| CursorError)?;
        let (day, time) = when.split_once('t').map_or((when, None), |(day, time)| (day, Some(time)));
        let mut written = spaced(day, &[4, 2, 2], '-')?;
        if let Some(time) = time {
            written.push('T');
            written.push_str(&match time.len() {
                4 => spaced(time, &[2, 2], ':')?,
                _ => spaced(time, &[2, 2, 2], ':')?,
            });
        }
        let occurred: Occurred = written.parse().map_err(|_| CursorError)?;
        let captured = captured.parse().map_err(|_| CursorError)?;
        let captured_at = Timestamp::from_microsecond(captured).map_err(|_| CursorError)?;
        let cursor = Self { occurred: occurred.to_string(), captured_at, id: EntryId::new(id) };
        if cursor.to_string() == text { Ok(cursor) } else { Err(CursorError) }
    }
}

/// Puts a mark between groups of digits.
fn spaced(digits: &str, groups: &[usize], mark: char) -> Result<String, CursorError> {
    if digits.len() != groups.iter().sum::<usize>() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(CursorError);
    }
    let mut written = String::with_capacity(digits.len() + groups.len());
    let mut rest = digits;
    for length in groups {
        if !written.is_empty() {
            written.push(mark);
        }
        let (group, after) = rest.split_at(*length);
        written.push_str(group);
        rest = after;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(occurred: &str) -> Cursor {
        let captured_at = Timestamp::from_microsecond(1_778_748_060_000_001).unwrap();
        Cursor { occurred: occurred.to_owned(), captured_at, id: EntryId::new(Uuid::from_u128(0x3f2a)) }
    }

    #[test]
    fn a_cursor_is_read_back_as_it_was() {
        for occurred in ["0001-01-01", "2026-03-02T15:00", "9999-12-31T23:59:59"] {
            let written = cursor(occurred).to_string();
            assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{written}");
            assert_eq!(written.parse(), Ok(cursor(occurred)));
        }
        let long_ago =
            Cursor { captured_at: "0001-01-02T00:00:00Z".parse().unwrap(), ..cursor("0001-01-01") };
        assert_eq!(long_ago.to_string().parse(), Ok(long_ago));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "-",
            "x-20260302",
            "00000000000000000000000000003f2a",
            "00000000000000000000000000003f2a-",
            "00000000000000000000000000003f2a-20260302",
            "00000000000000000000000000003f2a-20260302-",
            "00000000000000000000000000003f2a-20260302-01",
            "00000000000000000000000000003f2a-20260302-+1",
            "00000000000000000000000000003f2a-20260302-1-1",
            "00000000000000000000000000003f2a-20260302-99999999999999999999",
            "00000000000000000000000000003f2a-20260302-9223372036854775807",
            "00000000000000000000000000003f2a-20260230-1",
            "00000000000000000000000000003F2A-20260302-1",
            "00000000000000000000000000003f2a-20260302t15-1",
            "00000000000000000000000000003f2a-20260302t150000-1",
            "00000000000000000000000000003f2a-２０260302-1",
            "é0000000000000000000000000003f2a-20260302-1",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }

    #[test]
    fn a_place_in_the_trash_is_read_back_as_it_was_and_nothing_else_is() {
        let cursor = TrashCursor {
            deleted_at: Timestamp::from_microsecond(1_778_748_060_000_001).unwrap(),
            id: EntryId::new(Uuid::from_u128(0x3f2a)),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in
            ["", "-", "3f2a-1", "00000000000000000000000000003f2a-", "00000000000000000000000000003f2a-+1"]
        {
            assert_eq!(text.parse::<TrashCursor>(), Err(CursorError), "{text}");
        }
    }
}
