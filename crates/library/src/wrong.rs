//! What is wrong with a file, and where.

/// A record that holds no case, or a file that ends it all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct Wrong {
    /// The name of the file.
    pub file: String,
    /// The line where the record begins; the first is 1.
    pub line: u64,
    /// What is wrong, and what to do.
    pub reason: String,
}
