//! A case as JSON: an object whose names are those of the interface. Its description is made from the fields of
//! `domain::case`, so that the two cannot part.

use axum::body::Bytes;
use domain::case::Field;
use domain::code_tables::{ApplicantKind, CaseChannel, CaseKind, CaseState, LimitUnit};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use usecases::push_cases::{blank_around, no_object, not_mobile, read_row, unknown_field, wrong_type};
use usecases::{PushRow, RowProblem};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// 一次服务：办件的要素，加上这一次服务的要素。
#[derive(Debug)]
pub(super) struct CaseBody;

/// A sign that is neither blank nor a control character.
const SIGN: &str = r"[^\s\x00-\x1f\x7f-\x9f]";

/// Reads a row; every fault of it is told.
pub(super) fn read(text: &[u8]) -> PushRow {
    match serde_json::from_slice::<Value>(text) {
        Ok(value) => read_value(&value),
        Err(_) => Err(vec![no_object()]),
    }
}

/// Reads a row that is JSON already.
pub(super) fn read_value(value: &Value) -> PushRow {
    let Value::Object(object) = value else { return Err(vec![no_object()]) };
    let (texts, mut problems) = texts(object);
    let row = read_row(|field| texts.get(&field).map_or("", String::as_str));
    if problems.is_empty() {
        return row;
    }
    // A field that was told already is not told again as missing.
    let told: Vec<&str> = problems.iter().map(|p| p.field).collect();
    let more: Vec<RowProblem> =
        row.err().unwrap_or_default().into_iter().filter(|p| !told.contains(&p.field)).collect();
    problems.extend(more);
    Err(problems)
}

fn texts(object: &Map<String, Value>) -> (HashMap<Field, String>, Vec<RowProblem>) {
    let (mut texts, mut problems) = (HashMap::new(), Vec::new());
    for (name, value) in object {
        let Some(field) = Field::ALL.iter().copied().find(|f| f.name() == name) else {
            problems.push(unknown_field(name));
            continue;
        };
        match value {
            Value::String(text) if !is_number(field) => {
                if text.trim() != text {
                    problems.push(blank_around(field));
                }
                if field == Field::Mobile && !text.is_empty() && !is_mobile(text) {
                    problems.push(not_mobile());
                }
                texts.insert(field, text.clone());
            }
            Value::Number(number) if is_number(field) && number.is_u64() => {
                texts.insert(field, number.to_string());
            }
            _ => problems.push(wrong_type(field, if is_number(field) { "非负整数" } else { "字符串" })),
        }
    }
    (texts, problems)
}

/// As its description says.
fn is_mobile(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == 11
        && digits[0] == b'1'
        && (b'3'..=b'9').contains(&digits[1])
        && digits.iter().all(u8::is_ascii_digit)
}

fn is_number(field: Field) -> bool {
    matches!(field, Field::ServiceNumber | Field::PromiseDay | Field::AnticipateDay)
}

/// An example that is taken.
pub(super) fn example() -> Value {
    json!({
        "areaCode": "370300000000",
        "orgcode": "370300000000_11370300000000000X",
        "orgName": "示例部门",
        "taskType": "01",
        "taskCode": "11370300MB2F30661Y2312003564000",
        "taskName": "示例事项",
        "projectNo": "SL202611240001",
        "projectName": "关于示例事项的业务",
        "proStatus": "3",
        "acceptDate": "2026-11-23 09:00:00",
        "resultDate": "2026-11-24 09:30:00",
        "projectType": "2",
        "userProp": "1",
        "userName": "示例申请人",
        "userPageType": "111",
        "certKey": "370303199001010000",
        "mobile": "13800000000",
        "serviceName": "出证办结",
        "serviceNumber": 1,
        "serviceTime": "2026-11-24 09:30:00",
        "proManager": "示例员工01",
        "handlerCode": "SL001"
    })
}

const REQUIRED: [Field; 17] = [
    Field::AreaCode,
    Field::OrgCode,
    Field::OrgName,
    Field::TaskCode,
    Field::TaskName,
    Field::ProjectNo,
    Field::ProStatus,
    Field::AcceptDate,
    Field::ProjectType,
    Field::UserProp,
    Field::UserName,
    Field::UserPageType,
    Field::CertKey,
    Field::Mobile,
    Field::ServiceName,
    Field::ServiceNumber,
    Field::ServiceTime,
];

impl PartialSchema for CaseBody {
    fn schema() -> RefOr<Schema> {
        let mut object =
            ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(false)));
        for field in Field::ALL {
            object = object.property(field.name(), property(*field));
        }
        for field in REQUIRED {
            object = object.required(field.name());
        }
        let said = "一次服务。字段名按国家和省接口；申请人手机号、办理人编码按《工作方案》二（三）6 增加。";
        object.description(Some(said)).examples([example()]).into()
    }
}

/// 一批
#[derive(Debug)]
pub(super) struct Batch;

impl PartialSchema for Batch {
    fn schema() -> RefOr<Schema> {
        let said = "all-or-nothing 有一行不合规则就全部不收；each 合规则的照收";
        let mode = ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .enum_values(Some(["all-or-nothing", "each"]))
            .description(Some(said));
        let cases = ArrayBuilder::new()
            .items(Ref::from_schema_name("Case"))
            .min_items(Some(1))
            .max_items(Some(1_000))
            .description(Some("各行"));
        ObjectBuilder::new()
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
            .property("mode", mode)
            .required("mode")
            .property("cases", cases)
            .required("cases")
            .examples([json!({ "mode": "each", "cases": [example()] })])
            .into()
    }
}

