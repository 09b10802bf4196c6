//! Cases handed over by a partner's system.

use crate::support::TestApp;
use crate::support::partner::{ELSEWHERE, case, case_with};
use axum::http::Method;
use http_body_util::BodyExt;
use serde_json::{Value, json};

#[tokio::test]
async fn a_case_gets_a_link_that_a_citizen_can_open_and_the_same_link_again() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let changes = json!({ "winNo": app.window.as_str(), "handlerCode": "SL007" });
        let told = partner.push(&case_with("P1", &changes)).await;
        assert_eq!(told.status, 201, "{}", told.text);
        let url = told.json()["link"]["url"].as_str().unwrap().to_owned();
        let path = url.strip_prefix(&app.web.config.server.public_url).unwrap();
        app.browser().get(path).await.shows("示例事项");
        let again = partner.push(&case_with("P1", &changes)).await;
        assert_eq!((again.status.as_u16(), again.json()["result"].as_str().unwrap()), (200, "known"));
        assert_eq!(again.json()["link"]["url"], url);
        let shown = partner.get("/api/v1/cases/P1/occurrences/1/link").await;
        assert_eq!(shown.json()["url"], url);
        // The rating is laid to the person who handled it.
        assert_eq!(app.browser().rate(path, &[("level", "5")]).await.status, 303);
        let laid = "UPDATE staff SET version = version WHERE id = (SELECT staff_id FROM rating)";
        assert_eq!(app.database.execute(laid).await.unwrap(), 1);
        // Whether she has rated is not for the partner to see.
        assert_eq!(partner.get("/api/v1/cases/P1/occurrences/1/link").await.json()["url"], url);
        assert!(!partner.get("/api/v1/cases/P1").await.text.contains("rated"));
    }
}

#[tokio::test]
async fn every_fault_is_told_by_field_and_rule_and_nothing_is_stored() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    for (changes, field, rule) in [
        (json!({ "mobile": "12" }), "mobile", "phone"),
        (json!({ "mobile": "" }), "mobile", "required"),
        (json!({ "mobile": "05332345678" }), "mobile", "phone"),
        (json!({ "mobile": "+8613800000000" }), "mobile", "phone"),
        (json!({ "serviceNumber": 0 }), "serviceNumber", "number"),
        (json!({ "serviceNumber": "1" }), "serviceNumber", "wrong-type"),
        (json!({ "orgName": " 示例" }), "orgName", "blank-around"),
        (json!({ "areaCode": ELSEWHERE }), "areaCode", "outside-scope"),
        (json!({ "winNo": "7777777" }), "winNo", "unknown-window"),
        (json!({ "promiseDay": 5 }), "promiseType", "unit-missing"),
        (json!({ "occurrenceRef": "短" }), "occurrenceRef", "reference"),
        (json!({ "userName": null }), "userName", "wrong-type"),
        (json!({ "level": 5 }), "", "unknown-field"),
        (json!({ "satisfaction": "5" }), "", "unknown-field"),
    ] {
        let told = partner.push(&case_with("P1", &changes)).await;
        assert_eq!((told.status.as_u16(), told.problem().as_str()), (422, "invalid"), "{changes}");
        let fault = &told.json()["errors"][0];
        assert_eq!(
            (fault["field"].as_str(), fault["rule"].as_str()),
            (Some(field), Some(rule)),
            "{}",
            told.text
        );
    }
    assert_eq!(partner.get("/api/v1/cases/P1").await.status, 404);
    for body in ["", "[]", "{", "\"x\"", "null"] {
        let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
        let request = partner.request(Method::POST, "/api/v1/cases", body.into(), &headers);
        assert!(partner.send(request).await.status.is_client_error(), "{body}");
    }
    let request =
        partner.request(Method::POST, "/api/v1/cases", b"a=1".to_vec(), &[("content-type", "text/plain")]);
    assert_eq!(partner.send(request).await.status, 415);
}

fn batch(many: usize, mode: &str) -> Value {
    let mut cases: Vec<Value> = (0..many).map(|n| case(&format!("B{n:04}"))).collect();
    cases[500]["mobile"] = json!("nobody");
    json!({ "mode": mode, "cases": cases })
}

