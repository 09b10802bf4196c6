//! `server export ratings`: CSV, streamed page by page, safe to open in a spreadsheet.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
use domain::{Actor, Channel, Container, IndicatorTable, Level, Millis};
use std::io::{BufWriter, Write};
use storage::ExportRow;

/// Rows read at once.
const PAGE: i64 = 1000;

#[derive(Debug, Subcommand)]
pub(super) enum ExportCommand {
    /// 全部评价 (CSV, UTF-8), 写到标准输出; 不含手机号、姓名、证件号
    Ratings,
}

pub(super) async fn run(config: &Config, command: ExportCommand) -> Result<(), Failure> {
    let ExportCommand::Ratings = command;
    let db = setup::existing_database(config).await?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    // The mark lets spreadsheet programs read UTF-8.
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    let mut after = 0;
    loop {
        let rows = db.export_page(after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            csv.write_record(record(row))?;
        }
    }
    csv.flush()?;
    Ok(())
}

/// In place of what is not known until the case comes.
const PENDING: &str = "待匹配";

const COLUMNS: [&str; 21] = [
    "回执码",
    "评价时间",
    "满意度",
    "星级",
    "评价指标版本",
    "评价指标代码",
    "评价指标",
    "文字评价",
    "匿名",
    "渠道代码(pf)",
    "渠道",
    "打开方式",
    "来源",
    "逾期",
    "大厅",
    "窗口",
    "窗口码",
    "部门",
    "事项",
    "申办号",
    "服务次数",
];

fn record(row: &ExportRow) -> [String; 21] {
    let level = u8::try_from(row.level).ok().and_then(Level::from_stars);
    let channel = u8::try_from(row.channel).ok().and_then(Channel::from_pf);
    let container = row.container.and_then(|n| u8::try_from(n).ok()).and_then(Container::from_number);
    let table = u16::try_from(row.indicator_version).ok().and_then(IndicatorTable::of);
    let labels: Vec<&str> =
        row.indicators.split(',').filter_map(|code| table?.find(code).map(|i| i.label)).collect();
    let yes = |b: bool| if b { "是" } else { "否" }.to_owned();
    let named = |text: String| if row.anonymous { String::new() } else { text };
    let text = |t: &Option<String>| safe(t.as_deref().unwrap_or_default());
    let pending = row.pending == Some(true);
    let of_case = |t: &Option<String>| if pending && t.is_some() { PENDING.to_owned() } else { text(t) };
    [
        named(row.receipt.clone()),
        when(row),
        level.map_or("", Level::name).to_owned(),
        row.level.to_string(),
        row.indicator_version.to_string(),
        row.indicators.clone(),
        labels.join("；"),
        text(&row.words),
        yes(row.anonymous),
        row.channel.to_string(),
        channel.map_or("", Channel::name).to_owned(),
        container.map_or("", Container::label).to_owned(),
        if row.actor == i16::from(Actor::Citizen.number()) { "本人" } else { "补录" }.to_owned(),
        yes(row.late),
        text(&row.hall),
        text(&row.window_name),
        row.window_code.clone().unwrap_or_default(),
        text(&row.department),
        of_case(&row.item_name),
        of_case(&row.project_no),
        named(row.service_number.filter(|_| !pending).map(|n| n.to_string()).unwrap_or_default()),
    ]
}

/// An anonymous rating goes out with its day only: with the minute or the occurrence, whoever holds the cases
/// would find the person.
fn when(row: &ExportRow) -> String {
    let time = Millis(row.rated_at).to_china_text();
    if row.anonymous { time.split(' ').next().unwrap_or_default().to_owned() } else { time }
}

/// A cell that begins like a formula is run by spreadsheet programs; an apostrophe makes it text.
pub(crate) fn safe(cell: &str) -> String {
    let begins = cell.trim_start_matches(['\u{feff}', ' ', '\u{3000}', '\n']).chars().next();
    match begins {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_made_text() {
        for cell in ["=1+1", "+86", "-2", "@x", "\t=1", " =1", "＝HYPERLINK()", "\n=cmd"] {
            assert!(safe(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(safe("等了三小时"), "等了三小时");
    }
}
