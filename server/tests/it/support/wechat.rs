//! The WeChat platform for a test: a real HTTP server on this machine that gives tokens and changes codes, each once.

use axum::extract::{Query, State};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

pub const APP_ID: &str = "wx0123456789abcdef";
pub const SECRET: &str = "wechat-s3cret";

type Used = Arc<Mutex<BTreeSet<String>>>;

#[derive(Clone)]
pub struct WechatPlatform {
    pub url: String,
    used: Used,
}

impl WechatPlatform {
    pub async fn start() -> WechatPlatform {
        let used = Used::default();
        let router = Router::new()
            .route("/cgi-bin/stable_token", post(token))
            .route("/wxa/business/getuserphonenumber", post(phone))
            .with_state(used.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        WechatPlatform { url: format!("http://{address}"), used }
    }

    /// Forgets which codes were used.
    pub fn forget(&self) {
        self.used.lock().unwrap().clear();
    }
}

async fn token(Json(asked): Json<Value>) -> Json<Value> {
    let right = asked == json!({ "grant_type": "client_credential", "appid": APP_ID, "secret": SECRET });
    Json(match right {
        true => json!({ "access_token": "TOKEN&1", "expires_in": 7200 }),
        false => json!({ "errcode": 40125, "errmsg": "invalid appsecret" }),
    })
}

async fn phone(
    State(used): State<Used>,
    Query(query): Query<BTreeMap<String, String>>,
    Json(asked): Json<Value>,
) -> Json<Value> {
    if query["access_token"] != "TOKEN&1" {
        return Json(json!({ "errcode": 40001, "errmsg": "invalid credential" }));
    }
    let code = asked["code"].as_str().unwrap_or_default();
    let (number, country) = match code {
        "hers" => ("13812345678", "86"),
        "abroad" => ("13812345678", "1"),
        "silent" => std::future::pending().await,
        _ => return Json(json!({ "errcode": 40029, "errmsg": "invalid code" })),
    };
    if !used.lock().unwrap().insert(code.to_owned()) {
        return Json(json!({ "errcode": 40029, "errmsg": "invalid code" }));
    }
    let phone = json!({ "phoneNumber": number, "purePhoneNumber": number, "countryCode": country });
    Json(json!({ "errcode": 0, "errmsg": "ok", "phone_info": phone }))
}
