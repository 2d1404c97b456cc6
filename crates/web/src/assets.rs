//! The style sheet, scripts and vendored files, embedded in the binary.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// The version a page asked for, so that a browser may keep the answer for good.
#[derive(Debug, Deserialize)]
struct Version {
    v: Option<String>,
}

/// Serves every embedded file under `/assets/`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{*path}", get(serve))
}

/// Gives the address of an embedded file with the hash of its content, or the plain address of an unknown one.
#[must_use]
pub fn url(path: &str) -> String {
    match Assets::get(path) {
        Some(file) => format!("/assets/{path}?v={}", hash(&file)),
        None => format!("/assets/{path}"),
    }
}

async fn serve(Path(path): Path<String>, Query(version): Query<Version>, asked: HeaderMap) -> Response {
    let Some(file) = Assets::get(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let hash = hash(&file);
    let tag = format!("\"{hash}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type(&file)),
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, caching(version.v.as_deref() == Some(&hash)).to_owned()),
    ];
    if holds(asked.get(header::IF_NONE_MATCH), &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data).into_response()
}

/// Half of the SHA-256: enough to tell versions of one file apart.
fn hash(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..16].iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn content_type(file: &EmbeddedFile) -> String {
    match file.metadata.mimetype() {
        kind if kind.starts_with("text/") => format!("{kind}; charset=utf-8"),
        kind => kind.to_owned(),
    }
}

fn caching(named_by_hash: bool) -> &'static str {
    if named_by_hash {
        return "public, max-age=31536000, immutable";
    }
    "no-cache"
}

fn holds(if_none_match: Option<&HeaderValue>, tag: &str) -> bool {
    let held = if_none_match.and_then(|value| value.to_str().ok()).unwrap_or_default();
    held.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use sha2::{Digest, Sha256};
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str, held: Option<&str>) -> Response {
        let mut request = Request::get(path);
        if let Some(tag) = held {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        routes::<()>().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn header_of(response: &Response, name: header::HeaderName) -> String {
        response.headers()[name].to_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn a_file_asked_for_by_its_hash_may_be_kept_for_good() {
        let response = ask(&url("hansei.css"), None).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/css; charset=utf-8");
        assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"));
    }

    #[tokio::test]
    async fn a_file_asked_for_by_name_or_by_an_old_hash_is_checked_again_each_time() {
        for path in ["/assets/hansei.js", "/assets/hansei.js?v=0123"] {
            let response = ask(path, None).await;
            assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn a_browser_that_has_the_file_is_not_sent_it_again() {
        let first = ask("/assets/hansei.css", None).await;
        let second = ask("/assets/hansei.css", Some(&header_of(&first, header::ETAG))).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert!(to_bytes(second.into_body(), 1024).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn nothing_outside_the_embedded_files_is_served() {
        for path in ["/assets/nothing.css", "/assets/../Cargo.toml", "/assets/%2e%2e/Cargo.toml"] {
            assert_eq!(ask(path, None).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn every_vendored_file_is_the_one_its_readme_names() {
        let readme = Assets::get("vendor/README.md").unwrap();
        let readme = String::from_utf8(readme.data.into_owned()).unwrap();
        let vendored =
            Assets::iter().filter(|path| path.starts_with("vendor/") && !path.ends_with("README.md"));
        let mut checked = 0;
        for path in vendored {
            let name = path.trim_start_matches("vendor/");
            let row = readme.lines().find(|line| line.starts_with(&format!("| {name} |")));
            let row = row.unwrap_or_else(|| panic!("{name} is not in vendor/README.md"));
            let data = Assets::get(&path).unwrap().data;
            let hex =
                Sha256::digest(&data).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
            assert!(row.contains(&hex), "{name} has the hash {hex}, which its row does not name");
            checked += 1;
        }
        assert_eq!(checked, 2);
    }

    /// A brace that was lost would put everything after it inside a rule, where nothing of it holds.
    #[test]
    fn every_layer_of_the_style_sheet_stands_by_itself() {
        let text = String::from_utf8(Assets::get("hansei.css").unwrap().data.into_owned()).unwrap();
        let (mut depth, mut layers) = (0_usize, 0);
        for line in text.lines() {
            if line.starts_with("@layer") && line.ends_with('{') {
                assert_eq!(depth, 0, "{line} after {layers} others");
                layers += 1;
            }
            depth += line.matches('{').count();
            depth = depth.checked_sub(line.matches('}').count()).expect("a brace too many");
        }
        assert_eq!(depth, 0);
        assert!(layers > 5);
    }

    /// A name without a value makes black what it was to colour.
    #[test]
    fn every_name_that_the_style_sheet_uses_has_a_value() {
        let text = String::from_utf8(Assets::get("hansei.css").unwrap().data.into_owned()).unwrap();
        let used = text.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next());
        let unset: Vec<&str> = used.filter(|name| !text.contains(&format!("{name}:"))).collect();
        assert_eq!(unset, [""; 0]);
    }

    #[test]
    fn the_style_sheet_and_scripts_fetch_nothing_and_run_no_text() {
        for path in ["hansei.css", "hansei.js", "theme.js"] {
            let text = String::from_utf8(Assets::get(path).unwrap().data.into_owned()).unwrap();
            for forbidden in ["http:", "https:", "@import", "eval(", "innerHTML", "new Function"] {
                assert!(!text.contains(forbidden), "{path} contains {forbidden}");
            }
        }
    }
}
