//! What went wrong, as `application/problem+json` (RFC 9457): for programs a type, the field, the rule and the row; for
//! people a sentence.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use storage::StorageError;
use usecases::RowProblem;
use utoipa::ToSchema;

/// A problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Problem {
    /// 问题类型，固定不变，供程序判断
    #[serde(rename = "type")]
    #[schema(example = "urn:hcp:problem:invalid")]
    pub kind: String,
    /// 问题类型的名称
    #[schema(example = "数据不符合规则")]
    pub title: &'static str,
    /// HTTP 状态码
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// 这一次的具体情况
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// 逐项说明，最多 200 项
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub errors: Vec<Fault>,
    /// 服务器时间（毫秒），仅在时间不符时给出
    #[serde(rename = "serverTime", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub server_time: Option<i64>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Fault {
    /// 第几行，从 0 起；单条推送时没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub row: Option<u64>,
    /// 字段，按接口的名称；整行有误时为空
    #[schema(example = "mobile")]
    pub field: String,
    /// 规则，固定不变，供程序判断
    #[schema(example = "phone")]
    pub rule: String,
    /// 说明
    #[schema(example = "不是可以拨打的电话号码")]
    pub message: String,
}

/// Most faults told at once.
pub(super) const MOST_FAULTS: usize = 200;

impl Fault {
    pub(super) fn of(row: Option<usize>, problem: RowProblem) -> Fault {
        Fault {
            row: row.map(|n| n as u64),
            field: problem.field.to_owned(),
            rule: problem.rule.to_owned(),
            message: problem.message,
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $status:ident $word:literal $title:literal;)+) => {
        /// The kinds of problem there are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Kind { $($(#[$doc])* $name,)+ }

        impl Kind {
            pub(super) const fn status(self) -> StatusCode {
                match self { $(Kind::$name => StatusCode::$status,)+ }
            }

            pub(super) const fn word(self) -> &'static str {
                match self { $(Kind::$name => $word,)+ }
            }

            const fn title(self) -> &'static str {
                match self { $(Kind::$name => $title,)+ }
            }
        }
    };
}

kinds! {
    /// Header or body are not what they should be.
    Malformed BAD_REQUEST "malformed" "请求的格式不正确";
    /// No idempotency key where one is needed.
    KeyMissing BAD_REQUEST "idempotency-key-missing" "缺少 Idempotency-Key";
    /// Not signed, or not by a key that is good.
    Signature UNAUTHORIZED "signature" "签名无效";
    /// Signed too long ago, or by a clock that is off.
    Time UNAUTHORIZED "time" "签名时间与服务器相差超过 5 分钟";
    /// The nonce was used before.
    Replay UNAUTHORIZED "replay" "nonce 已经用过";
    /// No such thing, or it is another system's.
    NotFound NOT_FOUND "not-found" "没有找到";
    /// The address does not take this method.
    Method METHOD_NOT_ALLOWED "method" "不支持这个方法";
    /// The same call is under way.
    Running CONFLICT "idempotency-running" "相同的请求正在处理";
    /// It contradicts what is stored.
    Conflict CONFLICT "conflict" "与已有数据不符";
    /// Larger than allowed.
    TooLarge PAYLOAD_TOO_LARGE "too-large" "请求太大";
    /// Another type of body.
    MediaType UNSUPPORTED_MEDIA_TYPE "media-type" "请求体的类型不对";
    /// Rules of fields and rows.
    Invalid UNPROCESSABLE_ENTITY "invalid" "数据不符合规则";
    /// The key was used for another request.
    KeyReused UNPROCESSABLE_ENTITY "idempotency-key-reused" "Idempotency-Key 已用于另一个请求";
    /// Too much in this minute.
    TooMany TOO_MANY_REQUESTS "too-many" "请求太多，请稍后再试";
    /// A fault of ours.
    Internal INTERNAL_SERVER_ERROR "internal" "服务器内部错误";
    /// The database cannot be reached.
    Unavailable SERVICE_UNAVAILABLE "unavailable" "暂时不能处理，请稍后再试";
}

impl Problem {
    pub(super) fn new(kind: Kind) -> Problem {
        Problem {
            kind: format!("urn:hcp:problem:{}", kind.word()),
            title: kind.title(),
            status: kind.status().as_u16(),
            detail: None,
            errors: Vec::new(),
            server_time: None,
        }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Problem {
        Problem { detail: Some(detail.into()), ..self }
    }

    pub(super) fn errors(self, mut errors: Vec<Fault>) -> Problem {
        errors.truncate(MOST_FAULTS);
        Problem { errors, ..self }
    }
}

/// The last part of the type, for the log of requests.
#[derive(Debug, Clone)]
pub(super) struct ProblemWord(pub String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let word = self.kind.rsplit(':').next().unwrap_or_default().to_owned();
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            let schemes = HeaderValue::from_static("HCP1-HMAC-SM3, HCP1-SM2");
            headers.insert(header::WWW_AUTHENTICATE, schemes);
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(ProblemWord(word));
        response
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Problem {
        tracing::error!(%error, "storage");
        Problem::new(if error.is_passing() { Kind::Unavailable } else { Kind::Internal })
    }
}

/// No such address.
pub(super) async fn not_found() -> Problem {
    Problem::new(Kind::NotFound).detail("接口没有这个地址")
}

/// The address does not take this method.
pub(super) async fn method_not_allowed() -> Problem {
    Problem::new(Kind::Method)
}
