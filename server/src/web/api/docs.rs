//! The description of the interface: as OpenAPI 3.1 for programs, as a page for people. Both are made from the code.

use super::problem::Problem;
use crate::web::AppState;
use crate::web::office::open_page;
use app::office::api_docs::{DocsView, OperationView, SchemaView, api_docs_page};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
    SecurityRequirement,
};
use utoipa::{IntoResponses, PartialSchema as _, ToSchema as _};

/// What is said before anything else.
const INTRO: &str = "业务系统推送办件和每一次服务，取得评价链接，查询本系统办件的评价情况。任何调用都不能产生评价。\n\n\
    每个请求都要签名，写在 Authorization 中：HCP1-HMAC-SM3 key=密钥编号, time=毫秒时间, nonce=随机串, signature=签名。\n\n\
    被签名的文本是六行，以换行符（LF）连接：HCP1、方法、路径（含查询串，按发送的原样）、请求体的 SM3（十六进制小写）、\
    time、nonce。时间与服务器相差不得超过 5 分钟，nonce 只能用一次，16 至 64 位字母、数字、- 或 _。\n\n\
    匿名评价只告知事项、窗口和日期，次日可查；实名评价和追评随时可查。";

/// The description before the calls: what it is, and that every call is signed.
pub(super) fn head() -> OpenApi {
    let components = ComponentsBuilder::new()
        .schema("Problem", Problem::schema())
        .schema("Fault", super::problem::Fault::schema())
        .schema("Case", super::case_body::CaseBody::schema())
        .build();
    let info = InfoBuilder::new()
        .title("政务服务“好差评”业务系统接口")
        .version("1.0.0")
        .description(Some(INTRO))
        .build();
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new("signature", Vec::<String>::new())]))
        .build()
}

/// The description as JSON, with the scheme of the signature, which `utoipa` has no word for.
pub(super) fn described(api: &OpenApi) -> Value {
    let mut api = serde_json::to_value(api).unwrap_or_default();
    api["components"]["securitySchemes"]["signature"] = serde_json::json!({
        "type": "http",
        "scheme": "HCP1-HMAC-SM3",
        "description": "HCP1-HMAC-SM3 key=…, time=…, nonce=…, signature=…（或 HCP1-SM2）",
    });
    api
}

/// What every call may be refused with.
pub(super) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let said = [
            ("400", "请求的格式不正确"),
            ("401", "签名无效，或时间不符，或 nonce 已用过"),
            ("404", "没有找到，或属于其他系统"),
            ("408", "请求体迟迟没有送完"),
            ("409", "与已有数据不符，或相同的请求正在处理"),
            ("413", "请求太大"),
            ("415", "请求体的类型不对"),
            ("422", "数据不符合规则，逐项说明；或 Idempotency-Key 已用于另一个请求"),
            ("429", "请求太多，Retry-After 秒后再试"),
            ("503", "暂时不能处理，Retry-After 秒后再试"),
        ];
        let response = |said: &str| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
            ResponseBuilder::new().description(said).content("application/problem+json", content).build()
        };
        said.into_iter().map(|(status, said)| (status.to_owned(), response(said).into())).collect()
    }
}

/// `GET /api/v1/openapi.json`
pub(super) async fn openapi_json(State(web): State<AppState>) -> Response {
    let mut api = super::openapi();
    api["servers"] = serde_json::json!([{ "url": web.config.server.public_url }]);
    let mut response = api.to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// `GET /api/docs`
pub(super) async fn page(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let view = view(&super::openapi(), &web.config.server.public_url);
    open_page(&web, &headers, "/api/docs", |ctx| api_docs_page(ctx, view))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn view(api: &Value, base: &str) -> DocsView {
    let mut operations = Vec::new();
    for (path, item) in api["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            operations.push(operation_view(method, path, operation));
        }
    }
    let schemas = api["components"]["schemas"].as_object().into_iter().flatten();
    DocsView {
        title: text(&api["info"]["title"]),
        intro: text(&api["info"]["description"]).split("\n\n").map(str::to_owned).collect(),
        base: base.to_owned(),
        operations,
        schemas: schemas.map(|(name, schema)| schema_view(name, schema)).collect(),
    }
}

fn operation_view(method: &str, path: &str, operation: &Value) -> OperationView {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameter = |p: &Value| {
        let place = match p["in"].as_str() {
            Some("path") => "路径",
            Some("query") => "查询串",
            _ => "请求头",
        };
        (text(&p["name"]), place.to_owned(), p["required"] == true, text(&p["description"]))
    };
    let body = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let body = body.map(|(kind, content)| (kind.clone(), reference(&content["schema"])));
    let responses = operation["responses"].as_object().into_iter().flatten();
    let response = |(status, r): (&String, &Value)| {
        let content = r["content"].as_object().and_then(|content| content.values().next());
        let schema = content.map(|c| reference(&c["schema"])).unwrap_or_default();
        (status.clone(), text(&r["description"]), schema)
    };
    OperationView {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        parameters: parameters.map(parameter).collect(),
        body,
        responses: responses.map(response).collect(),
    }
}

fn schema_view(name: &str, schema: &Value) -> SchemaView {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let property = |(name, p): (&String, &Value)| {
        (name.clone(), kind_of(p), required.contains(&name.as_str()), text(&p["description"]))
    };
    SchemaView {
        name: name.to_owned(),
        text: text(&schema["description"]),
        properties: properties.map(property).collect(),
        example: schema["examples"].get(0).and_then(|e| serde_json::to_string_pretty(e).ok()),
    }
}

/// `字符串`, `整数 1 起`, a list of something.
fn kind_of(schema: &Value) -> String {
    let kind = match &schema["type"] {
        Value::String(kind) => kind.as_str(),
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|k| *k != "null").unwrap_or_default()
        }
        _ => "",
    };
    let most = |name: &str, unit: &str| {
        schema[name].as_u64().map(|n| format!("，最多 {n} {unit}")).unwrap_or_default()
    };
    match kind {
        "string" => {
            let codes: Vec<&str> =
                schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            match codes.is_empty() {
                true => format!("字符串{}", most("maxLength", "个字")),
                false => format!("代码 {}", codes.join("、")),
            }
        }
        "integer" => "整数".to_owned(),
        "boolean" => "true 或 false".to_owned(),
        "array" => format!("{} 的数组{}", reference(&schema["items"]), most("maxItems", "项")),
        _ => reference(schema),
    }
}

/// The name of a schema, or what it is.
fn reference(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let one = schema["oneOf"].as_array().into_iter().flatten().find(|s| s["$ref"].is_string());
    match (one, schema["type"].as_str()) {
        (Some(one), _) => reference(one),
        (None, Some("string")) => "字符串".to_owned(),
        (None, Some("array")) => format!("{} 的数组", reference(&schema["items"])),
        (None, Some("integer")) => "整数".to_owned(),
        _ => String::new(),
    }
}
