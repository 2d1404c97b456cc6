//! The server: every route behind every layer.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use crate::error::{self, Problem};
use crate::state::Web;
use crate::{api, assets, care, door, pages};

/// The most bytes of one request: a review with every answer in it. Import has a limit of its own.
pub const MOST_BODY_BYTES: usize = 8 << 20;

/// How long an import may take: the largest file there is, on a slow disk.
const LONGEST_IMPORT: Duration = Duration::from_mins(30);

/// How long any other request may take until its answer begins.
const LONGEST_REQUEST: Duration = Duration::from_mins(1);

/// How long the head of a request may take to arrive, and how long a connection may be idle.
const LONGEST_HEAD: Duration = Duration::from_secs(10);

/// How long to wait when a connection cannot be taken, so that a lasting fault does not keep the machine busy.
const PAUSE: Duration = Duration::from_millis(100);

/// Only what hansei itself serves is loaded, run or framed; nothing is sent anywhere else.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page could ask of the browser, and never does.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
     gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
     screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Puts every route behind every layer.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(pages::routes().layer(middleware::from_fn_with_state(web.clone(), care::with_note)))
        .merge(api::routes().layer(middleware::from_fn_with_state(web.clone(), care::with_header)))
        .merge(assets::routes())
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(middleware::from_fn(error::with_what_was_typed))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(web.clone(), door::guard))
        .layer(CsrfLayer::new().with_rejection_response(door::refused()))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn(error::as_asked))
        .layer(middleware::from_fn(with_headers))
        .with_state(web)
}

/// Serves until `shutdown` comes, then lets the requests that are under way finish.
///
/// A listener on anything but the loopback interface is refused: nothing here is made for strangers.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    check(listener.local_addr()?)?;
    serve_connections(&listener, router, LONGEST_HEAD, shutdown).await;
    Ok(())
}

/// Serves what calls; a connection that does not send the head of a request in time is closed.
async fn serve_connections(
    listener: &TcpListener,
    router: Router,
    longest_head: Duration,
    shutdown: impl Future<Output = ()>,
) {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(longest_head);
    let (service, open) = (TowerToHyperService::new(router), GracefulShutdown::new());
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let Ok((stream, _)) = accepted else {
            // It may be that too many files are open: that passes.
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let connection = protocol.serve_connection(TokioIo::new(stream), service.clone());
        let connection = open.watch(connection);
        // Whoever goes away in the middle, or is closed for being slow, tells nothing that anybody could act on.
        tokio::spawn(async move { drop(connection.await) });
    }
    open.shutdown().await;
}

fn check(address: SocketAddr) -> io::Result<()> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    let sentence = format!("{address} can be reached from other machines; listen on 127.0.0.1 or [::1]");
    Err(io::Error::new(io::ErrorKind::InvalidInput, sentence))
}

/// Gives up on a request whose answer does not begin in time.
async fn in_time(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_import = path.starts_with("/api/v1/import")
        || path.starts_with("/files/import")
        || path.starts_with("/library/import");
    let most = if is_import { LONGEST_IMPORT } else { LONGEST_REQUEST };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::of(StatusCode::SERVICE_UNAVAILABLE).into_response(),
    }
}

/// Puts on every answer, errors included, what browsers have to know.
async fn with_headers(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let is_kept = is_asset && !response.status().is_client_error();
    let headers = response.headers_mut();
    let fixed = [
        (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not "no-referrer": with that, browsers hide the origin of our own forms from us.
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !is_kept {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;
    use tower::ServiceExt;

    use super::*;

    /// Asks a handler that never answers, at a clock that runs ahead, and tells how long it took and what came.
    async fn waited(path: &str) -> (Duration, StatusCode) {
        let router = Router::new().fallback(post(std::future::pending::<()>)).layer(from_fn(in_time));
        let before = tokio::time::Instant::now();
        let response = router.oneshot(Request::post(path).body(Body::empty()).unwrap()).await.unwrap();
        (before.elapsed(), response.status())
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_takes_too_long_is_given_up_and_an_import_may_take_longer() {
        let (short, status) = waited("/api/v1/entries").await;
        assert_eq!((short.as_secs(), status.as_u16()), (60, 503));
        for path in ["/api/v1/import", "/files/import/1", "/library/import"] {
            let (long, status) = waited(path).await;
            assert_eq!((long.as_secs(), status.as_u16()), (30 * 60, 503), "{path}");
        }
    }

    /// Serves a router until `stop`, with a limit of a tenth of a second, and connects to it.
    async fn called(router: Router, stop: Arc<Notify>) -> (TcpStream, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            let longest_head = Duration::from_millis(100);
            serve_connections(&listener, router, longest_head, stop.notified()).await;
        });
        (TcpStream::connect(address).await.unwrap(), serving)
    }

    /// Reads until the other side closes, and gives up after ten seconds.
    async fn rest(mut call: TcpStream) -> String {
        let mut answer = String::new();
        let read = tokio::time::timeout(Duration::from_secs(10), call.read_to_string(&mut answer)).await;
        read.expect("the connection is still open").unwrap();
        answer
    }

    #[tokio::test]
    async fn a_head_that_does_not_arrive_in_time_is_closed() {
        for begun in ["", "GET / HTT", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"] {
            let (mut call, _serving) = called(Router::new(), Arc::default()).await;
            call.write_all(begun.as_bytes()).await.unwrap();
            assert!(!rest(call).await.contains("200 OK"), "{begun:?}");
        }
    }

    #[tokio::test]
    async fn a_request_under_way_finishes_when_the_server_is_asked_to_stop() {
        let (stop, came, go_on) =
            (Arc::<Notify>::default(), Arc::<Notify>::default(), Arc::<Notify>::default());
        let (entered, awaited) = (Arc::clone(&came), Arc::clone(&go_on));
        let handler = async move || {
            entered.notify_one();
            awaited.notified().await;
            "it was kept"
        };
        let router = Router::new().fallback(handler);
        let (mut call, serving) = called(router, Arc::clone(&stop)).await;
        call.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await.unwrap();
        came.notified().await;
        stop.notify_one();
        // Its turn comes, and more than once.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        assert!(!serving.is_finished());
        go_on.notify_one();
        assert!(rest(call).await.ends_with("it was kept"));
        serving.await.unwrap();
    }

    #[test]
    fn nothing_is_served_to_other_machines() {
        for open in ["0.0.0.0:80", "192.168.1.2:80", "[::]:80", "[fe80::1]:80", "[::ffff:127.0.0.1]:80"] {
            let error = check(open.parse().unwrap()).unwrap_err();
            assert!(error.to_string().contains("can be reached from other machines"), "{error}");
        }
        assert!(["127.0.0.1:80", "[::1]:80"].iter().all(|own| check(own.parse().unwrap()).is_ok()));
    }
}