#[tokio::test]
async fn one_bad_row_among_a_thousand_is_told_apart_and_the_partners_choice_is_kept() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let path = "/api/v1/cases/batch";
        let nothing = partner.call(Method::POST, path, &batch(1000, "all-or-nothing")).await;
        assert_eq!(nothing.problem(), "invalid");
        let faults = nothing.json()["errors"].clone();
        assert_eq!((faults.as_array().unwrap().len(), faults[0]["row"].as_u64()), (1, Some(500)));
        assert_eq!(partner.get("/api/v1/cases/B0000").await.status, 404);
        let each = partner.call(Method::POST, path, &batch(1000, "each")).await;
        assert_eq!(each.status, 200, "{}", each.text);
        let told = each.json();
        assert_eq!((told["created"].as_u64(), told["refused"].as_u64()), (Some(999), Some(1)));
        assert_eq!(told["rows"][500]["errors"][0]["field"], "mobile");
        assert!(told["rows"][999]["link"]["url"].as_str().unwrap().contains("/c/"));
        for (n, status) in [(0, 200), (500, 404), (999, 200)] {
            assert_eq!(partner.get(&format!("/api/v1/cases/B{n:04}")).await.status, status);
        }
        for wrong in
            [json!({}), json!({ "mode": "each", "cases": [] }), json!({ "mode": "some", "cases": [1] })]
        {
            assert_eq!(partner.call(Method::POST, path, &wrong).await.problem(), "malformed");
        }
        let more = json!({ "mode": "each", "cases": vec![case("X"); 1001] });
        assert_eq!(partner.call(Method::POST, path, &more).await.problem(), "malformed");
        let twice = json!({ "mode": "each", "cases": [case("T1"), case("T1")] });
        let told = partner.call(Method::POST, path, &twice).await.json();
        assert_eq!(told["rows"][1]["errors"][0]["rule"], "twice");
    }
}

#[tokio::test]
async fn the_same_batch_from_ten_connections_is_stored_once() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let cases: Vec<Value> = (0..50).map(|n| case(&format!("C{n}"))).collect();
        let body = json!({ "mode": "all-or-nothing", "cases": cases });
        for one_key in [true, false] {
            let mut calls = tokio::task::JoinSet::new();
            for n in 0..10 {
                let (partner, body) = (partner.clone(), body.clone());
                let key = if one_key { "same".to_owned() } else { format!("other-{n}") };
                calls.spawn(
                    async move { partner.keyed(Method::POST, "/api/v1/cases/batch", &body, &key).await },
                );
            }
            let told = calls.join_all().await;
            let done = told.iter().filter(|t| t.status == 200).count();
            let busy = told.iter().filter(|t| t.status == 409).count();
            assert_eq!((done + busy, done > 0), (10, true));
            let created: u64 = told
                .iter()
                .filter(|t| t.status == 200 && !t.headers.contains_key("idempotent-replayed"))
                .map(|t| t.json()["created"].as_u64().unwrap())
                .sum();
            assert_eq!(created, if one_key { 50 } else { 0 });
        }
        for table in ["service_case", "occurrence", "case_link"] {
            let stored = app.database.execute(&format!("UPDATE {table} SET id = id")).await.unwrap();
            assert_eq!(stored, 50, "{table}");
        }
    }
}

#[tokio::test]
async fn what_belongs_to_another_system_is_as_if_it_were_not_there_and_cannot_be_changed() {
    for app in TestApp::both().await {
        let (one, other) = (app.partner("a").await, app.partner("b").await);
        assert_eq!(one.push(&case("P1")).await.status, 201);
        let told = other.push(&case_with("P1", &json!({ "serviceNumber": 2 }))).await;
        assert_eq!(told.json()["errors"][0]["rule"], "taken");
        for path in ["/api/v1/cases/P1", "/api/v1/cases/P1/occurrences/1/link", "/api/v1/cases/P9"] {
            assert_eq!(other.get(path).await.problem(), "not-found", "{path}");
        }
        let state = json!({ "proStatus": "3", "resultDate": "2026-11-24 10:00:00" });
        assert_eq!(other.call(Method::PUT, "/api/v1/cases/P1/state", &state).await.status, 404);
        let link = "/api/v1/cases/P1/occurrences/1/link";
        assert_eq!(other.call(Method::DELETE, link, &json!(null)).await.status, 404);
        // The links go when their own system says so, and come again.
        let first = one.get(link).await.json()["url"].clone();
        assert_eq!(one.call(Method::DELETE, link, &json!(null)).await.status, 204);
        assert_eq!(one.get(link).await.status, 404);
        let renewed = one.call(Method::POST, link, &json!(null)).await;
        assert_eq!(renewed.status, 201, "{}", renewed.text);
        assert_ne!(renewed.json()["url"], first);
        let path =
            first.as_str().unwrap().strip_prefix(&app.web.config.server.public_url).unwrap().to_owned();
        app.browser().get(&path).await.shows("已停用");
    }
}

