//! `POST /hooks/messages/{secret}`: the gateway says what became of messages. One receipt or a list of them; what is
//! about no message of ours is answered like any other, or the gateway would send it for ever.

use super::{AppState, RequestId, problem};
use crate::config::MessageReceipts;
use crate::gateway::messages::said;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::time::Duration;
use subtle::ConstantTimeEq;
use usecases::MessageReceipt;

/// Longest time for the receipts to arrive.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of receipts at once.
const MOST: usize = 256 * 1024;

/// Takes receipts.
pub(super) async fn take(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let settings = &web.config.messages.receipt;
    let is_ours: bool = secret.as_bytes().ct_eq(settings.secret.as_bytes()).into();
    if settings.secret.is_empty() || !is_ours {
        return problem::not_found(State(web.clone()), Extension(id), headers).await;
    }
    let Ok(Ok(bytes)) = tokio::time::timeout(PATIENCE, axum::body::to_bytes(body, MOST)).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Ok(sent) = serde_json::from_slice::<Value>(&bytes) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let all = match sent {
        Value::Array(all) => all,
        one => vec![one],
    };
    for receipt in all.iter().filter_map(|value| read(value, settings)) {
        if let Err(error) = web.service.take_message_receipt(&receipt).await {
            // Not taken: the gateway sends it again.
            tracing::warn!(%id, %error, "a receipt of a message could not be noted");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    }
    ([(header::CONTENT_TYPE, "application/json")], settings.answer.clone()).into_response()
}

/// A receipt that says something; `None` for words nobody configured.
fn read(value: &Value, settings: &MessageReceipts) -> Option<MessageReceipt> {
    let state = said(value, &settings.state)?;
    let delivered = settings.delivered.contains(&state);
    if !delivered && !settings.failed.contains(&state) {
        return None;
    }
    let id = said(value, &settings.id).and_then(|id| id.parse().ok());
    let reference = said(value, &settings.reference).filter(|reference| !reference.is_empty());
    Some(MessageReceipt { id, reference, delivered })
}
