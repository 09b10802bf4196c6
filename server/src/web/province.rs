//! Leading to the province's own rating page, and back. Our form stays where it is: a page of somebody else's that is
//! down must not be what stops a rating.

use super::entry::Entry;
use super::{AppState, Web, client, render};
use app::citizen::{ProvinceView, RateTarget, back_page, province_page};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use storage::StorageResult;
use usecases::CaseLink;

/// `?here`: whoever asks for our own form gets it.
fn stays(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.split('&').any(|part| part == "here"))
}

impl Web {
    /// The page that leads a case's link to the province; `None`: it is rated here.
    pub(super) async fn province_case(
        &self,
        (headers, uri): (&HeaderMap, &Uri),
        link: &CaseLink,
        target: impl FnOnce(&CaseLink) -> RateTarget,
    ) -> StorageResult<Option<Response>> {
        let Some(page) = self.province.as_ref().filter(|_| !stays(uri)) else { return Ok(None) };
        let world = self.service.world();
        let now = world.now();
        let Some(case) = self.service.db().province_case(link.row.occurrence_id, now).await? else {
            return Ok(None);
        };
        let href = page.of_case(&case, client::link_channel(headers), now, world.random.as_ref());
        Ok(Some(self.led(headers, uri, target(link), href, true)))
    }

    /// The page that leads a window's code to the province; `None`: it is rated here.
    pub(super) async fn province_window(
        &self,
        (headers, uri): (&HeaderMap, &Uri),
        window: i64,
        target: impl FnOnce() -> RateTarget,
    ) -> StorageResult<Option<Response>> {
        let page = self.province.as_ref().filter(|page| page.takes_windows() && !stays(uri));
        let Some(page) = page else { return Ok(None) };
        let world = self.service.world();
        let now = world.now();
        let found = self.service.db().province_window(window, now).await?;
        let href = found.and_then(|window| page.of_window(&window, now, world.random.as_ref()));
        Ok(href.map(|href| self.led(headers, uri, target(), href, false)))
    }

    fn led(
        &self,
        headers: &HeaderMap,
        uri: &Uri,
        target: RateTarget,
        href: String,
        carries_number: bool,
    ) -> Response {
        metrics::counter!("hcp_led_to_province_total").increment(1);
        let ctx = self.page(headers, uri.path());
        let host = self.province.as_ref().map(|page| page.host().to_owned()).unwrap_or_default();
        let said = Entry::of_link(self, uri).query();
        let and = if said.is_empty() { "" } else { "&" };
        let here = format!("{}?here{and}{said}", uri.path());
        let view = ProvinceView { target, href, host, carries_number, here };
        render::page(StatusCode::OK, headers, || province_page(ctx, view))
    }
}

/// `GET /back`
pub(super) async fn back(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let ctx = web.page(&headers, crate::gateway::province::BACK);
    render::page(StatusCode::OK, &headers, || back_page(ctx))
}
