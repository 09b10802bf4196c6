//! Who may call: signatures, clocks, replays, keys that end, idempotency, limits.

use crate::support::partner::{Partner, case};
use crate::support::{START, TestApp};
use axum::body::Body;
use axum::http::{Method, Request};
use domain::Millis;
use serde_json::json;
use sm2::SecretKey;
use sm2::dsa::signature::Signer;
use sm2::dsa::{Signature, SigningKey};
use storage::PartnerChange;
use trust::{SM2_IDENTITY, digest, to_hex};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn nobody_is_let_in_without_a_good_signature() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let unsigned = Request::get("/api/v1/tables").body(Body::empty()).unwrap();
        let told = partner.send(unsigned).await;
        assert_eq!((told.status.as_u16(), told.problem().as_str()), (401, "signature"));
        assert_eq!(told.headers["www-authenticate"], "HCP1-HMAC-SM3, HCP1-SM2");
        let signed = |path: &str| partner.request(Method::GET, path, Vec::new(), &[]);
        for change in ["method", "path", "body", "nonce", "time", "key", "signature"] {
            let request = signed("/api/v1/tables");
            let (mut parts, mut body) = request.into_parts();
            let header = parts.headers["authorization"].to_str().unwrap().to_owned();
            let changed = match change {
                "nonce" => header.replace("nonce-0", "nonce-9"),
                "time" => header.replace(&partner.now.to_string(), &(partner.now + 1).to_string()),
                "key" => header.replace("key=ka", "key=kb"),
                "signature" => header.replace("signature=", "signature=0"),
                _ => header,
            };
            parts.headers.insert("authorization", changed.parse().unwrap());
            match change {
                "method" => parts.method = Method::PUT,
                "path" => parts.uri = "/api/v1/tables?x".parse().unwrap(),
                "body" => body = Body::from("x"),
                _ => {}
            }
            let told = partner.send(Request::from_parts(parts, body)).await;
            assert!(
                told.status == 401 || (change == "method" && told.status == 405),
                "{change}: {}",
                told.status
            );
        }
        assert_eq!(partner.send(signed("/api/v1/tables")).await.status, 200);
    }
}

#[tokio::test]
async fn a_body_is_not_read_for_a_key_that_is_not_good() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    for (path, off, key, told) in [
        ("/api/v1/cases/stream", 0, "knobody", "signature"),
        ("/api/v1/cases/batch", 0, "knobody", "signature"),
        ("/api/v1/cases/stream", 10 * MINUTE, "ka", "time"),
    ] {
        let at = partner.now + off;
        let header = format!(
            "HCP1-HMAC-SM3 key={key}, time={at}, nonce=nonce-000000000000, signature={}",
            "0".repeat(64)
        );
        // It never comes to an end, nor to a beginning.
        let body = Body::from_stream(tokio_stream::pending::<std::io::Result<Vec<u8>>>());
        let request = Request::post(path).header("authorization", header).body(body).unwrap();
        assert_eq!(partner.send(request).await.problem(), told, "{path}");
    }
}

#[tokio::test]
async fn a_partner_may_sign_with_a_pair_of_its_own() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    let secret = SecretKey::from_slice(&[7; 32]).unwrap();
    let pair = SigningKey::new(SM2_IDENTITY, &secret).unwrap();
    let public = to_hex(&pair.verifying_key().to_sec1_bytes());
    let (sealed, now) = (app.web.service.sealed_key(&public), app.web.service.world().now());
    app.db().add_partner_key(("kpair", partner.id), ("sm2", &sealed), now, &[]).await.unwrap();
    let ask = async |scheme: &str, signed: &str, nonce: &str| {
        let text = format!("HCP1\nGET\n/api/v1/tables\n{}\n{}\n{nonce}", digest(b""), now.0);
        let signature: Signature = pair.sign(text.replace("tables", signed).as_bytes());
        let signature = to_hex(&signature.to_bytes());
        let header = format!("{scheme} key=kpair, time={}, nonce={nonce}, signature={signature}", now.0);
        let request =
            Request::get("/api/v1/tables").header("authorization", header).body(Body::empty()).unwrap();
        partner.send(request).await.status.as_u16()
    };
    assert_eq!(ask("HCP1-SM2", "tables", "nonce-sm2-0000000001").await, 200);
    assert_eq!(ask("HCP1-SM2", "changes", "nonce-sm2-0000000002").await, 401);
    assert_eq!(
        ask("HCP1-HMAC-SM3", "tables", "nonce-sm2-0000000003").await,
        401,
        "a public key is no secret"
    );
}

#[tokio::test]
async fn a_request_is_taken_once_and_only_within_five_minutes() {
    for app in TestApp::both().await {
        let mut partner = app.partner("a").await;
        let request = |partner: &Partner| partner.request(Method::GET, "/api/v1/tables", Vec::new(), &[]);
        let first = request(&partner);
        let header = first.headers()["authorization"].clone();
        assert_eq!(partner.send(first).await.status, 200);
        let again =
            Request::get("/api/v1/tables").header("authorization", header).body(Body::empty()).unwrap();
        assert_eq!(partner.send(again).await.problem(), "replay");
        let now = partner.now;
        for off in [-10 * MINUTE, -5 * MINUTE - 1, 5 * MINUTE + 1, 10 * MINUTE] {
            partner.now = now + off;
            let told = partner.send(request(&partner)).await;
            assert_eq!((told.status.as_u16(), told.problem().as_str()), (401, "time"));
            assert_eq!(told.json()["serverTime"].as_i64(), Some(now), "the clock can be put right");
        }
        for off in [-5 * MINUTE, 5 * MINUTE] {
            partner.now = now + off;
            assert_eq!(partner.send(request(&partner)).await.status, 200);
        }
        // Long after, the nonce is forgotten, and the time is what refuses it.
        app.wait(20 * MINUTE);
        app.db().sweep_partner_calls(Millis(now + 20 * MINUTE)).await.unwrap();
        partner.now = now;
        assert_eq!(partner.send(request(&partner)).await.problem(), "time");
    }
}

