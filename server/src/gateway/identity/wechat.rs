//! A WeChat mini-program: its button “getPhoneNumber” gives the web-view a code, good once for five minutes, which the
//! platform changes for the person's phone. (`wx.login` gives a code, too, but that one only names an account.)

use super::{IdentityError, Vouched, address, phone_of};
use crate::config::SignInWechat;
use crate::gateway::http::{HttpClient, HttpError};
use crate::gateway::messages::{Fault, said};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::time::Duration;

/// 中国大陆.
const COUNTRY: &str = "86";
/// `errcode` of a code that is not valid, or was used.
const BAD_CODE: [&str; 2] = ["40029", "40163"];

/// The platform as it was configured.
#[derive(Debug)]
pub(super) struct Wechat {
    http: HttpClient,
    api: Url,
    config: SignInWechat,
}

impl Wechat {
    /// `None` when it is off.
    pub(super) fn read(config: &SignInWechat) -> Result<Option<Wechat>, HttpError> {
        let Ok(Some(api)) = config.check() else { return Ok(None) };
        let http = HttpClient::new(Duration::from_secs(config.timeout_seconds), api.scheme() == "https")?;
        Ok(Some(Wechat { http, api, config: config.clone() }))
    }

    /// Whose code this is.
    pub(super) async fn exchange(&self, code: &str) -> Result<Vouched, IdentityError> {
        // As long as it is good the platform gives the same token again: nothing to keep here.
        let (app_id, secret) = (&self.config.app_id, &self.config.app_secret);
        let ask = json!({ "grant_type": "client_credential", "appid": app_id, "secret": secret });
        let answer = self.ask("/cgi-bin/stable_token", None, &ask).await?;
        let token = said(&answer, "/access_token").ok_or(IdentityError::NotBelieved)?;
        let asked = json!({ "code": code });
        let answer = self.ask("/wxa/business/getuserphonenumber", Some(&token), &asked).await?;
        match said(&answer, "/errcode").as_deref() {
            Some("0") => {}
            Some(code) if BAD_CODE.contains(&code) => return Err(IdentityError::Refused),
            _ => return Err(IdentityError::NotBelieved),
        }
        let is_here = said(&answer, "/phone_info/countryCode").is_none_or(|code| code == COUNTRY);
        let phone = said(&answer, "/phone_info/purePhoneNumber").filter(|_| is_here);
        let phone = phone.and_then(|text| phone_of(&text));
        Vouched { phone, id_number: None, ticket: Some(format!("wechat:{code}")) }.or_nameless()
    }

    async fn ask(&self, path: &str, token: Option<&str>, body: &Value) -> Result<Value, IdentityError> {
        let mut url = self.api.clone();
        url.set_path(path);
        if let Some(token) = token {
            url.query_pairs_mut().append_pair("access_token", token);
        }
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let answer = self.http.send(Method::POST, url, headers, body.to_string().into_bytes()).await?;
        if !answer.status.is_success() {
            return Err(IdentityError::Down);
        }
        serde_json::from_slice(&answer.body).map_err(|_| IdentityError::NotBelieved)
    }
}

impl SignInWechat {
    /// The platform's address; `None` when there is no mini-program.
    pub(crate) fn check(&self) -> Result<Option<Url>, Fault> {
        if self.app_id.is_empty() {
            return Ok(None);
        }
        let api = address(&self.api).ok_or(("sign_in.wechat.api", "应为 https:// 开头的网址"))?;
        let rules = [
            ("sign_in.wechat.app_secret", !self.app_secret.is_empty(), "应为小程序的密钥"),
            ("sign_in.wechat.timeout_seconds", (1..=6).contains(&self.timeout_seconds), "应在 1 到 6 之间"),
        ];
        match rules.into_iter().find(|(_, holds, _)| !holds) {
            Some((name, _, rule)) => Err((name, rule)),
            None => Ok(Some(api)),
        }
    }
}
