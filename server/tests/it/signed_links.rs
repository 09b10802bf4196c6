//! Links that a business system makes and signs without calling us.

use crate::support::TestApp;
use crate::support::partner::{Partner, case_with};
use domain::Millis;
use serde_json::json;
use trust::{Key, SignedLink};

const DAY: i64 = 86_400_000;
const REF: &str = "occurrence-0001";

/// A link of this partner that dies after so many days.
fn link(app: &TestApp, partner: &Partner, outer_ref: &str, days: i64) -> String {
    let end = (app.web.service.world().now().0 + days * DAY) / 1000;
    let key = (partner.key_id.as_str(), &partner.key);
    SignedLink::sign(key, outer_ref, end, "nonce-01").expect("a secret").path()
}

async fn placeholders(app: &TestApp) -> u64 {
    let count = "UPDATE service_case SET version = version WHERE pending";
    app.database.execute(count).await.unwrap()
}

#[tokio::test]
async fn a_rating_comes_before_its_case_and_is_matched_when_that_comes() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let path = link(&app, &partner, REF, 7);
        let mut browser = app.browser();
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200);
        page.shows("示例系统a");
        page.shows("待匹配");
        page.hides("示例事项");
        // Looking stores nothing, nor does a form with faults.
        let faulty = app.browser().rate(&path, &[("level", "1")]).await;
        assert_eq!(faulty.status, 422);
        assert_eq!((app.ratings().await, placeholders(&app).await), (0, 0));

        let key = page.key();
        let fields = [("level", "2"), ("words", "太慢"), ("key", key.as_str())];
        let first = browser.post(&path, &fields).await;
        assert_eq!(first.status, 303, "{}", first.body);
        assert_eq!(browser.post(&path, &fields).await.location(), first.location());
        assert_eq!(app.browser().get(&path).await.status, 410);
        assert_eq!(app.browser().post(&path, &[("level", "5")]).await.status, 410);
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 1));
        let row = app.db().export_page(0, 1).await.unwrap().remove(0);
        assert_eq!((row.pending, row.department.as_deref()), (Some(true), Some("示例系统a")));
        // Its number is ours: no case can be handed over by it.
        let reserved = format!("~{}~{REF}", partner.id);
        assert!(partner.push(&case_with(&reserved, &json!({}))).await.status.is_client_error());

        // The case is known with another occurrence; then the rated one comes.
        assert_eq!(partner.push(&case_with("P1", &json!({}))).await.status, 201);
        let second = json!({ "serviceNumber": 2, "occurrenceRef": REF, "winNo": app.window.as_str() });
        let told = partner.push(&case_with("P1", &second)).await;
        assert!(told.status.is_success(), "{}", told.text);
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 0));
        let row = app.db().export_page(0, 1).await.unwrap().remove(0);
        assert_eq!((row.pending, row.item_name.as_deref()), (Some(false), Some("示例事项")));
        assert_eq!(row.service_number, Some(2));
        // The form again, after the match, still finds its receipt; anything else finds the link used.
        assert_eq!(browser.post(&path, &fields).await.location(), first.location());
        assert_eq!(app.browser().get(&path).await.status, 410);
    }
}

#[tokio::test]
async fn a_link_to_a_known_occurrence_is_one_with_its_case_link() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let told = partner.push(&case_with("P1", &json!({ "occurrenceRef": REF }))).await;
        let url = told.json()["link"]["url"].as_str().unwrap().to_owned();
        let own = url.strip_prefix(&app.web.config.server.public_url).unwrap();
        let path = link(&app, &partner, REF, 30);
        app.browser().get(&path).await.shows("示例事项");
        assert_eq!(app.browser().rate(&path, &[("level", "5")]).await.status, 303);
        for used in [own, &path] {
            assert_eq!(app.browser().get(used).await.status, 410);
            assert_eq!(app.browser().post(used, &[("level", "4")]).await.status, 410);
        }
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 0));

        // It dies with the case's own link, and is revoked with it.
        let other = "occurrence-0002";
        let told = partner.push(&case_with("P2", &json!({ "occurrenceRef": other }))).await;
        let url = told.json()["link"]["url"].as_str().unwrap().to_owned();
        let token = usecases::CaseToken::parse(url.rsplit('/').next().unwrap()).unwrap();
        let path = link(&app, &partner, other, 30);
        assert_eq!(app.browser().get(&path).await.status, 200);
        assert!(app.web.service.revoke_link(&token).await.unwrap());
        app.browser().get(&path).await.shows("已停用");
        assert_eq!(app.browser().post(&path, &[("level", "5")]).await.status, 410);
        let third = "occurrence-0003";
        partner.push(&case_with("P3", &json!({ "occurrenceRef": third }))).await;
        let path = link(&app, &partner, third, 30);
        app.wait(20 * DAY);
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, 410);
        page.shows("2026年12月1日");
    }
}

