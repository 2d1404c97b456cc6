//! The server: every route behind every layer.

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

use crate::error::{self, Problem};
use crate::state::Web;
use crate::{api, assets, door, pages};

/// The most bytes of one request: a review with every answer in it. Import has a limit of its own.
pub const MOST_BODY_BYTES: usize = 8 << 20;

/// How long one request may take until its answer begins.
const LONGEST_REQUEST: Duration = Duration::from_mins(1);

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
        .merge(pages::routes())
        .merge(api::routes())
        .merge(assets::routes())
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
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
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        let sentence = format!("{address} can be reached from other machines; listen on 127.0.0.1 or [::1]");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, sentence));
    }
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}

/// Gives up on a request whose answer does not begin in time.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST_REQUEST, next.run(request)).await {
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
