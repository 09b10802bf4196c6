//! Which hall is meant: the one in the query, the only one there is, or one to be chosen from a short list
//! that can be searched. The one place where a better picker would be put in.

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::list::ListQuery;
use app::office::pick_hall::{HallHitView, PickHallView, pick_hall_page};
use axum::http::StatusCode;
use storage::HallPickRow;

/// Most halls in the list; more than that is found by name.
const SHOWN: usize = 30;

/// The hall a page is about.
#[derive(Debug, Clone)]
pub(super) struct Hall {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) division: String,
}

impl From<HallPickRow> for Hall {
    fn from(row: HallPickRow) -> Hall {
        Hall { id: row.id, name: row.name, division: row.division }
    }
}

/// The hall asked for (`?hall=`), or the only one in the scope; nothing when she has to choose.
pub(super) async fn asked(desk: &Desk, query: &ListQuery) -> Result<Option<Hall>, Refusal> {
    let db = desk.web.service.db();
    let scope = &desk.officer.scope;
    if !query.get("hall").is_empty() {
        let only = query.id("hall").unwrap_or(0);
        let found = desk.ok(db.halls_to_pick(scope, Some(only), "", 1).await)?;
        return match found.into_iter().next() {
            Some(row) => Ok(Some(row.into())),
            None => Err(desk.missing().into()),
        };
    }
    let mut all = desk.ok(db.halls_to_pick(scope, None, "", 2).await)?;
    Ok(if all.len() == 1 { all.pop().map(Hall::from) } else { None })
}

/// The page that lets her choose; each hall leads back to the same page with `?hall=`.
pub(super) async fn choose(
    desk: &Desk,
    query: &ListQuery,
    title: &str,
    crumbs: Vec<(String, String)>,
    path: &str,
) -> Answer {
    let db = desk.web.service.db();
    let words = query.get("q");
    let found = db.halls_to_pick(&desk.officer.scope, None, words, SHOWN as i64 + 1).await;
    let mut halls = desk.ok(found)?;
    let more = halls.len() > SHOWN;
    halls.truncate(SHOWN);
    let hit = |row: HallPickRow| HallHitView {
        href: query.with(&[("q", ""), ("hall", &row.id.to_string())]),
        name: row.name,
        division: row.division,
    };
    let view = PickHallView {
        title: title.to_owned(),
        crumbs,
        filter: query.filter("大厅或区县、镇街的名称", Vec::new()),
        halls: halls.into_iter().map(hit).collect(),
        searched: !words.is_empty(),
        more,
    };
    Ok(desk.screen(StatusCode::OK, path, |ctx| pick_hall_page(ctx, view)))
}
