//! History, a case a line (NDJSON): read from the spooled file a few hundred at a time, each answered by a line of its
//! own. A key revoked meanwhile ends it.

use super::case_body;
use super::cases::{BatchAnswer, Row, take};
use super::guard::{Caller, Spooled};
use super::problem::{Kind, Problem};
use crate::web::{AppState, Web};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use usecases::{PushMode, PushRow};

/// Where it is.
const PATH: &str = "/api/v1/cases/stream";
/// Does this request bring a stream? It may take longer to arrive than others.
pub(in crate::web) fn takes_stream(request: &Request) -> bool {
    request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str() == PATH)
}

/// Lines stored together.
const GROUP: usize = 500;
/// Longest line.
const MOST_LINE: usize = 64 * 1024;

/// 推送历史数据：每行一次服务（NDJSON），合规则的照收
#[utoipa::path(
    post, path = "/api/v1/cases/stream", operation_id = "streamCases", tag = "办件",
    request_body(content = serde_json::Value, content_type = "application/x-ndjson", description = "每行一个 Case 对象"),
    responses(
        (status = 200, description = "逐行的结果，与请求的行一一对应", content_type = "application/x-ndjson", body = String),
        super::docs::Refusals,
    )
)]
pub(super) async fn push_stream(
    State(web): State<AppState>,
    Extension(caller): Extension<Caller>,
    Extension(Spooled(file)): Extension<Spooled>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let of = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !of.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-ndjson") {
        return Err(Problem::new(Kind::MediaType).detail("请用 Content-Type: application/x-ndjson"));
    }
    let (lines, answers) = mpsc::channel::<Result<Bytes, std::io::Error>>(2);
    tokio::spawn(work(web, caller, file, lines));
    let body = Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(answers));
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

async fn work(
    web: AppState,
    caller: Caller,
    file: Arc<File>,
    answers: mpsc::Sender<Result<Bytes, std::io::Error>>,
) {
    let Ok(mut reader) = rewound(&file) else { return };
    let mut at = 0;
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let rows = group(&mut reader);
            (reader, rows)
        });
        let Ok((back, Ok(rows))) = read.await else { break };
        reader = back;
        if rows.is_empty() {
            break;
        }
        let many = rows.len();
        match step(&web, &caller, rows, at).await {
            // Whoever asked has gone: what is stored is stored, and can be sent again.
            Ok(text) => {
                if answers.send(Ok(Bytes::from(text))).await.is_err() {
                    break;
                }
            }
            Err(problem) => {
                let line = serde_json::to_string(&problem).unwrap_or_default();
                let _ = answers.send(Ok(Bytes::from(line + "\n"))).await;
                break;
            }
        }
        at += many;
    }
}

fn rewound(file: &File) -> std::io::Result<BufReader<File>> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    Ok(BufReader::new(file))
}

/// The next lines; empty at the end.
fn group(reader: &mut BufReader<File>) -> std::io::Result<Vec<PushRow>> {
    let mut rows = Vec::new();
    let mut line = Vec::new();
    while rows.len() < GROUP {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = line.trim_ascii();
        if !text.is_empty() {
            rows.push(if text.len() > MOST_LINE { case_body::read(b"") } else { case_body::read(text) });
        }
    }
    Ok(rows)
}

async fn step(web: &Web, caller: &Caller, rows: Vec<PushRow>, at: usize) -> Result<String, Problem> {
    if !web.service.is_still_trusted(&caller.partner).await? {
        return Err(Problem::new(Kind::Signature).detail("密钥已停用，其余各行没有收"));
    }
    // History is slowed down, not refused.
    while let Err(seconds) = take(web, caller, rows.len()) {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
    let pushed = web.service.push_cases(&caller.partner, rows, PushMode::Each).await?;
    let mut counted = BatchAnswer::default();
    let mut text = String::new();
    for (n, pushed) in pushed.into_iter().enumerate() {
        counted.count(&pushed);
        let row = Row::of(web, at + n, pushed);
        text += &serde_json::to_string(&row).map_err(|_| Problem::new(Kind::Internal))?;
        text.push('\n');
    }
    Ok(text)
}
