//! Case (办件) and occurrence (服务次数): one row as a business system hands it over, checked field by
//! field. Names, codes and lengths are those of the provincial interface and of GB/T 39046-2020
//! (表 5–9); 申请人手机号 is required and 办理人编码 belongs to it by the city's work plan, 二(三)6.

use crate::code_tables::{ApplicantKind, CaseChannel, CaseKind, CaseState, TaskType};
use crate::item::TimeLimit;
use crate::item_code::ItemCode;
pub use crate::record::FieldRule;
use crate::record::{Row, fields};
use crate::{Millis, Phone};

fields! {
    /// A column of the hand-over, by the interface's name for it.
    Field:
    AreaCode "areaCode" "行政区划",
    DeptCode "deptCode" "实施部门统一社会信用代码",
    OrgCode "orgcode" "受理部门编码",
    OrgName "orgName" "受理部门名称",
    TaskType "taskType" "事项类型",
    TaskCode "taskCode" "实施编码",
    TaskName "taskName" "事项名称",
    ProjectNo "projectNo" "申办号",
    ProjectName "projectName" "办件名称",
    ProStatus "proStatus" "办理状态",
    AcceptDate "acceptDate" "收件时间",
    ResultDate "resultDate" "办结时间",
    ProjectType "projectType" "办件类型",
    ProChannel "proChannel" "办件渠道",
    UserProp "userProp" "申请人类型",
    UserName "userName" "申请人",
    UserPageType "userPageType" "申请人证件类型",
    CertKey "certKey" "申请人证件号码",
    Mobile "mobile" "申请人手机号",
    ServiceName "serviceName" "服务名称",
    ServiceNumber "serviceNumber" "服务次数",
    ServiceTime "serviceTime" "服务时间",
    ProManager "proManager" "办理人姓名",
    HandlerCode "handlerCode" "办理人编码",
    WinNo "winNo" "窗口码",
    SubMatter "subMatter" "事项主题",
    PromiseDay "promiseDay" "承诺时限",
    PromiseType "promiseType" "承诺时限单位",
    AnticipateDay "anticipateDay" "法定时限",
    AnticipateType "anticipateType" "法定时限单位",
    CreditNum "creditNum" "用户身份编号",
    HandleUserName "handleUserName" "代理人",
    HandleUserPageType "handleUserPageType" "代理人证件类型",
    HandleUserPageCode "handleUserPageCode" "代理人证件号码",
    DataSource "dataSource" "数据来源",
    OccurrenceRef "occurrenceRef" "业务系统的服务编号",
}

/// Fewest and most signs of the business system's own name of an occurrence.
const REF: std::ops::RangeInclusive<usize> = 8..=64;

/// A column of a case and what is wrong with it.
pub type FieldError = crate::record::FieldError<Field>;

/// A checked row: one occurrence of one case.
#[derive(Debug, Clone)]
pub struct CaseRecord {
    /// 12 digits.
    pub area_code: String,
    /// 受理部门编码.
    pub org_code: String,
    /// 受理部门名称.
    pub org_name: String,
    /// 实施部门统一社会信用代码.
    pub dept_code: Option<String>,
    /// One of the seven 6+1 types, or another; `None` when not given.
    pub item_type: Option<TaskType>,
    /// Item, split into 31 and 33.
    pub item: ItemCode,
    /// 事项名称.
    pub item_name: String,
    /// 申办号.
    pub project_no: String,
    /// 办件名称.
    pub project_name: Option<String>,
    /// 办理状态.
    pub state: CaseState,
    /// 收件时间.
    pub accepted_at: Millis,
    /// 办结时间.
    pub finished_at: Option<Millis>,
    /// 办件类型.
    pub kind: CaseKind,
    /// 办件渠道.
    pub channel: Option<CaseChannel>,
    /// 申请人类型.
    pub applicant_kind: ApplicantKind,
    /// 申请人 (personal).
    pub applicant_name: String,
    /// 证件类型, GA/T 2000.156.
    pub id_type: String,
    /// 证件号码 (personal).
    pub id_number: String,
    /// 手机号 (personal).
    pub phone: Phone,
    /// 服务名称.
    pub service_name: String,
    /// 服务次数, from 1.
    pub service_number: i32,
    /// 服务时间.
    pub service_time: Millis,
    /// 办理人姓名.
    pub handler_name: Option<String>,
    /// 办理人编码.
    pub handler_code: Option<String>,
    /// Window that handled it, as its code.
    pub window_code: Option<String>,
    /// 事项主题.
    pub sub_matter: Option<String>,
    /// 承诺时限.
    pub promised: Option<TimeLimit>,
    /// 法定时限.
    pub legal: Option<TimeLimit>,
    /// 用户身份编号 (personal).
    pub credit_num: Option<String>,
    /// 代理人 (personal).
    pub agent_name: Option<String>,
    /// 代理人证件类型.
    pub agent_id_type: Option<String>,
    /// 代理人证件号码 (personal).
    pub agent_id_number: Option<String>,
    /// 数据来源, 3 digits.
    pub data_source: Option<String>,
    /// The business system's own name of the occurrence, as it stands in links it signs: 8 to 64 letters,
    /// digits, `-` or `_`.
    pub outer_ref: Option<String>,
}

