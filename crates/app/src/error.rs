//! The one error of the house, in five kinds.

use hansei_store::StoreError;

/// Why something could not be done. Its sentence is for the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// What was asked for is not possible as written.
    #[error("{0}")]
    Invalid(String),
    /// Not allowed; looks like [`AppError::NotFound`] from outside.
    #[error("{0}")]
    Denied(String),
    /// Nothing is there under this name.
    #[error("{0}")]
    NotFound(String),
    /// Somebody else was faster.
    #[error("{0}")]
    Conflict(String),
    /// The program or the machine let the person down. `told` is what can be said and done about it, when anything can.
    #[error("{}", told.as_deref().unwrap_or("something broke inside hansei; nothing was changed"))]
    Broken {
        /// What the person can be told, when it helps them.
        told: Option<String>,
        /// What happened, for the log.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl AppError {
    /// Says that there is no entry under the name that was given.
    #[must_use]
    pub fn no_entry() -> Self {
        Self::NotFound("there is no such entry; look at the list for its id".to_owned())
    }

    /// Reports a defect: something that cannot happen did.
    pub fn broken(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken { told: None, source: source.into() }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Conflict { .. } | StoreError::Exists => Self::Conflict(error.to_string()),
            StoreError::NotHere(_) => Self::Invalid(error.to_string()),
            StoreError::Broken(_) => Self::broken(error),
            _ => Self::Broken { told: Some(error.to_string()), source: Box::new(error) },
        }
    }
}

macro_rules! invalid {
    ($($error:ty),* $(,)?) => {
        $(impl From<$error> for AppError {
            fn from(error: $error) -> Self {
                Self::Invalid(error.to_string())
            }
        })*
    };
}
invalid!(
    hansei_method::analysis::AnalysisError,
    hansei_method::pattern::PatternKeyError,
    hansei_method::answers::StageError,
    hansei_method::capture::CaptureError,
    hansei_method::career::CareerError,
    hansei_method::career::EvidenceKeyError,
    hansei_method::cause::TreeError,
    hansei_method::items::ItemsError,
    hansei_method::occurred::NotYet,
    hansei_method::opportunity::ResolveError,
    hansei_method::parameters::ParametersError,
    hansei_method::practice::PracticeError,
    hansei_method::quarter::PeriodError,
    hansei_method::quarter::QuarterError,
    hansei_method::review::ReviewError,
    hansei_method::standing::NoLesson,
    hansei_method::tag::TagError,
    hansei_method::text::TextError,
);
