//! No call of the partners' interface makes a rating: every one is made, well and badly, and none is there.

use crate::support::TestApp;
use crate::support::partner::{case, case_with};
use axum::http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn no_call_makes_a_rating_whatever_it_is_sent() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        assert_eq!(partner.push(&case("P1")).await.status, 201);
        let api = server::web::openapi();
        let rated = json!({ "level": 5, "satisfaction": "5", "evalevel": "5", "pf": "1", "assessTime": "2026-11-24 09:40:00",
            "evaluate": ["5"], "another": "1", "words": "好" });
        let mut calls = 0;
        for (path, item) in api["paths"].as_object().unwrap() {
            let path = path.replace("{projectNo}", "P1").replace("{serviceNumber}", "1");
            for method in item.as_object().unwrap().keys() {
                let method: Method = method.to_uppercase().parse().unwrap();
                let batch = json!({ "mode": "each", "cases": [case("P2"), case_with("P3", &rated), rated] });
                for body in [case("P4"), case_with("P5", &rated), rated.clone(), batch, Value::Null] {
                    let told = partner.call(method.clone(), &path, &body).await;
                    assert!(told.status.as_u16() < 500, "{method} {path}: {}", told.text);
                    calls += 1;
                }
            }
        }
        assert!(calls >= 60, "{calls}");
        assert_eq!(app.ratings().await, 0);
    }
}

#[tokio::test]
async fn the_description_names_every_route_and_every_schema_it_refers_to() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    let told = partner
        .send(axum::http::Request::get("/api/v1/openapi.json").body(axum::body::Body::empty()).unwrap())
        .await;
    let api = told.json();
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    let names = api["components"]["schemas"].as_object().unwrap();
    for part in told.text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(names.contains_key(name), "{name} is referred to and not there");
    }
    assert!(names["Case"]["required"].as_array().unwrap().iter().any(|f| f == "mobile"), "手机号必传");
    let page = app.browser().get("/api/docs").await;
    page.shows("推送一批，最多 1000 次服务");
    page.shows("申请人手机号");
}