#[tokio::test]
async fn keys_overlap_end_and_are_revoked_and_a_partner_is_shut_out() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let now = app.web.service.world().now();
        let ok = async |partner: &Partner| partner.get("/api/v1/tables").await.status.as_u16();
        assert_eq!(ok(&partner).await, 200);
        let ends = Millis(now.0 + MINUTE);
        assert!(app.db().end_partner_key((&partner.key_id, partner.id), (ends, false), &[]).await.unwrap());
        assert_eq!(ok(&partner).await, 200, "until the overlap is over");
        app.wait(MINUTE + 1);
        assert_eq!(ok(&partner).await, 401);
        let other = app.partner("b").await;
        assert_eq!(ok(&other).await, 200);
        assert!(app.db().set_partner_disabled((other.id, 1), Some(now), &[]).await.unwrap());
        assert_eq!(ok(&other).await, 401);
        assert!(app.db().set_partner_disabled((other.id, 2), None, &[]).await.unwrap());
        assert_eq!(ok(&other).await, 200);
        assert!(app.db().end_partner_key((&other.key_id, other.id), (now, true), &[]).await.unwrap());
        assert_eq!(ok(&other).await, 401);
    }
}

#[tokio::test]
async fn the_same_call_again_gives_the_same_answer_and_another_under_its_key_none() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let path = "/api/v1/cases";
        let headers = [("content-type", "application/json")];
        let without = partner.request(Method::POST, path, case("P1").to_string().into(), &headers);
        assert_eq!(partner.send(without).await.problem(), "idempotency-key-missing");
        let first = partner.keyed(Method::POST, path, &case("P1"), "\"one\"").await;
        assert_eq!(first.status, 201);
        let again = partner.keyed(Method::POST, path, &case("P1"), "\"one\"").await;
        assert_eq!((again.status.as_u16(), &again.text), (201, &first.text));
        assert_eq!(again.headers["idempotent-replayed"], "true");
        let other = partner.keyed(Method::POST, path, &case("P2"), "\"one\"").await;
        assert_eq!((other.status.as_u16(), other.problem().as_str()), (422, "idempotency-key-reused"));
        app.database.execute("UPDATE idempotency SET status = NULL").await.unwrap();
        assert_eq!(
            partner.keyed(Method::POST, path, &case("P1"), "\"one\"").await.problem(),
            "idempotency-running"
        );
        // Whoever was at it has died: after ten minutes the call is done again.
        app.wait(11 * MINUTE);
        let mut later = partner.clone();
        later.now += 11 * MINUTE;
        assert_eq!(later.keyed(Method::POST, path, &case("P1"), "\"one\"").await.status, 200);
        // What was refused can be put right under the same key.
        let bad = later.keyed(Method::POST, path, &json!({}), "\"two\"").await;
        assert_eq!(bad.problem(), "invalid");
        assert_eq!(later.keyed(Method::POST, path, &case("P3"), "\"two\"").await.status, 201);
        // No link stands readable in the database.
        let token = first.json()["link"]["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let found = format!("UPDATE idempotency SET at = at WHERE CAST(answer AS TEXT) LIKE '%{token}%'");
        if matches!(app.db(), storage::Db::Sqlite { .. }) {
            assert_eq!(app.database.execute(&found).await.unwrap(), 0);
        }
    }
}

#[tokio::test]
async fn a_partner_that_asks_too_much_is_told_when_to_come_again() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let change = PartnerChange {
            name: "示例系统".into(),
            requests_per_minute: 3,
            cases_per_minute: 1,
            notify: false,
            scopes: vec![(1, "370300000000".into(), None)],
        };
        assert!(app.db().change_partner((partner.id, 1), &change, START, &[]).await.unwrap());
        let told = partner.push(&case("P1")).await;
        assert_eq!(told.status, 201);
        assert_eq!(told.headers["ratelimit-policy"], "\"requests\";q=3;w=60, \"cases\";q=1;w=60");
        assert_eq!(told.headers["ratelimit"], "\"requests\";r=2;t=60, \"cases\";r=0;t=60");
        let told = partner.push(&case("P2")).await;
        assert_eq!(
            (told.problem().as_str(), told.headers["retry-after"].as_bytes()),
            ("too-many", &b"60"[..])
        );
        assert_eq!(partner.get("/api/v1/tables").await.status, 200);
        assert_eq!(partner.get("/api/v1/tables").await.headers["retry-after"], "20");
        // Another partner is not held up.
        assert_eq!(app.partner("b").await.get("/api/v1/tables").await.status, 200);
        app.wait(20_000);
        let mut later = partner.clone();
        later.now += 20_000;
        let log = later.get("/api/v1/requests").await.json();
        let said: Vec<(&str, i64)> = log
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["operation"].as_str().unwrap(), c["status"].as_i64().unwrap()))
            .collect();
        assert_eq!(
            said,
            [("GET /tables", 429), ("GET /tables", 200), ("POST /cases", 429), ("POST /cases", 201)]
        );
        assert_eq!(log[3]["cases"], 1);
    }
}
