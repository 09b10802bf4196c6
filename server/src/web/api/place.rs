//! The parts of a path, and of a query, with a problem instead of a page when they cannot be read.

use super::problem::{Kind, Problem};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// Parts of the path.
pub(super) struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(at)| At(at))
            .map_err(|_| Problem::new(Kind::Malformed).detail("路径中的申办号或服务次数不对"))
    }
}

/// The query, or what is wrong with it.
pub(super) fn asked<T>(query: Result<Query<T>, QueryRejection>, detail: &str) -> Result<T, Problem> {
    query.map(|Query(asked)| asked).map_err(|_| Problem::new(Kind::Malformed).detail(detail))
}
