//! Where a call is directed: the parts of its path, its query, its idempotency key. Described once for every call, and
//! answered by a problem where they cannot be read.

use super::problem::{Kind, Problem};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// Which case.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub(super) struct CaseAt {
    /// 申办号
    #[param(min_length = 1, max_length = 50)]
    pub project_no: String,
}

/// Which occurrence.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub(super) struct OccurrenceAt {
    /// 申办号
    #[param(min_length = 1, max_length = 50)]
    pub project_no: String,
    /// 服务次数
    #[param(minimum = 1, maximum = 2147483647)]
    pub service_number: i32,
}

/// The idempotency key, for the description; `idempotent.rs` reads it.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)]
pub(super) struct KeyHeader {
    /// 每个新请求不同，重发时相同
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 128, pattern = "^[!-~]+$")]
    key: String,
}

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
