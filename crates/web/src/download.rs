//! Files on their way out: the log as it is read, never whole in memory, and never on the disk in between.

use std::io::{self, Write};
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use futures_core::Stream;
use hansei_app::export::Format;
use hansei_app::{App, AppError};
use hansei_store::Filter;

/// Streams every entry that the filter lets through, in a format.
pub(crate) fn log(app: App, format: Format, filter: Filter) -> Body {
    let written = Written::default();
    let mut out = written.clone();
    let work = Box::pin(async move { app.export(format, &filter, &mut out).await });
    Body::from_stream(Export { work: Some(work), written })
}

/// Names a file that a browser keeps and does not show.
pub(crate) fn attachment(name: &str, media_type: &'static str) -> [(HeaderName, HeaderValue); 2] {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""));
    [
        (CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (CONTENT_DISPOSITION, disposition.expect("letters, digits and dots are plain text")),
    ]
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

/// An export that goes on only as fast as its reader reads.
struct Export {
    work: Option<Work>,
    written: Written,
}

type Work = Pin<Box<dyn Future<Output = Result<u64, AppError>> + Send>>;

impl Written {
    fn take(&self) -> Option<Bytes> {
        let written = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        (!written.is_empty()).then(|| written.into())
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Export {
    type Item = Result<Bytes, AppError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(work) = &mut self.work else { return Poll::Ready(self.written.take().map(Ok)) };
        let done = work.as_mut().poll(context);
        match (done, self.written.take()) {
            (Poll::Ready(Err(error)), _) => {
                // The answer began long ago: all that is left is to break it off, so that nobody takes it for whole.
                tracing::error!(error = &error as &dyn std::error::Error, "an export broke off");
                self.work = None;
                Poll::Ready(Some(Err(error)))
            }
            (Poll::Ready(Ok(_)), written) => {
                self.work = None;
                Poll::Ready(written.map(Ok))
            }
            (Poll::Pending, Some(written)) => {
                // Polled again right after this piece was taken, the work registers its waker then.
                Poll::Ready(Some(Ok(written)))
            }
            (Poll::Pending, None) => Poll::Pending,
        }
    }
}
