//! Picking a place in a form: what is offered, what was searched for, what is chosen
//! (`app::office::components::PickField` says how the form sends it).
//!
//! In a handler: [`offer`] for a fresh form, [`take`] for one that was posted; while [`Taken::asks`] the form is
//! shown again with all that was typed. Whether the chosen place may be taken is decided by the use case.

use crate::web::AppState;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, PickView};
use domain::Scope;
use storage::{PickRow, StorageResult};
use usecases::Officer;

/// So many are offered as a list.
const FEW: i64 = 30;
/// So many are shown of what was found.
const SHOWN: usize = 20;

/// What is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An open hall, by row id.
    Hall,
    /// An open department, by row id.
    Department,
    /// A division in use, by code.
    Division,
}

/// What a posted form says about a place.
pub(super) struct Taken {
    /// As it is shown again; its `value` is what was chosen.
    pub(super) view: PickView,
    /// The person is still searching: show the form again, nothing is wrong with it.
    pub(super) asks: bool,
}

/// A fresh field with this one chosen; `blank` names the empty answer, where one may be given.
pub(super) async fn offer(
    web: &AppState,
    officer: &Officer,
    kind: Kind,
    chosen: &str,
    blank: Option<&'static str>,
) -> StorageResult<PickView> {
    offer_in(web, &officer.scope, kind, chosen, blank).await
}

async fn offer_in(
    web: &AppState,
    scope: &Scope,
    kind: Kind,
    chosen: &str,
    blank: Option<&'static str>,
) -> StorageResult<PickView> {
    let all = search(web, scope, kind, "", FEW + 1).await?;
    if all.len() as i64 <= FEW {
        let few = Some(all.into_iter().map(in_list).collect());
        return Ok(PickView { value: chosen.to_owned(), few, blank, ..PickView::default() });
    }
    let picked = one(web, scope, kind, chosen).await?.map(choice);
    let value = picked.as_ref().map(|p| p.value.clone()).unwrap_or_default();
    Ok(PickView { value, chosen: picked, blank, ..PickView::default() })
}

/// What the form sent for the field of this name.
pub(super) async fn take(
    web: &AppState,
    officer: &Officer,
    place: (Kind, &str),
    fields: &Fields,
    blank: Option<&'static str>,
) -> StorageResult<Taken> {
    take_in(web, &officer.scope, place, fields, blank).await
}

/// A fresh field that offers the whole city: where a matter is handed over to is not limited to whose it is.
pub(super) async fn offer_city(web: &AppState, kind: Kind, chosen: &str) -> StorageResult<PickView> {
    offer_in(web, &city(web).await?, kind, chosen, None).await
}

/// What the form sent for such a field.
pub(super) async fn take_city(web: &AppState, place: (Kind, &str), fields: &Fields) -> StorageResult<Taken> {
    take_in(web, &city(web).await?, place, fields, None).await
}

async fn city(web: &AppState) -> StorageResult<Scope> {
    Ok(Scope::below(web.service.db().root_division().await?.unwrap_or_default()))
}

async fn take_in(
    web: &AppState,
    scope: &Scope,
    (kind, name): (Kind, &str),
    fields: &Fields,
    blank: Option<&'static str>,
) -> StorageResult<Taken> {
    let view = offer_in(web, scope, kind, fields.get(name), blank).await?;
    let words = fields.get(&format!("{name}_q")).trim().to_owned();
    let pressed = fields.get("find") == name;
    let unanswered = words != fields.get(&format!("{name}_asked"));
    if view.few.is_some() || words.is_empty() {
        return Ok(Taken { view, asks: pressed });
    }
    let mut found = search(web, scope, kind, &words, SHOWN as i64 + 1).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    // The whole name or code was typed: nothing is left to ask.
    if !pressed
        && unanswered
        && let Some(exact) = only(&found, &words)
    {
        let chosen = choice(exact.clone());
        let view =
            PickView { value: chosen.value.clone(), chosen: Some(chosen), words: String::new(), ..view };
        return Ok(Taken { view, asks: false });
    }
    let found = Some(found.into_iter().map(choice).collect());
    Ok(Taken { asks: pressed || unanswered, view: PickView { words, found, more, ..view } })
}

/// The only one of exactly this name or code.
fn only<'a>(found: &'a [PickRow], words: &str) -> Option<&'a PickRow> {
    let mut exact = found.iter().filter(|row| row.name == words || row.value == words);
    exact.next().filter(|_| exact.next().is_none())
}

async fn search(
    web: &AppState,
    scope: &Scope,
    kind: Kind,
    words: &str,
    limit: i64,
) -> StorageResult<Vec<PickRow>> {
    let db = web.service.db();
    match kind {
        Kind::Hall => db.pick_halls(scope, words, limit).await,
        Kind::Department => db.pick_departments(scope, words, limit).await,
        Kind::Division => db.pick_divisions(scope, words, limit).await,
    }
}

async fn one(web: &AppState, scope: &Scope, kind: Kind, value: &str) -> StorageResult<Option<PickRow>> {
    let db = web.service.db();
    let id = value.parse();
    match (kind, id) {
        (Kind::Hall, Ok(id)) => db.picked_hall(scope, id).await,
        (Kind::Department, Ok(id)) => db.picked_department(scope, id).await,
        (Kind::Division, _) => db.picked_division(scope, value).await,
        _ => Ok(None),
    }
}

fn choice(row: PickRow) -> ChoiceView {
    ChoiceView { value: row.value, label: row.name, hint: Some(row.about) }
}

fn in_list(row: PickRow) -> ChoiceView {
    let label = if row.about.is_empty() { row.name } else { format!("{}（{}）", row.name, row.about) };
    ChoiceView::new(row.value, label)
}
