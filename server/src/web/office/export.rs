//! A list as a file: what is on the screen, the same words, filters and order, all pages of it. Rows are read a
//! thousand at a time and go out as they come; a workbook is gathered in a temporary file. Who took which list is
//! in the audit trail.
//!
//! To add one: a route `…/export` with the permission of the list, and a handler that calls [`stream`] with the
//! columns and a function that reads a page.

use super::desk::Desk;
use super::list::ListQuery;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::Millis;
use sheet::{Export, Format};
use std::io::{self, Write};
use storage::{AuditEntry, Listing, StorageResult};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use usecases::About;

/// Rows read at once.
const PAGE: i64 = 1000;
/// Bytes that go out together.
const CHUNK: usize = 64 * 1024;
/// Chunks that may wait for a slow reader.
const WAITING: usize = 4;
/// Lists that may go out at once; each holds a thread.
static TURNS: Semaphore = Semaphore::const_new(4);

/// What is exported.
pub(super) struct Columns {
    /// Kind of the things, plural: the act is `KIND.export`.
    pub(super) kind: &'static str,
    /// What the list is called: its file and its worksheet.
    pub(super) name: &'static str,
    /// Heads of the columns.
    pub(super) heads: &'static [&'static str],
}

/// The links to a list as a workbook and as text.
pub(super) fn links(query: &ListQuery) -> (String, String) {
    (query.export("xlsx"), query.export("csv"))
}

/// Sends the list; `page` reads a part of it as rows of cells.
pub(super) async fn stream<F, R>(desk: &Desk, query: &ListQuery, columns: Columns, page: F) -> Response
where
    F: Fn(Listing) -> R + Send + 'static,
    R: Future<Output = StorageResult<Vec<Vec<String>>>>,
{
    let Ok(turn) = TURNS.try_acquire() else {
        return desk.impossible("正在导出的人较多，请过一会儿再试。");
    };
    let format = if query.get("format") == "csv" { Format::Csv } else { Format::Xlsx };
    let service = &desk.web.service;
    let about = About { kind: columns.kind, id: "", name: columns.name };
    let detail = serde_json::json!({ "query": query.with(&[]), "format": format.extension() });
    let entry = AuditEntry {
        detail: Some(detail.to_string()),
        ..service.audit(&desk.officer, &format!("{}.export", columns.kind), about)
    };
    if let Err(error) = service.db().record(&[entry]).await {
        return desk.failed(error);
    }
    let headers = headers(format, columns.name, service.world().now());
    let mut listing = query.listing(&desk.officer.scope);
    (listing.limit, listing.offset) = (PAGE, 0);
    let (sender, receiver) = mpsc::channel(WAITING);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let out = Chunks { sender: sender.clone(), bytes: Vec::with_capacity(CHUNK) };
        if let Err(error) = write(&handle, out, format, &columns, listing, page) {
            tracing::warn!(%error, list = columns.kind, "an export was broken off");
            // The connection is broken off too, so that half a file is not taken for a whole one.
            let _ = sender.blocking_send(Err(error));
        }
    });
    (StatusCode::OK, headers, Body::from_stream(ReceiverStream::new(receiver))).into_response()
}

fn write<F, R>(
    handle: &Handle,
    out: Chunks,
    format: Format,
    columns: &Columns,
    mut listing: Listing,
    page: F,
) -> io::Result<()>
where
    F: Fn(Listing) -> R,
    R: Future<Output = StorageResult<Vec<Vec<String>>>>,
{
    let mut export = Export::new(format, out, columns.name, columns.heads).map_err(io::Error::other)?;
    loop {
        let rows = handle.block_on(page(listing.clone())).map_err(io::Error::other)?;
        let last = (rows.len() as i64) < PAGE;
        for row in rows {
            export.row(row).map_err(io::Error::other)?;
        }
        if last {
            return export.finish().map_err(io::Error::other);
        }
        listing.offset += PAGE;
    }
}

fn headers(format: Format, name: &str, now: Millis) -> HeaderMap {
    let day = now.to_china_text();
    let day: String =
        day.split(' ').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let file = format!("{name}-{day}.{}", format.extension());
    let file = percent_encoding::utf8_percent_encode(&file, percent_encoding::NON_ALPHANUMERIC);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{file}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers
}

/// Bytes on their way to the client; whoever writes faster than she reads waits.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
    bytes: Vec<u8>,
}

impl Chunks {
    fn send(&mut self) -> io::Result<()> {
        let bytes = std::mem::replace(&mut self.bytes, Vec::with_capacity(CHUNK));
        self.sender.blocking_send(Ok(bytes.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() { Ok(()) } else { self.send() }
    }
}

impl Drop for Chunks {
    /// What is left: not every writer flushes at its end.
    fn drop(&mut self) {
        let _ = self.flush();
    }
}
