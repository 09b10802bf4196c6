//! The audit trail as a file: everything an entry's seal is made of, and the seal. Used by the page and by the
//! command line, so that both write the same.

use crate::cli::safe;
use domain::Millis;
use storage::AuditRow;

/// Heads of the columns.
const HEADS: [&str; 14] = [
    "序号",
    "时间",
    "时间(毫秒)",
    "账号编号",
    "账号",
    "角色",
    "操作",
    "对象类别",
    "对象编号",
    "对象名称",
    "事由",
    "变动",
    "登录编号",
    "封印",
];

/// The beginning of the file: the mark that lets spreadsheet programs read UTF-8, and the heads.
pub(crate) fn head() -> Vec<u8> {
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(lines([HEADS.map(str::to_owned)].into_iter()));
    bytes
}

/// Entries as lines.
pub(crate) fn rows(rows: &[AuditRow]) -> Vec<u8> {
    lines(rows.iter().map(record))
}

fn lines(records: impl Iterator<Item = [String; 14]>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for record in records {
        // Fourteen fields each, into memory: there is nothing to refuse.
        let _ = csv.write_record(record);
    }
    csv.into_inner().unwrap_or_default()
}

fn record(row: &AuditRow) -> [String; 14] {
    let number = |value: Option<i64>| value.map(|n| n.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| safe(value.as_deref().unwrap_or_default());
    [
        row.seq.to_string(),
        Millis(row.at).to_china_text(),
        row.at.to_string(),
        number(row.account_id),
        safe(&row.actor),
        text(&row.role),
        safe(&row.action),
        safe(&row.object_kind),
        safe(&row.object_id),
        safe(&row.object_name),
        text(&row.reason),
        text(&row.detail),
        number(row.session_id),
        row.chain.iter().map(|b| format!("{b:02x}")).collect(),
    ]
}
