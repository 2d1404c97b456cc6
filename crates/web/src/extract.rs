//! What comes with a request, read once; what cannot be read is a [`Problem`].

use axum::extract::rejection::{BytesRejection, FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::Problem;

/// The parts of the address that a route names.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

/// What stands behind the `?` of an address.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

/// The fields of a form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|_: PathRejection| Problem::of(StatusCode::NOT_FOUND))
    }
}

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0))
            .map_err(|rejection: QueryRejection| unreadable(&rejection.body_text()))
    }
}

impl<T, S> FromRequest<S> for Form<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Form::<T>::from_request(request, state).await;
        read.map(|form| Self(form.0)).map_err(|rejection| match rejection {
            FormRejection::BytesRejection(bytes) => too_much(&bytes),
            rejection if rejection.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Problem::new(rejection.status(), "this kind of content is not read here; send a form")
            }
            rejection => unreadable(&rejection.body_text()),
        })
    }
}

/// Makes the problem of a body that did not arrive whole.
pub(crate) fn too_much(rejection: &BytesRejection) -> Problem {
    Problem::of(rejection.status())
}

/// Makes the problem of something that is written otherwise than it is read.
pub(crate) fn unreadable(reason: &str) -> Problem {
    let reason = reason.rsplit_once("query string: ").map_or(reason, |(_, reason)| reason);
    let reason = reason.strip_prefix("Failed to deserialize form body: ").unwrap_or(reason);
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{reason}; look at /api for how to write it"))
}