impl ToSchema for Batch {
    fn name() -> std::borrow::Cow<'static, str> {
        "Batch".into()
    }
}

impl ToSchema for CaseBody {
    fn name() -> std::borrow::Cow<'static, str> {
        "Case".into()
    }
}

fn property(field: Field) -> ObjectBuilder {
    let string = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let name = |most: usize| {
        let pattern = format!(r"^{SIGN}(?:[^\x00-\x1f\x7f-\x9f]*{SIGN})?$");
        string().min_length(Some(1)).max_length(Some(most)).pattern(Some(pattern))
    };
    let pattern = |pattern: &str| string().pattern(Some(pattern.to_owned()));
    let number = |least: u32, most: f64| {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::Integer))
            .minimum(Some(f64::from(least)))
            .maximum(Some(most))
    };
    const TIME: &str =
        "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$";
    macro_rules! codes {
        ($table:ident) => {{
            let words: Vec<String> =
                $table::ALL.iter().map(|v| format!("{} {}", v.code(), v.label())).collect();
            let codes: Vec<&str> = $table::ALL.iter().map(|v| v.code()).collect();
            (string().enum_values(Some(codes)), words.join("；"))
        }};
    }
    let (schema, more) = match field {
        Field::AreaCode => (pattern("^[0-9]{12}$"), "12 位数字".to_owned()),
        Field::DeptCode => (pattern("^[0-9A-Za-z]{18}$"), "18 位".to_owned()),
        Field::OrgCode => (name(50), "区划代码_统一社会信用代码".to_owned()),
        Field::TaskCode => {
            (pattern("^([0-9A-Za-z]{31}|[0-9A-Za-z]{33})$"), "31 位；有业务办理项的 33 位".to_owned())
        }
        Field::TaskType => (
            pattern("^[0-9]{2}$"),
            "01、05、07、08、09、10、20 照收；地方用的 11 记作 20，其他两位数字记作 99".to_owned(),
        ),
        Field::ProStatus => codes!(CaseState),
        Field::ProjectType => codes!(CaseKind),
        Field::ProChannel => codes!(CaseChannel),
        Field::UserProp => codes!(ApplicantKind),
        Field::PromiseType | Field::AnticipateType => codes!(LimitUnit),
        Field::AcceptDate | Field::ServiceTime => (pattern(TIME), "北京时间".to_owned()),
        Field::ResultDate => (pattern(TIME), "北京时间；办理状态为 3 时必填".to_owned()),
        Field::Mobile => {
            (pattern("^1[3-9][0-9]{9}$"), "必填（工作方案二（三）6）；只用于评价和回访".to_owned())
        }
        Field::ServiceNumber => (number(1, 2_147_483_647.0), "从 1 起；与申办号合起来唯一".to_owned()),
        Field::PromiseDay | Field::AnticipateDay => (number(0, 999.0), "与单位一起填".to_owned()),
        Field::DataSource => (pattern("^[0-9]{3}$"), "3 位数字".to_owned()),
        Field::OccurrenceRef => (
            pattern("^[0-9A-Za-z_-]{8,64}$"),
            "本系统对这一次服务的编号，用于自己签名的评价链接；不得含个人信息".to_owned(),
        ),
        Field::UserPageType | Field::HandleUserPageType => {
            (name(3), "GA/T 2000.156，居民身份证为 111".to_owned())
        }
        Field::CertKey | Field::CreditNum | Field::HandleUserPageCode => (name(18), String::new()),
        Field::TaskName | Field::ProjectName => (name(200), String::new()),
        Field::OrgName | Field::UserName | Field::ServiceName | Field::SubMatter | Field::HandleUserName => {
            (name(100), String::new())
        }
        Field::ProjectNo => (name(50), "同一办件的各次服务相同".to_owned()),
        Field::ProManager => (name(30), String::new()),
        Field::HandlerCode => (name(50), "评价据此记到人".to_owned()),
        Field::WinNo => (name(20), "台牌上的 7 位窗口码".to_owned()),
    };
    let said = if more.is_empty() { field.label().to_owned() } else { format!("{}：{more}", field.label()) };
    schema.description(Some(said))
}

/// The one type of a body.
const JSON: &str = "application/json";

/// Nothing but a JSON body is read.
fn is_json(headers: &axum::http::HeaderMap) -> bool {
    let of = headers.get(axum::http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    of.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(JSON)
}

/// The body as a value; a problem if it is none.
pub(super) fn value_of(
    headers: &axum::http::HeaderMap,
    body: &Bytes,
) -> Result<Value, super::problem::Problem> {
    use super::problem::{Kind, Problem};
    if !is_json(headers) {
        return Err(Problem::new(Kind::MediaType).detail("请用 Content-Type: application/json"));
    }
    serde_json::from_slice(body).map_err(|error| {
        Problem::new(Kind::Malformed).detail(format!(
            "第 {} 行第 {} 列不是 JSON",
            error.line(),
            error.column()
        ))
    })
}
