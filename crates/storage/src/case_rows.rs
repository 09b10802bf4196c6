//! Columns of the three tables of a case, and a case as their rows: the order of the one is the order of the other.

use crate::NewCase;
use crate::bulk::{Kind, Value};
use Kind::{Bool, Bytes, Int, Text};
use domain::Millis;

/// Columns of a case and where their values come from.
pub(crate) const CASE: &[(&str, Kind)] = &[
    ("id", Int),
    ("project_no", Text),
    ("area_code", Text),
    ("org_code", Text),
    ("org_name", Text),
    ("dept_code", Text),
    ("item_type", Text),
    ("task_code", Text),
    ("handle_item", Text),
    ("item_name", Text),
    ("project_name", Text),
    ("state", Text),
    ("accepted_at", Int),
    ("finished_at", Int),
    ("kind", Text),
    ("channel", Text),
    ("applicant_kind", Text),
    ("applicant_name", Bytes),
    ("id_type", Text),
    ("id_number", Bytes),
    ("id_number_hash", Bytes),
    ("phone", Bytes),
    ("phone_hash", Bytes),
    ("partner_id", Int),
    ("sub_matter", Text),
    ("credit_num", Bytes),
    ("agent_name", Bytes),
    ("agent_id_type", Text),
    ("agent_id_number", Bytes),
    ("promise_day", Int),
    ("promise_type", Text),
    ("legal_day", Int),
    ("legal_type", Text),
    ("data_source", Text),
    ("created_at", Int),
];

/// Columns of an occurrence; the window by its code.
pub(crate) const OCCURRENCE: &[(&str, Kind)] = &[
    ("id", Int),
    ("case_id", Int),
    ("service_number", Int),
    ("service_name", Text),
    ("served_at", Int),
    ("window_code", Text),
    ("handler_name", Text),
    ("handler_code", Text),
    ("rate_until", Int),
    ("provisional", Bool),
    ("partner_id", Int),
    ("outer_ref", Text),
];

/// Columns of a link.
pub(crate) const LINK: &[(&str, Kind)] =
    &[("id", Int), ("occurrence_id", Int), ("token_hash", Bytes), ("expires_at", Int), ("created_at", Int)];

pub(crate) fn case_row(case: &NewCase, partner_id: Option<i64>, now: Millis) -> Vec<Value> {
    let r = &case.record;
    let text = |t: &str| Value::text(t);
    let bytes = |b: &[u8]| Value::Bytes(b.to_vec());
    let opt = |b: &Option<Vec<u8>>| b.clone().map_or(Value::Null, Value::Bytes);
    let code = |c: Option<&'static str>| c.map_or(Value::Null, Value::text);
    let amount = |l: Option<domain::item::TimeLimit>| Value::from(l.map(|l| i64::from(l.amount)));
    vec![
        case.id.into(),
        text(&r.project_no),
        text(&r.area_code),
        text(&r.org_code),
        text(&r.org_name),
        r.dept_code.clone().into(),
        code(r.item_type.map(|t| t.code())),
        text(&r.item.task_code),
        r.item.handle_item.clone().into(),
        text(&r.item_name),
        r.project_name.clone().into(),
        text(r.state.code()),
        r.accepted_at.0.into(),
        r.finished_at.map(|t| t.0).into(),
        text(r.kind.code()),
        code(r.channel.map(|c| c.code())),
        text(r.applicant_kind.code()),
        bytes(&case.applicant_name),
        text(&r.id_type),
        bytes(&case.id_number),
        bytes(&case.id_number_hash),
        bytes(&case.phone),
        bytes(&case.phone_hash),
        partner_id.into(),
        r.sub_matter.clone().into(),
        opt(&case.credit_num),
        opt(&case.agent_name),
        r.agent_id_type.clone().into(),
        opt(&case.agent_id_number),
        amount(r.promised),
        code(r.promised.map(|l| l.unit.code())),
        amount(r.legal),
        code(r.legal.map(|l| l.unit.code())),
        r.data_source.clone().into(),
        now.0.into(),
    ]
}

pub(crate) fn link_row(case: &NewCase, now: Millis) -> Option<Vec<Value>> {
    let o = &case.occurrence;
    let link = o.link.as_ref()?;
    let hash = Value::Bytes(link.token_hash.clone());
    Some(vec![link.id.into(), o.id.into(), hash, link.expires_at.into(), now.0.into()])
}

pub(crate) fn occurrence_row(case: &NewCase, id: i64, case_id: i64, partner_id: Option<i64>) -> Vec<Value> {
    let (r, o) = (&case.record, &case.occurrence);
    vec![
        id.into(),
        case_id.into(),
        i64::from(r.service_number).into(),
        Value::text(&r.service_name),
        r.service_time.0.into(),
        r.window_code.clone().into(),
        r.handler_name.clone().into(),
        r.handler_code.clone().into(),
        o.rate_until.into(),
        i64::from(o.provisional).into(),
        partner_id.into(),
        r.outer_ref.clone().into(),
    ]
}
