//! Sample cases, brought in as any department's are: by a CSV file through the import.

use super::items::{ITEMS, credit_code, task_code};
use crate::cli::Failure;
use domain::Millis;
use domain::case::Field;
use storage::WindowHitRow;
use usecases::{IssuedLink, Service};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What a sample case is there to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// A link that can be used.
    Open,
    /// One that has its rating.
    Used,
    /// One whose time is over.
    Expired,
    /// One that was taken back.
    Revoked,
}

impl Shows {
    /// Word in `demo.json`.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Shows::Open => "open",
            Shows::Used => "used",
            Shows::Expired => "expired",
            Shows::Revoked => "revoked",
        }
    }
}

/// Imports a batch: links to try, and one that is used, expired and revoked.
pub(super) async fn import(
    service: &Service,
    windows: &[WindowHitRow],
) -> Result<Vec<(Shows, IssuedLink)>, Failure> {
    let now = service.world().now();
    let wanted =
        [[Shows::Open; 8]; 3].concat().into_iter().chain([Shows::Used, Shows::Expired, Shows::Revoked]);
    let wanted: Vec<Shows> = wanted.collect();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(Field::ALL.iter().map(|f| f.name()))?;
    for (i, shows) in wanted.iter().enumerate() {
        let window = windows.get(i % windows.len().max(1));
        csv.write_record(Field::ALL.iter().map(|f| cell(*f, i, *shows, now, window)))?;
    }
    let file = csv.into_inner().map_err(|e| Failure(e.to_string()))?;
    let report = service.import_cases(&file).await?;
    Ok(wanted.into_iter().zip(report.links).collect())
}

/// One cell. The states go round: 待受理, 已受理, 已办结.
fn cell(field: Field, i: usize, shows: Shows, now: Millis, window: Option<&WindowHitRow>) -> String {
    let served = if shows == Shows::Expired { now.plus(-30 * DAY) } else { now.plus(-HOUR) };
    let state = i % 3 + 1;
    let item = i % ITEMS.len();
    match field {
        Field::AreaCode => "370300000000".into(),
        Field::OrgCode => {
            format!("370300000000_{}", credit_code(0).map(|c| c.to_string()).unwrap_or_default())
        }
        Field::OrgName => window.map_or("行政审批服务局（示例）".into(), |w| w.department.clone()),
        Field::TaskType => ITEMS[item].kind.code().into(),
        Field::TaskCode => task_code(item),
        Field::TaskName => ITEMS[item].name.into(),
        Field::ProjectNo => format!("SL{}{i:03}", now.0),
        Field::ProjectName => format!("关于{}的业务", ITEMS[item].name),
        Field::ProStatus => state.to_string(),
        Field::AcceptDate => served.plus(-2 * DAY).to_china_text(),
        Field::ResultDate if state == 3 => served.to_china_text(),
        Field::ProjectType => "2".into(),
        Field::ProChannel => "2".into(),
        Field::UserProp => "1".into(),
        Field::UserName => "示例申请人".into(),
        Field::UserPageType => "111".into(),
        Field::CertKey => "370300000000000000".into(),
        Field::Mobile => "13800000000".into(),
        Field::ServiceName => ["提交申请信息", "待受理", "出证办结"][state - 1].into(),
        Field::ServiceNumber => state.to_string(),
        Field::ServiceTime => served.to_china_text(),
        Field::ProManager => "示例员工01".into(),
        Field::HandlerCode => "SL001".into(),
        Field::WinNo => window.map(|w| w.code.clone()).unwrap_or_default(),
        Field::SubMatter => "准入准营".into(),
        Field::PromiseDay => "5".into(),
        Field::PromiseType => "1".into(),
        Field::DataSource => "165".into(),
        _ => String::new(),
    }
}
