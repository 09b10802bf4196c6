//! The portal for a test: a certified OpenID provider (`oidc-provider`, from `end2end/node_modules`) as a process of its
//! own on this machine, that lies when it is told to.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub const CLIENT: &str = "zbhcp";
pub const SECRET: &str = "portal-s3cret";
/// Where it sends people back: the default configuration's host.
pub const BACK: &str = "http://127.0.0.1:3000/my/portal/back";

/// Ends with this value, and by itself when the test does.
pub struct Portal {
    pub issuer: String,
    _process: Child,
}

impl Portal {
    pub async fn start() -> Portal {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
        assert!(
            folder.join("node_modules/oidc-provider").exists(),
            "the OpenID provider is missing: npm ci in end2end/ brings it"
        );
        let mut process = Command::new("node")
            .current_dir(folder)
            .args(["support/oidc_provider.mjs", BACK])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node runs");
        let said = BufReader::new(process.stdout.take().expect("its output"));
        let mut lines = said.lines();
        while let Some(line) = lines.next_line().await.expect("a line") {
            if line.starts_with("http://") {
                return Portal { issuer: line, _process: process };
            }
        }
        panic!("the provider did not start");
    }

    /// From now on it lies in this way about this person.
    pub async fn behave(&self, lie: &str, person: &str) {
        let client = client();
        client.get(format!("{}/lie/{lie}/{person}", self.issuer)).send().await.expect("the provider");
    }
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let none = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(none).no_proxy().tls_certs_only([]).build().expect("a client")
}

/// What a browser does with the address a sign-in begins at: it goes where it is sent, with its cookies, until it is
/// sent back to us; returns that path with its query.
pub async fn follow(start: &str) -> String {
    let (client, mut cookies) = (client(), BTreeMap::new());
    let mut url = reqwest::Url::parse(start).expect("an address");
    for _ in 0..8 {
        let sent = cookies.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        let answer = client.get(url.clone()).header(COOKIE, sent).send().await.expect("an answer");
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().expect("ASCII").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("name=value");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let to = answer.headers().get(LOCATION).expect("a redirect").to_str().expect("ASCII");
        url = url.join(to).expect("an address");
        if url.as_str().starts_with(BACK) {
            return format!("{}?{}", url.path(), url.query().unwrap_or_default());
        }
    }
    panic!("the provider sends nobody back");
}
