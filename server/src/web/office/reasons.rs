//! What the administrators' pages share: a screen in one call, a row id from a path, a reason from a form.

use super::desk::Desk;
use crate::web::body::Fields;
use app::office::OfficeContext;
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::IntoView;

impl Desk {
    /// A page; `place` is where the navigation stands.
    pub(super) fn show<V: IntoView>(
        &self,
        status: StatusCode,
        place: &str,
        screen: impl FnOnce(OfficeContext) -> V,
    ) -> Response {
        let ctx = self.context(place);
        self.page(status, || screen(ctx))
    }
}

/// The number in a path; what is not one leads to nothing.
pub(super) fn row_id(text: &str) -> Option<i64> {
    text.parse().ok().filter(|id| *id > 0)
}

/// A reason as typed, or what was typed and what is wrong with it.
pub(super) fn reason(fields: &Fields) -> Result<String, (String, String)> {
    checked(fields.get("reason"))
}

/// The same of a field by another name.
pub(super) fn checked(typed: &str) -> Result<String, (String, String)> {
    let typed = typed.trim().to_owned();
    match typed.chars().count() {
        0 => Err((typed, "请写明原因，会写入操作记录。".into())),
        _ if typed.contains(|c: char| c.is_control() && !c.is_whitespace()) => {
            Err((String::new(), "原因里有看不见的字符，请重新填写。".into()))
        }
        1..=100 => Ok(typed),
        _ => Err((typed, "原因最多100个字。".into())),
    }
}
