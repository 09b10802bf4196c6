//! Citizens who sign in by phone and one-time code.

use super::gateway::Gateway;
use super::{Answer, Browser, TestApp};
use server::config::Config;

/// Phone of the applicant of a sample case.
pub const PHONE: &str = "13812345678";

/// Both databases, with a gateway that codes go to.
pub async fn both(more: impl Fn(&mut Config)) -> (Gateway, [TestApp; 2]) {
    let (gateway, _) = Gateway::start().await;
    let url = gateway.url.clone();
    let apps = TestApp::both_with(|config| {
        config.messages.url = url.clone();
        (config.messages.ok, config.messages.ok_value) = ("/code".into(), "0".into());
        config.sign_in.code.on = true;
        more(config);
    })
    .await;
    (gateway, apps)
}

/// The code of the last message to this number.
pub fn code_in(gateway: &Gateway, phone: &str) -> String {
    let sent = gateway.take();
    let to = sent.iter().rfind(|m| m["phone"] == phone).expect("a message to this number");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).take(6).collect::<String>();
    digits(to["text"].as_str().expect("a text"))
}

/// Asks for a code from the page at this path.
pub async fn ask(browser: &mut Browser, from: &str, phone: &str) -> Answer {
    let at = from.strip_prefix("/w/").and_then(|rest| rest.strip_suffix("/my")).unwrap_or_default();
    browser.get(from).await;
    browser.post("/my/code", &[("phone", phone), ("at", at)]).await
}

/// Signs in from the page at this path; where it leads.
pub async fn sign_in(gateway: &Gateway, browser: &mut Browser, from: &str, phone: &str) -> String {
    let at = from.strip_prefix("/w/").and_then(|rest| rest.strip_suffix("/my")).unwrap_or_default();
    let asked = ask(browser, from, phone).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    browser.get(&asked.location()).await.shows("name=\"code\"");
    let code = code_in(gateway, phone);
    let entered = browser.post("/my/sign-in", &[("code", &code), ("at", at)]).await;
    assert_eq!(entered.status, 303, "{}", entered.body);
    entered.location()
}
