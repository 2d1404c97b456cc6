//! What was refused last, so that it can be left, and so that nobody is sent round in a circle.

/// What was refused while one part of the interview is asked.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// The line that was refused, while it stands to be changed.
    line: Option<String>,
    /// Why the way led back to an earlier question; nothing said there would lead back again.
    turned_back: Option<String>,
}

impl Refused {
    /// Begins with a line that was refused already.
    pub(super) fn with(line: Option<String>) -> Self {
        Self { line, turned_back: None }
    }

    /// Notes a line that was refused, and returns it, to stand in the line.
    pub(super) fn line(&mut self, line: String) -> String {
        self.line.insert(line).clone()
    }

    /// Notes why the way led back.
    pub(super) fn turned_back(&mut self, wrong: Option<String>) {
        self.turned_back = wrong;
    }

    /// Says what a line means: entered once more as it was refused, it is let go for `usual`, which stood there before.
    pub(super) fn meant(&mut self, said: String, usual: String) -> String {
        if self.line.take_if(|line| line.trim() == said.trim()).is_none() {
            return said;
        }
        if usual.trim() == said.trim() { String::new() } else { usual }
    }

    /// Returns why saying nothing leads nowhere.
    pub(super) fn stops(&self, said: &str) -> Option<&str> {
        self.turned_back.as_deref().filter(|_| said.trim().is_empty())
    }
}
