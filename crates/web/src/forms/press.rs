//! Which button of a review page was pressed. Every one of them sends the whole form.

use super::Form;

/// What is asked for beside saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    /// Nothing more; also what `Enter` in a field does.
    Save,
    /// On to the next question.
    Continue,
    /// Back to the question before.
    Back,
    /// Close the review.
    Finish,
    /// Stop the clock and stay.
    Pause,
    /// Start the clock and stay.
    Resume,
    /// Stop the clock and leave.
    Stop,
    /// Throw away what was typed since the last save.
    Discard,
    /// Throw away what the terminal or a program left for this question.
    DiscardTheirs,
    /// Keep what somebody else saved, and what was typed in the history only.
    KeepSaved,
    /// Pass over this question with the reason that was typed.
    Skip,
    /// Add a row, perhaps of a kind.
    Add { list: String, kind: String },
    /// Take a row out.
    Remove { list: String, key: u32 },
    /// Move a row by one place.
    Shift { list: String, key: u32, later: bool },
    /// Put an empty row under a row.
    Below { list: String, key: u32 },
    /// Let go of the parked idea at this place.
    Unpark(usize),
    /// Put the parked idea at this place with what is not done now.
    NotNow(usize),
    /// Make a commitment of the parked idea at this place.
    Use(usize),
    /// Put what the coach found in the sentence into fields of its own.
    TakeOver,
}

impl Press {
    /// Reads what a button sends; anything that no button sends is [`Press::Save`].
    pub(crate) fn read(sent: &str) -> Self {
        let plain = match sent {
            "continue" => Some(Self::Continue),
            "back" => Some(Self::Back),
            "finish" => Some(Self::Finish),
            "pause" => Some(Self::Pause),
            "resume" => Some(Self::Resume),
            "stop" => Some(Self::Stop),
            "discard" => Some(Self::Discard),
            "discard-theirs" => Some(Self::DiscardTheirs),
            "keep-saved" => Some(Self::KeepSaved),
            "skip" => Some(Self::Skip),
            "take-over" => Some(Self::TakeOver),
            _ => None,
        };
        plain.or_else(|| Self::with_place(sent)).unwrap_or(Self::Save)
    }

    fn with_place(sent: &str) -> Option<Self> {
        let (act, place) = sent.split_once('-')?;
        let row = || {
            let (list, key) = place.rsplit_once('.')?;
            Some((list.to_owned(), key.parse().ok()?))
        };
        Some(match act {
            "add" => {
                let (list, kind) = place.split_once('.').unwrap_or((place, ""));
                Self::Add { list: list.to_owned(), kind: kind.to_owned() }
            }
            "remove" => row().map(|(list, key)| Self::Remove { list, key })?,
            "up" => row().map(|(list, key)| Self::Shift { list, key, later: false })?,
            "down" => row().map(|(list, key)| Self::Shift { list, key, later: true })?,
            "below" => row().map(|(list, key)| Self::Below { list, key })?,
            "unpark" => Self::Unpark(place.parse().ok()?),
            "notnow" => Self::NotNow(place.parse().ok()?),
            "use" => Self::Use(place.parse().ok()?),
            _ => return None,
        })
    }

    /// Does to the rows of a form what was asked for, and returns the place of the row it was about.
    pub(crate) fn change(&self, form: &mut Form) -> Option<usize> {
        match self {
            Self::Remove { list, key } => {
                let place = form.rows(list).iter().position(|row| row.key() == *key)?;
                form.remove(list, *key);
                Some(place.saturating_sub(1))
            }
            Self::Shift { list, key, later } => form.shift(list, *key, *later),
            Self::Below { list, key } => form.rows(list).iter().position(|row| row.key() == *key),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_read() {
        let moment = || "moment".to_owned();
        for (sent, press) in [
            ("", Press::Save),
            ("save", Press::Save),
            ("continue", Press::Continue),
            ("finish", Press::Finish),
            ("keep-saved", Press::KeepSaved),
            ("add-target.deadline", Press::Add { list: "target".to_owned(), kind: "deadline".to_owned() }),
            ("add-moment", Press::Add { list: moment(), kind: String::new() }),
            ("remove-moment.3", Press::Remove { list: moment(), key: 3 }),
            ("up-moment.3", Press::Shift { list: moment(), key: 3, later: false }),
            ("down-moment.0", Press::Shift { list: moment(), key: 0, later: true }),
            ("below-moment.0", Press::Below { list: moment(), key: 0 }),
            ("unpark-2", Press::Unpark(2)),
        ] {
            assert_eq!(Press::read(sent), press, "{sent}");
        }
    }

    #[test]
    fn what_no_button_sends_saves() {
        for sent in
            ["remove-moment", "up-moment.-1", "remove-moment.99999999999", "unpark-x", "erase-all", "-", "\0"]
        {
            assert_eq!(Press::read(sent), Press::Save, "{sent}");
        }
    }

    #[test]
    fn a_row_is_moved_to_the_place_that_is_named() {
        let mut form = Form::parse("m.0.a=x&m.1.a=y").unwrap();
        assert_eq!(Press::read("down-m.0").change(&mut form), Some(1));
        assert_eq!(form.rows("m")[1].get("a"), "x");
        assert_eq!(Press::read("remove-m.7").change(&mut form), None);
    }
}
