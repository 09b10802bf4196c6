//! Every call goes through here: the body is read, the signature checked, the nonce taken, the limits kept, the call
//! written into the partner's log.

use super::limits::{What, retry_after};
use super::problem::{Kind, Problem, ProblemWord};
use super::stream::takes_stream;
use crate::web::{AppState, Web};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use sm3::{Digest, Sm3};
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};
use storage::PartnerRequestRow;
use trust::{Authorization, to_hex};
use usecases::{Partner, Refused, SignedRequest};

/// Largest body but that of a stream: a thousand cases of a few kilobytes.
const MOST: usize = 8 * 1024 * 1024;
/// Largest stream.
const MOST_STREAM: usize = 1024 * 1024 * 1024;
/// Streams that are being received at a time.
pub(in crate::web) const STREAMS: usize = 4;
/// Longest time without a byte of a body.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who calls, for the handlers.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub partner: Arc<Partner>,
    /// SM3 of method, path and body: what an idempotency key stands for.
    pub fingerprint: [u8; 32],
}

/// A stream's body, in a file without a name.
#[derive(Debug, Clone)]
pub(super) struct Spooled(pub Arc<File>);

/// How many cases an answer took and refused, for the log.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub cases: u64,
    pub refused: u64,
}

/// The layer around every call.
pub(super) async fn guard(State(web): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let at = web.service.world().now();
    let operation = operation(&request);
    let (request, caller) = match admit(&web, request).await {
        Ok(admitted) => admitted,
        Err(problem) => return problem.into_response(),
    };
    let partner = caller.partner.clone();
    let mut response = match web.limits.take(&partner.row, What::Requests, 1, at) {
        Ok(()) => next.run(request).await,
        Err(seconds) => too_many(seconds),
    };
    web.limits.tell(&partner.row, response.headers_mut());
    let counts = response.extensions().get::<Counts>().copied().unwrap_or_default();
    let row = PartnerRequestRow {
        id: web.service.next_id(),
        partner_id: partner.row.id,
        key_id: partner.key_id.clone(),
        at: at.0,
        operation,
        status: i64::from(response.status().as_u16()),
        cases: counts.cases as i64,
        refused: counts.refused as i64,
        took_ms: started.elapsed().as_millis() as i64,
        problem: response.extensions().get::<ProblemWord>().map(|word| word.0.clone()),
    };
    if let Err(error) = web.service.db().log_partner_request(&row).await {
        tracing::warn!(%error, "a partner's request could not be written down");
    }
    response
}

/// The answer to too much in a minute.
pub(super) fn too_many(seconds: u64) -> Response {
    let mut response = Problem::new(Kind::TooMany).into_response();
    retry_after(seconds, response.headers_mut());
    response
}

/// `POST /cases/batch`.
fn operation(request: &Request) -> String {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    format!("{} {}", request.method(), path.strip_prefix("/api/v1").unwrap_or(path))
}

/// Reads the body and lets the request in, with who calls; or says why not.
async fn admit(web: &Web, request: Request) -> Result<(Request, Caller), Problem> {
    let unsigned = || Problem::new(Kind::Signature).detail("请在 Authorization 中给出签名");
    let sent = request.headers().get(header::AUTHORIZATION).ok_or_else(unsigned)?;
    let sent = sent.to_str().map_err(|_| unsigned())?;
    let authorization = Authorization::parse(sent)
        .map_err(|error| Problem::new(Kind::Signature).detail(format!("Authorization: {error}")))?;
    let streams = takes_stream(&request);
    let refuse = |refused| problem_of(web, refused);
    web.service.may_send(&authorization).await?.map_err(refuse)?;
    let (mut parts, body) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |t| t.as_str()).to_owned();
    let (body, digest) = if streams {
        // Signed by nobody so far: only so many at a time may fill the disk.
        let Ok(_place) = web.streams.try_acquire() else {
            return Err(Problem::new(Kind::Unavailable).detail("正在接收的历史数据太多，请稍后再试"));
        };
        let (file, digest) = spool(body).await?;
        parts.extensions.insert(Spooled(Arc::new(file)));
        (Bytes::new(), digest)
    } else {
        let body = read(&parts.headers, body).await?;
        let digest = trust::digest(&body);
        (body, digest)
    };
    let method = parts.method.as_str();
    let signed = SignedRequest { authorization: &authorization, method, target: &target, digest: &digest };
    let partner = web.service.partner_of(&signed).await?.map_err(refuse)?;
    let fingerprint = Sm3::digest(format!("{method}\n{target}\n{digest}")).into();
    let caller = Caller { partner: Arc::new(partner), fingerprint };
    parts.extensions.insert(caller.clone());
    Ok((Request::from_parts(parts, Body::from(body)), caller))
}

fn problem_of(web: &Web, refused: Refused) -> Problem {
    match refused {
        Refused::Signature => Problem::new(Kind::Signature),
        Refused::Replay => Problem::new(Kind::Replay),
        Refused::Time => Problem {
            server_time: Some(web.service.world().now().0),
            ..Problem::new(Kind::Time).detail("请校准时钟；serverTime 是服务器现在的时间")
        },
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > MOST) {
        return Err(Problem::new(Kind::TooLarge).detail("请求体最大 8 MiB；更多的请用 /cases/stream"));
    }
    let read = tokio::time::timeout(PATIENCE, Limited::new(body, MOST).collect()).await;
    let slow = || Problem { status: StatusCode::REQUEST_TIMEOUT.as_u16(), ..Problem::new(Kind::Malformed) };
    let read = read.map_err(|_| slow())?;
    read.map(|body| body.to_bytes())
        .map_err(|_| Problem::new(Kind::TooLarge).detail("请求体最大 8 MiB，且须完整送达"))
}

/// A stream goes into a file first: nothing of it is believed before all of it is known to be signed.
async fn spool(mut body: Body) -> Result<(File, String), Problem> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "a stream could not be kept");
        Problem::new(Kind::Unavailable)
    };
    let mut file = tempfile::tempfile().map_err(failed)?;
    let (mut digest, mut length) = (Sm3::new(), 0_usize);
    if body.size_hint().lower() > MOST_STREAM as u64 {
        return Err(Problem::new(Kind::TooLarge).detail("一次最多 1 GiB"));
    }
    loop {
        let frame = tokio::time::timeout(PATIENCE, body.frame()).await;
        let Some(frame) = frame.map_err(|_| Problem::new(Kind::Malformed).detail("请求体没有送完"))?
        else {
            break;
        };
        let frame = frame.map_err(|_| Problem::new(Kind::Malformed).detail("请求体没有送完"))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > MOST_STREAM {
            return Err(Problem::new(Kind::TooLarge).detail("一次最多 1 GiB"));
        }
        digest.update(&data);
        file = tokio::task::spawn_blocking(move || file.write_all(&data).map(|()| file))
            .await
            .map_err(|_| Problem::new(Kind::Internal))?
            .map_err(failed)?;
    }
    Ok((file, to_hex(&digest.finalize())))
}
