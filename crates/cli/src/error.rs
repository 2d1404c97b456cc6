//! What goes wrong at the command line: one table from kind to exit code, `Error:` and then `Hint:`.

use std::fmt::Write as _;
use std::io;

use hansei_app::AppError;
use hansei_store::StoreError;

/// What a script can tell apart by the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The reader of our output went away: nobody is left to tell.
    Closed,
    /// The program or the machine let the person down, or a check found something.
    Broken,
    /// The command was not understood.
    Usage,
    /// What was asked for is not possible as written.
    Invalid,
    /// Nothing is there under this name.
    NotFound,
    /// Somebody else was faster.
    Conflict,
}

impl Kind {
    /// The one table from kind to exit code; it is part of the help.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Broken => 1,
            Self::Usage => 2,
            Self::Invalid => 3,
            Self::NotFound => 4,
            Self::Conflict => 5,
        }
    }
}

/// Why a command stopped, as the person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CliError {
    pub(crate) kind: Kind,
    sentence: String,
    hint: Option<String>,
    causes: Vec<String>,
}

impl CliError {
    /// Takes a sentence of the house's form: what is wrong; then what to do.
    pub(crate) fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        let (sentence, hint) = match sentence.rsplit_once("; ") {
            Some((wrong, hint)) => (wrong.to_owned(), Some(hint.to_owned())),
            None => (sentence, None),
        };
        Self { kind, sentence, hint, causes: Vec::new() }
    }

    /// Says that what was asked for is not possible as written.
    pub(crate) fn invalid(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, sentence)
    }

    /// Says that the command line itself does not make sense.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Usage, sentence)
    }

    /// Says what could not be done with a file, and why.
    pub(crate) fn file(path: &std::path::Path, error: &io::Error) -> Self {
        let shown = path.display();
        let (kind, sentence) = match error.kind() {
            io::ErrorKind::NotFound => (Kind::NotFound, format!("there is no {shown}; check the name")),
            io::ErrorKind::PermissionDenied => (
                Kind::Broken,
                format!("{shown} may not be used by you; change its permissions, or name another"),
            ),
            io::ErrorKind::StorageFull => {
                (Kind::Broken, format!("no room is left for {shown}; make some and try again"))
            }
            io::ErrorKind::ReadOnlyFilesystem => {
                (Kind::Broken, format!("{shown} is on a read-only disk; name a place that can be written to"))
            }
            io::ErrorKind::IsADirectory => (Kind::Invalid, format!("{shown} is a folder; name a file")),
            io::ErrorKind::InvalidData => {
                (Kind::Invalid, format!("{shown} is not text in UTF-8; convert it, or name another file"))
            }
            _ => (Kind::Broken, format!("{shown} cannot be used ({error}); check the disk it is on")),
        };
        Self::new(kind, sentence)
    }

    /// Writes what stderr shows.
    pub(crate) fn told(&self) -> String {
        if matches!(self.kind, Kind::Closed) {
            return String::new();
        }
        let mut told = format!("Error: {}\n", self.sentence);
        for cause in &self.causes {
            let _ = writeln!(told, "Because: {cause}");
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(told, "Hint: {hint}");
        }
        told
    }
}

impl From<AppError> for CliError {
    fn from(error: AppError) -> Self {
        if let AppError::Broken { source, .. } = &error
            && source
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        {
            return Self::new(Kind::Closed, "");
        }
        let kind = match &error {
            AppError::Invalid(_) => Kind::Invalid,
            AppError::Denied(_) | AppError::NotFound(_) => Kind::NotFound,
            AppError::Conflict(_) => Kind::Conflict,
            AppError::Broken { .. } => Kind::Broken,
        };
        let mut told = Self::new(kind, error.to_string());
        if let AppError::Broken { told: None, source } = &error {
            // Nobody else keeps a log for a command: the chain is shown here, once.
            let first: &(dyn std::error::Error + 'static) = source.as_ref();
            told.causes =
                std::iter::successors(Some(first), |error| error.source()).map(ToString::to_string).collect();
            told.causes.dedup();
        }
        told
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

/// Output that cannot be written: a closed pipe ends the command silently, everything else is told.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Kind::Closed, ""),
            io::ErrorKind::StorageFull => Self::new(
                Kind::Broken,
                "the output could not be written, the disk is full; make room and try again",
            ),
            _ => Self::new(Kind::Broken, format!("the output could not be written ({error})")),
        }
    }
}

macro_rules! invalid {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::invalid(error.to_string())
            }
        })*
    };
}
invalid!(
    hansei_method::amount::AmountError,
    hansei_method::automaticity::ScoresError,
    hansei_method::capture::CaptureError,
    hansei_method::cause::TreeError,
    hansei_method::items::ItemsError,
    hansei_method::occurred::OccurredError,
    hansei_method::tag::TagError,
    hansei_method::text::TextError,
    hansei_method::when::WhenError,
    hansei_store::CursorError,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_comes_before_what_to_do() {
        let error = CliError::from(AppError::no_entry());
        assert_eq!(error.told(), "Error: there is no such entry\nHint: look at the list for its id\n");
        assert_eq!(error.kind.exit_code(), 4);
    }

    #[test]
    fn a_defect_shows_its_chain_once() {
        let error = CliError::from(AppError::broken(io::Error::other("the row has no content")));
        assert!(error.told().contains("Because: the row has no content\n"), "{}", error.told());
    }

    #[test]
    fn a_closed_pipe_says_nothing() {
        let error = CliError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((error.told().as_str(), error.kind.exit_code()), ("", 0));
    }
}
