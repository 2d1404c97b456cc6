//! A word by which texts are looked up where not every one can be compared.

/// A word by which texts are looked up, and how telling it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Clue {
    /// The folded word.
    pub word: String,
    /// Whether words that begin so are the same word in another form.
    pub is_beginning: bool,
    /// How telling it is.
    pub weight: f32,
}

impl Clue {
    /// Looks for the beginning that the forms of a word have in common, where it is long enough to be a word's own.
    pub(super) fn of(stem: &str, word: String, weight: f32) -> Self {
        const LEAST: usize = 5;
        let bare = stem.strip_suffix(['e', 'i']).unwrap_or(stem);
        if bare.len() >= LEAST && word.starts_with(bare) {
            Self { word: bare.to_owned(), is_beginning: true, weight }
        } else {
            Self { word, is_beginning: false, weight }
        }
    }
}
