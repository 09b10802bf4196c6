//! The link of an occurrence as a picture, a ticket and a slip.

use crate::support::TestApp;
use crate::support::partner::case;
use axum::http::Method;
use http_body_util::BodyExt;
use print::read_codes;

#[tokio::test]
async fn a_link_comes_as_a_picture_a_ticket_and_a_slip_and_none_names_the_case() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    let told = partner.push(&case("SECRET77")).await;
    let url = told.json()["link"]["url"].as_str().unwrap().to_owned();
    let paper = async |form: &str| {
        let path = format!("/api/v1/cases/SECRET77/occurrences/1/paper?form={form}");
        let response = partner.open(partner.request(Method::GET, &path, Vec::new(), &[])).await;
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (response.status().as_u16(), kind, response.into_body().collect().await.unwrap().to_bytes())
    };
    let (status, kind, png) = paper("screen").await;
    assert_eq!((status, kind.as_str()), (200, "image/png"));
    assert_eq!(read_codes(&png).unwrap(), [url]);
    for form in ["ticket", "slip"] {
        let (status, kind, pdf) = paper(form).await;
        assert_eq!((status, kind.as_str()), (200, "application/pdf"), "{}", String::from_utf8_lossy(&pdf));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, &pdf).unwrap();
        let text = std::process::Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
        let text = String::from_utf8_lossy(&text.stdout).into_owned();
        for word in ["示例事项", "示例部门", "服务日期 2026-11-24", "请在12月1日前评价"] {
            assert!(text.contains(word), "{form}: {word} in {text}");
        }
        for secret in ["SECRET77", "示例申请人", "13800000000"] {
            assert!(!text.contains(secret), "{form}: {secret}");
        }
    }
    let (status, _, _) = paper("poster").await;
    assert_eq!(status, 400);
    assert_eq!(partner.get("/api/v1/cases/NONE/occurrences/1/paper?form=slip").await.status, 404);
}