#[tokio::test]
async fn a_name_that_comes_later_leads_to_the_same_occurrence() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let told = partner.push(&case_with("P1", &json!({}))).await;
        let url = told.json()["link"]["url"].as_str().unwrap().to_owned();
        let own = url.strip_prefix(&app.web.config.server.public_url).unwrap();
        assert_eq!(app.browser().rate(own, &[("level", "1"), ("words", "慢")]).await.status, 303);
        let again = partner.push(&case_with("P1", &json!({ "occurrenceRef": REF }))).await;
        assert_eq!(again.json()["result"], "known");
        let path = link(&app, &partner, REF, 30);
        assert_eq!(app.browser().get(&path).await.status, 410, "rated already");
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 0));
    }
}

#[tokio::test]
async fn a_link_that_is_not_right_is_answered_as_one_that_was_never_given_out() {
    for app in TestApp::both().await {
        let (partner, other) = (app.partner("a").await, app.partner("b").await);
        let good = link(&app, &partner, REF, 7);
        assert_eq!(app.browser().get(&good).await.status, 200);
        let foreign = good.replace(&partner.key_id, &other.key_id);
        let stranger = Key::Secret([9; 32]);
        let end = app.web.service.world().now().0 / 1000 + 3600;
        let forged = SignedLink::sign((&partner.key_id, &stranger), REF, end, "nonce-01").unwrap().path();
        let wrong = [
            good.replace(REF, "occurrence-0002"),
            good.replace("nonce-01", "nonce-02"),
            good[..good.len() - 1].to_owned(),
            format!("{good}0"),
            good.to_uppercase().replace("/P/", "/p/"),
            good.replace(&partner.key_id, "unknown"),
            foreign,
            forged,
            link(&app, &partner, REF, 32),
            "/p/a/b/c/d/e".to_owned(),
        ];
        let unknown = app.browser().get("/c/00000000000000000000").await;
        for path in wrong {
            let page = app.browser().get(&path).await;
            assert_eq!((page.status, &page.body), (unknown.status, &unknown.body), "{path}");
            assert_eq!(app.browser().post(&path, &[("level", "5")]).await.status, 404, "{path}");
        }
        app.wait(8 * DAY);
        assert_eq!(app.browser().get(&good).await.status, 410);
        assert_eq!(app.browser().post(&good, &[("level", "5")]).await.status, 410);
        assert_eq!((app.ratings().await, placeholders(&app).await), (0, 0));
    }
}

#[tokio::test]
async fn ten_at_once_give_one_rating() {
    for app in TestApp::both().await {
        let path = link(&app, &app.partner("a").await, REF, 7);
        let sent = (0..10).map(|_| {
            let (mut browser, path) = (app.browser(), path.clone());
            tokio::spawn(async move { browser.rate(&path, &[("level", "5")]).await.status.as_u16() })
        });
        let mut statuses = Vec::new();
        for task in sent.collect::<Vec<_>>() {
            statuses.push(task.await.unwrap());
        }
        assert_eq!(statuses.iter().filter(|s| **s == 303).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|s| [303, 410].contains(s)), "{statuses:?}");
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 1));
    }
}

