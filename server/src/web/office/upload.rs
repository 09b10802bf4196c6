//! A file posted in the office: streamed to a temporary file without a name, its form's token checked before the
//! first byte of it is taken.

use crate::web::AppState;
use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use multer::{Constraints, Field, Multipart, SizeLimit};
use std::fs::File;
use std::io::Seek;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio_stream::StreamExt;
use usecases::Officer;
use usecases::import::FileDigest;

/// Longest wait for the next piece of a file.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of a form around its file.
const FRAME: u64 = 64 << 10;
/// Most bytes read on and thrown away, so that the browser hears why its file was refused.
const MOST_DRAINED: usize = 128 << 20;

/// Does this request bring a file to the office?
pub(in crate::web) fn takes_files(request: &Request) -> bool {
    request.method() == Method::POST
        && request.uri().path().starts_with("/office/")
        && content_type(request.headers()).starts_with("multipart/form-data")
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// A file that has arrived whole.
pub(super) struct Upload {
    /// Its name, as the browser gives it.
    pub(super) name: String,
    /// SM3 of it.
    pub(super) digest: FileDigest,
    /// It, to be read from its beginning.
    pub(super) file: File,
}

/// Why there is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoUpload {
    /// None was chosen, or it is empty.
    Missing,
    /// Larger than allowed.
    TooLarge,
    /// It broke off, or came too slowly.
    Incomplete,
    /// The form is not of this session.
    Foreign,
    /// There is no room for it here.
    NoRoom,
}

impl NoUpload {
    /// What is said beside the field.
    pub(super) fn sentence(self, most_mib: u64) -> String {
        match self {
            NoUpload::Missing => "请选择要导入的表格".into(),
            NoUpload::TooLarge => format!("文件超过 {most_mib} MB，请分成几个文件上传"),
            NoUpload::Incomplete => "文件没有传完，请检查网络后重新上传".into(),
            NoUpload::Foreign => "页面打开太久，或登录已换人。请重新选择文件上传".into(),
            NoUpload::NoRoom => "服务器暂时放不下这个文件，请稍后再试".into(),
        }
    }
}

/// Reads the form of one file.
pub(super) async fn read(
    web: &AppState,
    officer: &Officer,
    headers: &HeaderMap,
    body: Body,
) -> Result<Upload, NoUpload> {
    let boundary = multer::parse_boundary(content_type(headers)).map_err(|_| NoUpload::Missing)?;
    let most = web.config.office.upload_mib << 20;
    let mut stream = body.into_data_stream();
    let limit = SizeLimit::new().whole_stream(most + FRAME).for_field("csrf", 1024).for_field("file", most);
    let form = Multipart::with_constraints(&mut stream, boundary, Constraints::new().size_limit(limit));
    let read = read_form(web, officer, form).await;
    if read.is_err() {
        drain(stream).await;
    }
    read
}

async fn read_form(web: &AppState, officer: &Officer, mut form: Multipart<'_>) -> Result<Upload, NoUpload> {
    let mut is_ours = false;
    while let Some(field) = patient(form.next_field()).await? {
        match field.name() {
            Some("csrf") => {
                let token = patient(field.text()).await?;
                is_ours = web.service.is_csrf_token(officer, &token);
            }
            Some("file") if !is_ours => return Err(NoUpload::Foreign),
            Some("file") => return take(field).await,
            _ => {}
        }
    }
    Err(if is_ours { NoUpload::Missing } else { NoUpload::Foreign })
}

async fn take(mut field: Field<'_>) -> Result<Upload, NoUpload> {
    let name = tidy(field.file_name().unwrap_or_default());
    let no_room = |error: std::io::Error| {
        tracing::error!(%error, "no room for a file that was sent");
        NoUpload::NoRoom
    };
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(no_room)?);
    let (mut digest, mut bytes) = (FileDigest::default(), 0);
    while let Some(piece) = patient(field.chunk()).await? {
        digest.update(&piece);
        bytes += piece.len();
        file.write_all(&piece).await.map_err(no_room)?;
    }
    if bytes == 0 {
        return Err(NoUpload::Missing);
    }
    file.flush().await.map_err(no_room)?;
    let mut file = file.into_std().await;
    file.rewind().map_err(no_room)?;
    Ok(Upload { name, digest, file })
}

async fn patient<T>(piece: impl Future<Output = multer::Result<T>>) -> Result<T, NoUpload> {
    match tokio::time::timeout(PATIENCE, piece).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. })) => {
            Err(NoUpload::TooLarge)
        }
        Ok(Err(_)) | Err(_) => Err(NoUpload::Incomplete),
    }
}

/// Reads on for a while: a browser that is still sending does not listen.
async fn drain(mut stream: BodyDataStream) {
    let all = async {
        let mut bytes = 0;
        while let Some(Ok(piece)) = stream.next().await {
            bytes += piece.len();
            if bytes > MOST_DRAINED {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(PATIENCE, all).await;
}

/// The last part of a path, without what cannot be seen, at most 100 characters.
fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let tidy: String = last.chars().filter(|c| !c.is_control()).take(100).collect();
    if tidy.trim().is_empty() { "表格".into() } else { tidy }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn a_file_keeps_its_name_and_nothing_of_its_path() {
        assert_eq!(tidy("C:\\用户\\窗口.xlsx"), "窗口.xlsx");
        assert_eq!(tidy("../../窗口\u{0}.xlsx"), "窗口.xlsx");
        assert_eq!(tidy(" "), "表格");
        assert_eq!(tidy(&"长".repeat(300)).chars().count(), 100);
    }
}
