use crate::support::TestApp;
use axum::http::StatusCode;

#[tokio::test]
async fn pages_without_data_answer_and_carry_the_same_strict_policy() {
    let app = TestApp::sqlite().await;
    for path in ["/", "/privacy", "/w", "/r", "/no-such-page"] {
        let page = app.browser().get(path).await;
        let expected = if path == "/no-such-page" { StatusCode::NOT_FOUND } else { StatusCode::OK };
        assert_eq!(page.status, expected, "{path}");
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
        assert_eq!(page.headers["referrer-policy"], "strict-origin");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        page.hides(" style=");
        page.hides(" onclick=");
    }
}

#[tokio::test]
async fn the_size_of_text_is_remembered() {
    let app = TestApp::sqlite().await;
    let mut browser = app.browser();
    browser.get(&app.path()).await.hides("elder-22");
    let set = browser.post("/display", &[("size", "e22"), ("back", &app.path())]).await;
    assert_eq!((set.status, set.location()), (StatusCode::SEE_OTHER, app.path()));
    browser.get(&app.path()).await.shows("elder-22");
    browser.get("/").await.shows("elder-22");
    browser.post("/display", &[("size", "std"), ("back", "/")]).await;
    browser.get("/").await.hides("elder-22");
}

#[tokio::test]
async fn a_compressed_page_is_the_page() {
    use std::io::Read;
    let app = TestApp::sqlite().await;
    let plain = app.browser().get(&app.path()).await;
    for encoding in ["gzip", "br"] {
        let router = app.router.clone();
        let request = axum::http::Request::get(app.path()).header("accept-encoding", encoding);
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
        assert_eq!(response.headers()["content-encoding"], encoding);
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut text = String::new();
        let mut reader: Box<dyn Read> = match encoding {
            "gzip" => Box::new(flate2::read::GzDecoder::new(&bytes[..])),
            _ => Box::new(brotli::Decompressor::new(&bytes[..], 4096)),
        };
        reader.read_to_string(&mut text).unwrap();
        let head = |page: &str| page.rsplit_once("value=\"").map(|(head, _)| head.to_owned());
        assert_eq!(head(&text), head(&plain.body), "{encoding}");
        assert!(text.ends_with("</body></html>"));
    }
}

#[tokio::test]
async fn health_is_told_to_machines() {
    for app in TestApp::both().await {
        assert_eq!(app.browser().get("/healthz").await.status, StatusCode::OK);
        let ready = app.browser().get("/readyz").await;
        assert_eq!(ready.status, StatusCode::OK);
        ready.shows("\"ready\":true");
    }
}

#[tokio::test]
async fn a_changed_shift_is_shown_after_two_seconds() {
    let app = TestApp::sqlite().await;
    app.browser().get(&app.path()).await.shows("示例员工甲");
    app.database.execute("DELETE FROM shift").await.unwrap();
    app.wait(2_000);
    app.browser().get(&app.path()).await.hides("示例员工甲");
}
