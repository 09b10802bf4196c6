//! Code tables: those of the interface beside those of GB/T 39046-2020, each code with what it is in the other table.
//! The maps themselves are `domain`'s.

use super::guard::Counts;
use super::idempotent::Answer;
use super::problem::Problem;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::code_tables::{
    ApplicantKind, CaseChannel, CaseKind, CaseState, HandleForm, ItemType, LimitUnit, ServiceObject,
    StandardCaseKind, StandardItemType, TaskType,
};
use domain::level::{InterfaceCode, StandardCode};
use domain::{Channel, Level};
use serde::Serialize;
use utoipa::ToSchema;

/// 一张代码表
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Table {
    /// 用到它的字段
    field: &'static str,
    /// 名称
    name: &'static str,
    /// 接口的代码；standard 是在国标表中对应的代码
    codes: Vec<Code>,
    /// 国标中的同一张表；接口自有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<StandardTable>,
}

/// 国标的一张代码表
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StandardTable {
    /// 标准号和表号
    name: &'static str,
    /// 国标的代码；interface 是在接口中对应的代码
    codes: Vec<StandardTableCode>,
}

/// 接口的一项
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Code {
    /// 代码
    code: String,
    /// 名称
    label: &'static str,
    /// 在国标表中对应的代码：可能有几个，也可能没有
    standard: Vec<String>,
}

/// 国标的一项
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StandardTableCode {
    /// 代码
    code: String,
    /// 名称
    label: &'static str,
    /// 在接口中对应的代码：可能有几个，也可能没有
    interface: Vec<String>,
}

/// A table with its counterpart: the values of both, and the two maps between them.
macro_rules! both {
    ($field:literal $name:literal, $ours:ident => $to:expr, $standard:literal $theirs:ident => $back:expr) => {
        Table {
            field: $field,
            name: $name,
            codes: codes($ours::ALL, |v| (v.code(), v.label()), $to),
            standard: Some(StandardTable {
                name: $standard,
                codes: standard_codes($theirs::ALL, |v| (v.code(), v.label()), $back),
            }),
        }
    };
}

fn codes<T: Copy>(
    values: &[T],
    of: impl Fn(T) -> (&'static str, &'static str),
    to: impl Fn(T) -> Vec<&'static str>,
) -> Vec<Code> {
    let code = |value: T| {
        let ((code, label), standard) = (of(value), to(value));
        Code { code: code.into(), label, standard: standard.into_iter().map(str::to_owned).collect() }
    };
    values.iter().copied().map(code).collect()
}

fn standard_codes<T: Copy>(
    values: &[T],
    of: impl Fn(T) -> (&'static str, &'static str),
    back: impl Fn(T) -> Vec<&'static str>,
) -> Vec<StandardTableCode> {
    let code = |Code { code, label, standard }| StandardTableCode { code, label, interface: standard };
    codes(values, of, back).into_iter().map(code).collect()
}

/// A table that only the interface has.
macro_rules! own {
    ($table:ident $field:literal $name:literal) => {
        Table {
            field: $field,
            name: $name,
            codes: codes($table::ALL, |v| (v.code(), v.label()), |_| Vec::new()),
            standard: None,
        }
    };
}

/// 查询代码表
#[utoipa::path(
    get, path = "/api/v1/tables", operation_id = "listTables", tag = "接口",
    description = "接口各字段的代码，以及与 GB/T 39046-2020 附录 A 的双向对照。推送用接口的代码。",
    responses((status = 200, description = "代码表", body = Vec<Table>), super::docs::Refusals)
)]
pub(super) async fn list() -> Result<Response, Problem> {
    Ok(Answer::json(StatusCode::OK, &tables(), Counts::default())?.into_response())
}

fn tables() -> Vec<Table> {
    vec![
        both!("taskType" "事项类型",
            ItemType => |v| vec![StandardItemType::from(v).code()],
            "GB/T 39046-2020 表 A.1"
            StandardItemType => |v| vec![v.six_plus_one().map_or(TaskType::Other.code(), ItemType::code)]),
        own!(CaseState "proStatus" "办理状态"),
        both!("projectType" "办件类型",
            CaseKind => |v| vec![StandardCaseKind::from(v).code()],
            "GB/T 39046-2020 表 A.6"
            StandardCaseKind => |v| v.interface().map(CaseKind::code).into_iter().collect()),
        both!("proChannel" "办件渠道",
            CaseChannel => |v| v.handle_forms().iter().map(|form| form.code()).collect(),
            "GB/T 39046-2020 表 A.5"
            HandleForm => |v| v.channel().map(CaseChannel::code).into_iter().collect()),
        both!("userProp" "申请人类型",
            ApplicantKind => |v| vec![ServiceObject::from(v).code()],
            "GB/T 39046-2020 表 A.4"
            ServiceObject => |v| vec![ApplicantKind::from(v).code()]),
        own!(LimitUnit "promiseType" "时限单位"),
        levels(),
        channels(),
    ]
}

/// The trap among them: the same digits, counted from the other end.
fn levels() -> Table {
    let interface = |level: Level| InterfaceCode::from(level).digit().to_string();
    let standard = |level: Level| StandardCode::from(level).digit().to_string();
    let ours = Level::ALL.map(|level| Code {
        code: interface(level),
        label: level.name(),
        standard: vec![standard(level)],
    });
    let theirs = Level::ALL.map(|level| StandardTableCode {
        code: standard(level),
        label: level.name(),
        interface: vec![interface(level)],
    });
    Table {
        field: "satisfaction",
        name: "满意度",
        codes: ours.into(),
        standard: Some(StandardTable { name: "GB/T 39046-2020 表 A.8", codes: theirs.into() }),
    }
}

fn channels() -> Table {
    let code = |channel: &Channel| Code {
        code: channel.pf().to_string(),
        label: channel.name(),
        standard: Vec::new(),
    };
    Table {
        field: "pf", name: "评价渠道", codes: Channel::ALL.iter().map(code).collect(), standard: None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_map_leads_back_wherever_the_other_table_has_the_value() {
        for table in tables() {
            let Some(standard) = &table.standard else { continue };
            for code in &table.codes {
                for theirs in &code.standard {
                    let row =
                        standard.codes.iter().find(|row| row.code == *theirs).expect("a code of theirs");
                    let lost = row.interface != [code.code.clone()];
                    // 非法人企业 has no code of its own in 表 A.4.
                    assert_eq!(lost, (table.field, code.code.as_str()) == ("userProp", "5"), "{row:?}");
                }
            }
            let known = |code: &String| table.codes.iter().any(|c| c.code == *code) || code == "99";
            assert!(standard.codes.iter().flat_map(|row| &row.interface).all(known), "{}", table.field);
        }
    }

    #[test]
    fn five_is_the_best_here_and_one_there() {
        let table = levels();
        let best = table.codes.iter().find(|c| c.label == "非常满意").unwrap();
        assert_eq!((best.code.as_str(), best.standard.as_slice()), ("5", ["1".to_owned()].as_slice()));
    }
}
