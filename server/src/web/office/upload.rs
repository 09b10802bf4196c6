//! A form with one file, posted in the office (`multipart/form-data`): read within its limit, of a signed-in
//! officer, with her session's token.

use super::page::refused;
use crate::web::body::Fields;
use crate::web::{AppState, RequestId};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use usecases::Officer;

/// Longest text field of such a form, bytes.
const LONGEST_FIELD: usize = 64 * 1024;

/// What a form with a file brings.
pub(super) struct OfficeUpload {
    pub(super) web: AppState,
    pub(super) id: RequestId,
    pub(super) headers: HeaderMap,
    pub(super) officer: Officer,
    pub(super) fields: Fields,
    /// The file; empty when none was chosen.
    pub(super) file: Vec<u8>,
}

impl FromRequest<AppState> for OfficeUpload {
    type Rejection = Response;

    async fn from_request(request: Request, web: &AppState) -> Result<OfficeUpload, Response> {
        let headers = request.headers().clone();
        let id = request.extensions().get::<RequestId>().copied().unwrap_or_default();
        let path = request.uri().path().to_owned();
        let Some(officer) = request.extensions().get::<Officer>().cloned() else {
            return Err(refused::foreign(web, &headers));
        };
        let most = web.config.plate.picture_mib * 1024 * 1024;
        let broken =
            || refused::impossible(web, &headers, &officer, "文件没有传完整，请重新选择文件再提交。");
        let large = || {
            let sentence = format!("文件超过 {} MB，请缩小后再提交。", web.config.plate.picture_mib);
            refused::too_large(web, &headers, &officer, &sentence)
        };
        // Another kind of form than ours: it carries no token that could be read.
        let Ok(mut form) = Multipart::from_request(request, &()).await else {
            return Err(refused::foreign(web, &headers));
        };
        let (mut pairs, mut file) = (Vec::new(), Vec::new());
        while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let limit = if is_file { most } else { LONGEST_FIELD };
            let mut bytes = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
                if bytes.len() + chunk.len() > limit {
                    return Err(large());
                }
                bytes.extend_from_slice(&chunk);
            }
            if is_file {
                file = bytes;
            } else {
                pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        let fields = Fields::from_pairs(pairs);
        if !web.service.is_csrf_token(&officer, fields.get("csrf")) {
            return Err(refused::confirm_again(web, &headers, &officer, &path, &fields));
        }
        Ok(OfficeUpload { web: web.clone(), id, headers, officer, fields, file })
    }
}
