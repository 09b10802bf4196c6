//! The same call again gives the same answer (draft-ietf-httpapi-idempotency-key-header-07): 400 without a key, 409
//! while the first is under way, 422 when the key stands for another call.

use super::guard::{Caller, Counts};
use super::problem::{Kind, Problem};
use crate::web::Web;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::future::Future;
use storage::Begun;

/// Longest key.
const MOST: usize = 128;

/// What a call is answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    /// JSON.
    pub body: String,
    pub counts: Counts,
}

impl Answer {
    pub(super) fn json(status: StatusCode, body: &impl Serialize, counts: Counts) -> Result<Answer, Problem> {
        let body = serde_json::to_string(body).map_err(|error| {
            tracing::error!(%error, "an answer could not be written");
            Problem::new(Kind::Internal)
        })?;
        Ok(Answer { status, body, counts })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.extensions_mut().insert(self.counts);
        response
    }
}

/// The key of a call: a quoted string, or the same without quotes.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let missing =
        || Problem::new(Kind::KeyMissing).detail("请给每个新请求一个不同的 Idempotency-Key，重发时用原来的");
    let value = headers.get("idempotency-key").ok_or_else(missing)?;
    let text = value.to_str().map_err(|_| missing())?.trim();
    let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let is_right = (1..=MOST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if is_right { Ok(text.to_owned()) } else { Err(missing()) }
}

/// Does the work, unless it was done already.
pub(super) async fn once(
    web: &Web,
    caller: &Caller,
    headers: &HeaderMap,
    work: impl Future<Output = Result<Answer, Problem>>,
) -> Result<Response, Problem> {
    let key = key_of(headers)?;
    let (db, id) = (web.service.db(), caller.partner.row.id);
    match db.begin_idempotent((id, &key), &caller.fingerprint, web.service.world().now()).await? {
        Begun::New => {}
        Begun::Running => return Err(Problem::new(Kind::Running)),
        Begun::Other => return Err(Problem::new(Kind::KeyReused)),
        Begun::Done(status, sealed) => {
            let body = web.service.open_answer(&sealed).ok_or_else(|| Problem::new(Kind::Internal))?;
            let status = u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok());
            let status = status.unwrap_or(StatusCode::OK);
            let mut response = Answer { status, body, counts: Counts::default() }.into_response();
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
            return Ok(response);
        }
    }
    match work.await {
        Ok(answer) => {
            let sealed = web.service.seal_answer(&answer.body);
            db.finish_idempotent((id, &key), (i64::from(answer.status.as_u16()), &sealed)).await?;
            Ok(answer.into_response())
        }
        // What was refused may be put right and sent again.
        Err(problem) => {
            db.forget_idempotent(id, &key).await?;
            Err(problem)
        }
    }
}
