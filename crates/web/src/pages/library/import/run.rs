//! The import itself: read in one thread, kept in batches by another, never whole in memory.

use std::ops::ControlFlow;
use std::sync::Arc;

use hansei_app::library::files::{Aside, Chosen, Remarked, Wrong, read_cases};
use hansei_app::library::{CaseBatch, Coming, Described};
use hansei_app::{App, AppError};
use hansei_method::case::Case;
use hansei_method::id::CollectionId;
use jiff::civil::Date;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::upload::Upload;

/// How many batches wait between the reader and the keeper.
const WAITING: usize = 2;

/// What the reader hands over.
enum Read {
    Cases(Vec<Case>),
    Wrong(Wrong),
    Remarked(Remarked),
    End,
}

/// Imports an upload by the way; how far it is stands in it.
pub(super) fn start(app: App, upload: Arc<Upload>, described: Described, chosen: Chosen) {
    let (send, receive) = channel(WAITING);
    let reader = Arc::clone(&upload);
    let today = app.now().date();
    tokio::task::spawn_blocking(move || read(&reader, &chosen, today, &send));
    tokio::spawn(async move {
        let mut ending = Ending::new(upload);
        let ended = keep(&app, &ending.upload, described, receive).await;
        ending.broken = ended.err().map_or_else(String::new, |error| error.to_string());
    });
}

/// Ends an import when it is dropped, whatever became of who kept its cases.
struct Ending {
    upload: Arc<Upload>,
    /// Why it ended before its end; until it has ended, that something broke.
    broken: String,
}

impl Ending {
    fn new(upload: Arc<Upload>) -> Self {
        Self {
            upload,
            broken: "something went wrong inside hansei; look at what came in, then try again".to_owned(),
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.upload.end(std::mem::take(&mut self.broken));
        // Who reads may hold the files for a while yet. Without a thread for it, the next upload lets go of them.
        let upload = Arc::clone(&self.upload);
        drop(std::thread::Builder::new().spawn(move || upload.let_go()));
    }
}

/// Reads until the files end, somebody stops it, or the keeper has gone.
fn read(upload: &Upload, chosen: &Chosen, today: Date, send: &Sender<Read>) {
    let mut batch = CaseBatch::default();
    let hand = |read: Read| match send.blocking_send(read) {
        Ok(()) if !upload.is_stopped() => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    };
    read_cases(&mut upload.sources(), chosen, today, |case| match case {
        Ok(case) => {
            if batch.add(case) {
                hand(Read::Cases(batch.take()))
            } else {
                ControlFlow::Continue(())
            }
        }
        Err(Aside::Wrong(wrong)) => hand(Read::Wrong(wrong)),
        Err(Aside::Remarked(remarked)) => hand(Read::Remarked(remarked)),
    });
    // Where the keeper has gone, nobody waits for the rest.
    drop(send.blocking_send(Read::Cases(batch.take())).and_then(|()| send.blocking_send(Read::End)));
}

async fn keep(
    app: &App,
    upload: &Upload,
    described: Described,
    mut receive: Receiver<Read>,
) -> Result<(), AppError> {
    let mut described = Some(described);
    while let Some(read) = receive.recv().await {
        match read {
            Read::End => return Ok(()),
            Read::Wrong(wrong) => upload.note(|run| run.miss(wrong)),
            Read::Remarked(remarked) => upload.note(|run| run.remarks.note(remarked)),
            Read::Cases(cases) if cases.is_empty() => {}
            Read::Cases(cases) => {
                let known = upload.run().collection;
                let id = match described.take() {
                    // The collection is made when there is something to put into it.
                    Some(described) => app.collection_named(described).await?,
                    None => known.ok_or_else(|| {
                        AppError::NotFound("the collection is gone; import it again".to_owned())
                    })?,
                };
                upload.note(|run| run.collection = Some(id));
                put(app, upload, id, cases).await?;
            }
        }
    }
    Err(AppError::Invalid(
        "the files could not be read to their end; look at them, then try again".to_owned(),
    ))
}

/// Puts a batch; where a case of it cannot be kept, puts the others one by one.
async fn put(app: &App, upload: &Upload, id: CollectionId, cases: Vec<Case>) -> Result<(), AppError> {
    let add = |coming: Coming| upload.note(|run| run.coming.add(coming));
    let refused = match app.put_cases(id, cases.clone()).await {
        Ok(coming) => {
            add(coming);
            return Ok(());
        }
        Err(AppError::Invalid(_)) => cases,
        Err(error) => return Err(error),
    };
    for case in refused {
        let file = case.title.to_string();
        match app.put_cases(id, vec![case]).await {
            Ok(coming) => add(coming),
            Err(AppError::Invalid(reason)) => {
                upload.note(|run| run.miss(Wrong { file, line: 0, reason, is_end: false }));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use uuid::Uuid;

    use super::super::upload::Stage;
    use super::*;
    use crate::forms::Form;

    fn started() -> Arc<Upload> {
        let upload = Arc::new(Upload::new(Uuid::nil(), Vec::new(), Form::default()));
        assert!(upload.start());
        upload
    }

    #[tokio::test]
    async fn an_import_whose_keeper_panics_is_over_and_says_so() {
        let upload = started();
        let ending = Ending::new(Arc::clone(&upload));
        let keeper = tokio::spawn(async move {
            let _ending = ending;
            panic!("as a keeper may");
        });
        assert!(keeper.await.unwrap_err().is_panic());
        let run = upload.run();
        assert!(run.stage == Stage::Over && run.broken.contains("went wrong"), "{run:?}");
    }

    #[test]
    fn an_import_ends_while_its_files_are_still_read() {
        let upload = started();
        let reading = upload.sources();
        let (send, receive) = mpsc::channel();
        let ending = Ending::new(Arc::clone(&upload));
        std::thread::spawn(move || {
            drop(ending);
            send.send(()).unwrap();
        });
        receive.recv_timeout(Duration::from_secs(30)).expect("it waits for who reads");
        assert_eq!(upload.run().stage, Stage::Over);
        drop(reading);
    }
}