#[tokio::test]
async fn links_die_with_their_key_and_their_partner() {
    for app in TestApp::both().await {
        let now = app.web.service.world().now();
        let [revoked, ended, shut] = [app.partner("a").await, app.partner("b").await, app.partner("c").await];
        let paths = [&revoked, &ended, &shut].map(|p| link(&app, p, REF, 7));
        for path in &paths {
            assert_eq!(app.browser().get(path).await.status, 200);
        }
        let db = app.db();
        assert!(db.end_partner_key((&revoked.key_id, revoked.id), (now, true), &[]).await.unwrap());
        let soon = Millis(now.0 + 1000);
        assert!(db.end_partner_key((&ended.key_id, ended.id), (soon, false), &[]).await.unwrap());
        let row = db.partner(shut.id).await.unwrap().unwrap();
        assert!(db.set_partner_disabled((shut.id, row.version), Some(now), &[]).await.unwrap());
        assert_eq!(app.browser().get(&paths[1]).await.status, 200, "the overlap is not over");
        app.wait(1001);
        for path in &paths {
            assert_eq!(app.browser().get(path).await.status, 404);
            assert_eq!(app.browser().post(path, &[("level", "5")]).await.status, 404);
        }
        assert_eq!(app.ratings().await, 0);
    }
}

#[tokio::test]
async fn a_public_key_signs_no_links() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    let now = app.web.service.world().now();
    // The generator of the curve is a point like any other.
    let public = "0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
        bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
    let sealed = app.web.service.sealed_key(public);
    app.db().add_partner_key(("kSm2", partner.id), ("sm2", &sealed), now, &[]).await.unwrap();
    let path = link(&app, &partner, REF, 7).replace(&partner.key_id, "kSm2");
    assert_eq!(app.browser().get(&path).await.status, 404);
}

/// The case is known without its name; it is rated by a signed link; then a later hand-over brings the name.
#[tokio::test]
async fn a_name_that_comes_after_the_rating_matches_it_to_the_case() {
    for app in TestApp::both().await {
        let partner = app.partner("a").await;
        let first = partner.push(&case_with("P1", &json!({ "winNo": app.window.as_str() }))).await;
        let own = first.json()["link"]["url"].as_str().unwrap().split_once("/c/").unwrap().1.to_owned();
        let path = link(&app, &partner, REF, 7);
        let rated = app.browser().rate(&path, &[("level", "1"), ("words", "太慢")]).await;
        assert_eq!((rated.status.as_u16(), placeholders(&app).await), (303, 1));

        let named = json!({ "winNo": app.window.as_str(), "occurrenceRef": REF });
        let told = partner.push(&case_with("P1", &named)).await;
        assert!(told.status.is_success(), "{}", told.text);
        assert_eq!((app.ratings().await, placeholders(&app).await), (1, 0));
        let row = app.db().export_page(0, 1).await.unwrap().remove(0);
        assert_eq!((row.pending, row.item_name.as_deref()), (Some(false), Some("示例事项")));
        // One service, one rating: the link we gave out and the partner's are both used.
        assert_eq!(app.browser().get(&format!("/c/{own}")).await.status, 410);
        assert_eq!(app.browser().get(&path).await.status, 410);
        assert!(partner.push(&case_with("P1", &named)).await.status.is_success());
        assert!(app.db().check_log().await.unwrap().fault.is_none());

        // Both were rated, by two people: neither is thrown away, and the second stays without a case.
        let second = partner.push(&case_with("P2", &json!({}))).await;
        let own = second.json()["link"]["url"].as_str().unwrap().split_once("/c/").unwrap().1.to_owned();
        assert_eq!(app.browser().rate(&format!("/c/{own}"), &[("level", "5")]).await.status, 303);
        let path = link(&app, &partner, "occurrence-0002", 7);
        assert_eq!(app.browser().rate(&path, &[("level", "1"), ("words", "慢")]).await.status, 303);
        let told = partner.push(&case_with("P2", &json!({ "occurrenceRef": "occurrence-0002" }))).await;
        assert!(told.status.is_success(), "{}", told.text);
        assert_eq!((app.ratings().await, placeholders(&app).await), (3, 1));
    }
}
