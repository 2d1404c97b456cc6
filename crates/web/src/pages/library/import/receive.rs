//! Files on their way in: spooled as they come, never whole in memory where there is a folder for them.

use std::io;
use std::path::Path;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use hansei_app::library::files::Source;

use super::MOST_BYTES;
use super::upload::Spool;
use crate::error::Problem;

/// The most files of one upload; more of them fit into a zip.
const MOST_FILES: usize = 200;

/// How many bytes are put aside together.
const TOGETHER: usize = 1 << 20;

/// The most characters of a file's name that are shown.
const NAME_CHARACTERS: usize = 120;

/// Takes in what was chosen.
pub(super) async fn received(
    mut parts: Multipart,
    folder: Option<&Path>,
) -> Result<Vec<Source<Spool>>, Problem> {
    let mut sources = Vec::new();
    while let Some(field) = parts.next_field().await.map_err(|error| unreadable(error.status()))? {
        if field.name() != Some("file") || field.file_name().is_none_or(str::is_empty) {
            continue;
        }
        if sources.len() >= MOST_FILES {
            return Err(wrong(format!("these are more than {MOST_FILES} files; put them into one zip file")));
        }
        sources.push(spooled(field, folder).await?);
    }
    if sources.is_empty() {
        return Err(wrong("no file was chosen; choose one or more"));
    }
    Ok(sources)
}

async fn spooled(mut field: Field<'_>, folder: Option<&Path>) -> Result<Source<Spool>, Problem> {
    let name = named(field.file_name().unwrap_or_default());
    let folder = folder.map(Path::to_owned);
    let mut bytes = aside(move || Spool::new(folder.as_deref())).await?;
    let mut held = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(error.status()))? {
        held.extend_from_slice(&chunk);
        if held.len() >= TOGETHER {
            bytes = added(bytes, std::mem::take(&mut held)).await?;
        }
    }
    Ok(Source { name, bytes: added(bytes, held).await? })
}

async fn added(mut spool: Spool, bytes: Vec<u8>) -> Result<Spool, Problem> {
    aside(move || spool.add(&bytes).map(|()| spool)).await
}

/// Does what the disk may take long for beside those who answer requests.
async fn aside<T: Send + 'static>(
    act: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(act).await.map_err(io::Error::other).flatten();
    done.map_err(|error| unkept(&error))
}

/// Shows a name without folders and without what would break a line.
fn named(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|letter| !letter.is_control()).take(NAME_CHARACTERS).collect()
}

fn unreadable(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => wrong(format!(
            "this is more than {} MiB; import it with `hansei library import` instead",
            MOST_BYTES >> 20
        )),
        _ => wrong("the file did not arrive whole; choose it again"),
    }
}

fn unkept(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            wrong("this is more than can be held here; import it with `hansei library import` instead")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            wrong("there is no room on the disk to look at this file; make some, then choose it again")
        }
        _ => wrong(format!("the file could not be put aside to be looked at ({error}); choose it again")),
    }
}

fn wrong(sentence: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_and_never_a_path() {
        assert_eq!(named("../../etc/pass\nwd"), "passwd");
        assert_eq!(named("C:\\cases\\a.csv"), "a.csv");
        assert_eq!(named(&"x".repeat(500)).len(), NAME_CHARACTERS);
    }
}