#[tokio::test]
async fn a_state_goes_forward_only() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let mut begun = case_with("P1", &json!({ "proStatus": "1", "serviceTime": "2026-11-23 09:00:00" }));
        begun.as_object_mut().unwrap().remove("resultDate");
        assert_eq!(partner.push(&begun).await.status, 201);
        let path = "/api/v1/cases/P1/state";
        assert_eq!(partner.call(Method::PUT, path, &json!({ "proStatus": "2" })).await.status, 204);
        assert_eq!(partner.call(Method::PUT, path, &json!({ "proStatus": "1" })).await.problem(), "conflict");
        let told = partner.call(Method::PUT, path, &json!({ "proStatus": "3" })).await;
        assert_eq!(told.json()["errors"][0]["rule"], "required-when-finished");
        // A later occurrence brings it forward too, an earlier one that comes late does not bring it back.
        let last = case_with("P1", &json!({ "serviceNumber": 3 }));
        assert_eq!(partner.push(&last).await.status, 201);
        begun["serviceNumber"] = json!(2);
        assert_eq!(partner.push(&begun).await.status, 201);
        let shown = partner.get("/api/v1/cases/P1").await.json();
        assert_eq!(
            (shown["proStatus"].as_str(), shown["occurrences"].as_array().unwrap().len()),
            (Some("3"), 3)
        );
    }
}

#[tokio::test]
async fn history_goes_through_line_by_line_and_ends_when_the_key_is_revoked() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let line = |n: usize| match n {
            7 => "no json".to_owned(),
            8 => case_with("S8", &json!({ "mobile": "" })).to_string(),
            n => case_with(
                &format!("S{n}"),
                &json!({ "acceptDate": "2025-01-01 09:00:00",
                "resultDate": "2025-01-02 09:00:00", "serviceTime": "2025-01-02 09:00:00" }),
            )
            .to_string(),
        };
        let lines: Vec<String> = (0..1_200).map(line).collect();
        let told = partner.send(partner.stream(&lines).await).await;
        let rows: Vec<Value> = told.text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!((told.status.as_u16(), rows.len()), (200, 1_200));
        assert_eq!(
            (rows[7]["result"].as_str(), rows[8]["errors"][0]["field"].as_str()),
            (Some("refused"), Some("mobile"))
        );
        assert_eq!(rows[1_199]["result"], "created");
        assert!(rows[0].get("link").is_none(), "its time was over long ago");
        let lines: Vec<String> = (2_000..8_000).map(line).collect();
        let mut body = partner.open(partner.stream(&lines).await).await.into_body();
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(first.starts_with(b"{\"row\":0,"));
        let now = app.web.service.world().now();
        app.db().end_partner_key((&partner.key_id, partner.id), (now, true), &[]).await.unwrap();
        let rest = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(rest.to_vec()).unwrap();
        assert!(
            text.lines().last().unwrap().contains("urn:hcp:problem:signature"),
            "{:?}",
            text.lines().last()
        );
        assert!(text.lines().count() < 5_000);
        // What was answered is stored, whole.
        let told = text.lines().filter(|l| l.contains("created")).count() + 500;
        let stored = app
            .database
            .execute("UPDATE service_case SET id = id WHERE project_no >= 'S2' AND length(project_no) = 5")
            .await
            .unwrap();
        assert!(stored as usize >= told);
    }
}
