use crate::support::{TestApp, form};
use axum::body::Body;
use axum::http::StatusCode;
use proptest::prelude::*;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn what_is_not_a_form_is_refused_in_plain_words() {
    let app = TestApp::sqlite().await;
    let huge = format!("level=1&words={}", "a".repeat(70_000));
    let cases: Vec<(&str, Vec<u8>, StatusCode)> = vec![
        ("application/json", b"{\"level\":1}".to_vec(), StatusCode::BAD_REQUEST),
        ("text/plain", b"level=1".to_vec(), StatusCode::BAD_REQUEST),
        ("multipart/form-data; boundary=x", b"--x--".to_vec(), StatusCode::BAD_REQUEST),
        ("", b"level=1".to_vec(), StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded; charset=gbk", b"level=1".to_vec(), StatusCode::BAD_REQUEST),
        (FORM, b"level=1&words=%C4%E3".to_vec(), StatusCode::BAD_REQUEST),
        (FORM, b"level=1&words=\xC4\xE3".to_vec(), StatusCode::BAD_REQUEST),
        (FORM, huge.into_bytes(), StatusCode::PAYLOAD_TOO_LARGE),
        (FORM, b"".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (FORM, b"&&&==&=x&%%%".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (FORM, b"level=1&level=5&words=x".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (FORM, b"level=-1&words=x".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (FORM, b"level=1&indicator_1=510&words=x".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (FORM, b"level=5&phone=1&phone_consent=1".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (content_type, body, expected) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let answer = app.browser().post_raw(&app.path(), content_type, body).await;
        assert_eq!(answer.status, expected, "{content_type} {shown}");
        answer.shows("<html");
    }
    assert_eq!(app.ratings().await, 0);
}

#[tokio::test]
async fn a_body_without_a_length_is_limited_too() {
    let app = TestApp::sqlite().await;
    let chunks = (0..10_000).map(|_| Ok::<_, std::io::Error>("words=aaaaaaaa&"));
    let stream = Body::from_stream(tokio_stream::iter(chunks));
    let answer = app.browser().post_raw(&app.path(), FORM, stream).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn hostile_words_are_shown_as_words() {
    for app in TestApp::both().await {
        let words = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u{202e}";
        let mut browser = app.browser();
        let refused = browser.rate(&app.path(), &[("words", words)]).await;
        refused.hides("<script>alert");
        refused.hides("<img src=x");
        let stored = browser.rate(&app.path(), &[("level", "1"), ("words", words)]).await;
        let receipt = browser.get(&stored.location()).await;
        receipt.hides("<script>alert");
        receipt.hides("<img src=x");
        receipt.shows("&lt;script&gt;");
    }
}

#[tokio::test]
async fn signs_a_database_cannot_hold_do_not_stop_a_rating() {
    for app in TestApp::both().await {
        let fields = [("level", "1"), ("words", "等了\u{0}三小时\u{1b}[31m")];
        assert_eq!(app.browser().rate(&app.path(), &fields).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn other_methods_and_odd_paths_get_a_page() {
    let app = TestApp::sqlite().await;
    for path in ["/w/%00", "/w/%ff%fe", "/r/%0d%0a", "/c/..%2f..", "/w//", "/r/x/open", "/w/%E4%B8%AD/extra"]
    {
        let status = app.browser().get(path).await.status;
        assert!(status.is_client_error(), "{path}: {status}");
    }
    let answer = app.browser().post("/", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    answer.shows("<html");
}

/// Forms sent; each has a fresh database. `cargo xtask torture` asks for more.
fn forms() -> u32 {
    std::env::var("HCP_HOSTILE_FORMS").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: forms(), ..ProptestConfig::default() })]

    /// Whatever a person or a machine types: never a 5xx, and stored exactly when the answer says so.
    #[test]
    fn no_form_makes_a_server_error(
        fields in prop::collection::vec((
            prop::sample::select(vec!["level", "indicator_1", "indicator_5", "words", "phone", "phone_consent", "anonymous", "key", "another", "x"]),
            prop_oneof!["[0-9]{0,3}", "\\PC{0,40}", "[\u{0}-\u{1f}]{0,5}", "13[0-9]{9}"],
        ), 0..12),
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let app = TestApp::sqlite().await;
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let answer = app.browser().post_raw(&app.path(), FORM, form(&pairs)).await;
            assert!(!answer.status.is_server_error(), "{}", answer.status);
            assert_eq!(app.ratings().await, i64::from(answer.status == StatusCode::SEE_OTHER));
            let noisy = app.browser().post_raw(&app.path(), FORM, noise).await;
            assert!(!noisy.status.is_server_error());
        });
    }
}
