//! The spreadsheet of an import: streamed to a temporary file without a name, its form's token checked before the
//! first byte of it is taken.

use crate::web::AppState;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{Method, header};
use std::fs::File;
use std::io::Seek;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use usecases::Officer;
use usecases::import::FileDigest;

/// Longest wait for the next piece of a file.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of a form's token at most.
const LONGEST_TOKEN: usize = 1024;
/// Most bytes read on and thrown away, so that the browser hears why its file was refused.
const MOST_DRAINED: usize = 128 << 20;

/// Does this request bring a file to the office?
pub(in crate::web) fn takes_files(request: &Request) -> bool {
    request.method() == Method::POST
        && request.uri().path().starts_with("/office/import/")
        && request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"))
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

/// Reads the form of one file; its token comes first.
pub(super) async fn read(web: &AppState, officer: &Officer, request: Request) -> Result<Upload, NoUpload> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| NoUpload::Foreign)?;
    let mut is_ours = false;
    while let Some(mut field) = patient(form.next_field()).await? {
        match field.name() {
            Some("csrf") => is_ours = web.service.is_csrf_token(officer, &token(&mut field).await?),
            Some("file") => {
                let read = match is_ours {
                    true => take(&mut field, web.config.office.upload_mib << 20).await,
                    false => Err(NoUpload::Foreign),
                };
                if matches!(read, Err(NoUpload::Foreign | NoUpload::TooLarge | NoUpload::NoRoom)) {
                    drain(&mut field).await;
                }
                return read;
            }
            _ => {}
        }
    }
    Err(if is_ours { NoUpload::Missing } else { NoUpload::Foreign })
}

async fn token(field: &mut Field<'_>) -> Result<String, NoUpload> {
    let mut token = Vec::new();
    while let Some(piece) = patient(field.chunk()).await? {
        if token.len() + piece.len() > LONGEST_TOKEN {
            return Err(NoUpload::Foreign);
        }
        token.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&token).into_owned())
}

async fn take(field: &mut Field<'_>, most: u64) -> Result<Upload, NoUpload> {
    let name = tidy(field.file_name().unwrap_or_default());
    let no_room = |error: std::io::Error| {
        tracing::error!(%error, "no room for a file that was sent");
        NoUpload::NoRoom
    };
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(no_room)?);
    let (mut digest, mut bytes) = (FileDigest::default(), 0);
    while let Some(piece) = patient(field.chunk()).await? {
        bytes += piece.len() as u64;
        if bytes > most {
            return Err(NoUpload::TooLarge);
        }
        digest.update(&piece);
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

async fn patient<T>(piece: impl Future<Output = Result<T, MultipartError>>) -> Result<T, NoUpload> {
    match tokio::time::timeout(PATIENCE, piece).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(_)) | Err(_) => Err(NoUpload::Incomplete),
    }
}

/// Reads on for a while: a browser that is still sending does not listen.
async fn drain(field: &mut Field<'_>) {
    let all = async {
        let mut bytes = 0;
        while let Ok(Some(piece)) = field.chunk().await {
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