impl CaseRecord {
    /// Checks a row given as “text of a field”; reports every fault.
    pub fn parse<'a>(text: impl Fn(Field) -> &'a str) -> Result<CaseRecord, Vec<FieldError>> {
        let mut row = Row::new(text);
        let record = row.read();
        row.finish(record)
    }
}

impl<'a, T: Fn(Field) -> &'a str> Row<Field, T> {
    /// Every field is read before the first `?`, so that every fault is reported.
    fn read(&mut self) -> Option<CaseRecord> {
        use Field as F;
        let area_code = self.required(F::AreaCode, FieldRule::AreaCode, |t| {
            (t.len() == 12 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.to_owned())
        });
        let dept_code = self.optional(F::DeptCode, FieldRule::CreditCode, |t| {
            (t.len() == 18 && t.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| t.to_owned())
        });
        let org_code = self.name(F::OrgCode, 50);
        let org_name = self.name(F::OrgName, 100);
        let item_type = self.optional(F::TaskType, FieldRule::NotInTable, |t| {
            TaskType::from_local(t).filter(|_| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit()))
        });
        let item = self.required(F::TaskCode, FieldRule::ItemCode, ItemCode::parse);
        let item_name = self.name(F::TaskName, 200);
        let project_no = self.name(F::ProjectNo, 50);
        let project_name = self.optional_name(F::ProjectName, 200);
        let state = self.required(F::ProStatus, FieldRule::NotInTable, CaseState::from_code);
        let accepted_at = self.required(F::AcceptDate, FieldRule::Time, Millis::parse_china);
        let finished_at = self.optional(F::ResultDate, FieldRule::Time, Millis::parse_china);
        let kind = self.required(F::ProjectType, FieldRule::NotInTable, CaseKind::from_code);
        let channel = self.optional(F::ProChannel, FieldRule::NotInTable, CaseChannel::from_code);
        let applicant_kind = self.required(F::UserProp, FieldRule::NotInTable, ApplicantKind::from_code);
        let applicant_name = self.name(F::UserName, 100);
        let id_type = self.name(F::UserPageType, 3);
        let id_number = self.name(F::CertKey, 18);
        let phone = self.required(F::Mobile, FieldRule::Phone, |t| Phone::parse(t).ok().flatten());
        let service_name = self.name(F::ServiceName, 100);
        let service_number =
            self.required(F::ServiceNumber, FieldRule::Number, |t| t.parse().ok().filter(|n: &i32| *n >= 1));
        let service_time = self.required(F::ServiceTime, FieldRule::Time, Millis::parse_china);
        let handler_name = self.optional_name(F::ProManager, 30);
        let handler_code = self.optional_name(F::HandlerCode, 50);
        let window_code = self.optional_name(F::WinNo, 20);
        let sub_matter = self.optional_name(F::SubMatter, 100);
        let promised = self.limit(F::PromiseDay, F::PromiseType);
        let legal = self.limit(F::AnticipateDay, F::AnticipateType);
        let credit_num = self.optional_name(F::CreditNum, 18);
        let agent_name = self.optional_name(F::HandleUserName, 100);
        let agent_id_type = self.optional_name(F::HandleUserPageType, 3);
        let agent_id_number = self.optional_name(F::HandleUserPageCode, 18);
        let data_source = self.optional(F::DataSource, FieldRule::DataSource, |t| {
            (t.len() == 3 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.to_owned())
        });
        let outer_ref = self.optional(F::OccurrenceRef, FieldRule::Reference, |t| {
            let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            (REF.contains(&t.len()) && t.bytes().all(is_word)).then(|| t.to_owned())
        });
        if state == Some(CaseState::Finished) && self.is_blank(F::ResultDate) {
            self.fault(F::ResultDate, FieldRule::RequiredWhenFinished);
        }
        for (field, time) in [(F::ResultDate, finished_at), (F::ServiceTime, service_time)] {
            if let (Some(accepted), Some(time)) = (accepted_at, time)
                && time < accepted
            {
                self.fault(field, FieldRule::BeforeAcceptance);
            }
        }
        Some(CaseRecord {
            area_code: area_code?,
            org_code: org_code?,
            org_name: org_name?,
            dept_code,
            item_type,
            item: item?,
            item_name: item_name?,
            project_no: project_no?,
            project_name,
            state: state?,
            accepted_at: accepted_at?,
            finished_at,
            kind: kind?,
            channel,
            applicant_kind: applicant_kind?,
            applicant_name: applicant_name?,
            id_type: id_type?,
            id_number: id_number?,
            phone: phone?,
            service_name: service_name?,
            service_number: service_number?,
            service_time: service_time?,
            handler_name,
            handler_code,
            window_code,
            sub_matter,
            promised,
            legal,
            credit_num,
            agent_name,
            agent_id_type,
            agent_id_number,
            data_source,
            outer_ref,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(field: Field) -> &'static str {
        match field {
            Field::AreaCode => "370303000000",
            Field::DeptCode => "",
            Field::OrgCode => "370303000000_11370303000000000X",
            Field::OrgName => "示例部门",
            Field::TaskType => "01",
            Field::TaskCode => "11370300MB2F30661Y2312003564000",
            Field::TaskName => "示例事项",
            Field::ProjectNo => "SL202611240001",
            Field::ProStatus => "3",
            Field::AcceptDate => "2026-11-23 09:00:00",
            Field::ResultDate => "2026-11-24 09:30:00",
            Field::ProjectType => "2",
            Field::UserProp => "1",
            Field::UserName => "示例申请人",
            Field::UserPageType => "111",
            Field::CertKey => "370303199001010000",
            Field::Mobile => "13800000000",
            Field::ServiceName => "出证办结",
            Field::ServiceNumber => "3",
            Field::ServiceTime => "2026-11-24 09:30:00",
            _ => "",
        }
    }

    fn faults(change: Field, text: &'static str) -> Vec<(Field, FieldRule)> {
        let parsed = CaseRecord::parse(|f| if f == change { text } else { good(f) });
        parsed.err().unwrap_or_default().into_iter().map(|e| (e.field, e.rule)).collect()
    }

    #[test]
    fn a_complete_row_is_taken() {
        let record = CaseRecord::parse(good).unwrap();
        assert_eq!((record.state, record.service_number), (CaseState::Finished, 3));
    }

    #[test]
    fn a_local_item_type_is_kept_in_the_interfaces_terms() {
        for (local, code) in [("01", "01"), ("11", "20"), ("02", "99"), ("99", "99")] {
            let record = CaseRecord::parse(|f| if f == Field::TaskType { local } else { good(f) }).unwrap();
            assert_eq!(record.item_type.map(TaskType::code), Some(code), "{local}");
        }
    }

    #[test]
    fn each_required_field_is_missed_by_name() {
        for field in [
            Field::AreaCode,
            Field::OrgName,
            Field::TaskCode,
            Field::ProjectNo,
            Field::Mobile,
            Field::ServiceTime,
        ] {
            assert_eq!(faults(field, " "), [(field, FieldRule::Required)]);
        }
        assert_eq!(faults(Field::ResultDate, ""), [(Field::ResultDate, FieldRule::RequiredWhenFinished)]);
    }

    #[test]
    fn each_rule_refuses_what_it_should() {
        assert_eq!(faults(Field::AreaCode, "370303"), [(Field::AreaCode, FieldRule::AreaCode)]);
        assert_eq!(faults(Field::TaskType, "1"), [(Field::TaskType, FieldRule::NotInTable)]);
        assert_eq!(faults(Field::TaskCode, "123"), [(Field::TaskCode, FieldRule::ItemCode)]);
        assert_eq!(faults(Field::Mobile, "12"), [(Field::Mobile, FieldRule::Phone)]);
        assert_eq!(faults(Field::ServiceNumber, "0"), [(Field::ServiceNumber, FieldRule::Number)]);
        assert_eq!(faults(Field::UserPageType, "1111"), [(Field::UserPageType, FieldRule::TooLong(3))]);
        assert_eq!(faults(Field::TaskName, "a\u{0}b"), [(Field::TaskName, FieldRule::ControlCharacter)]);
        assert_eq!(
            faults(Field::ServiceTime, "2026-11-22 09:00:00"),
            [(Field::ServiceTime, FieldRule::BeforeAcceptance)]
        );
    }

    #[test]
    fn every_fault_of_a_row_is_reported_at_once() {
        assert!(CaseRecord::parse(|_| "").unwrap_err().len() >= 15);
    }
}
