//! What a partner is told of ratings: everything of those who gave their names, and of the others nothing that would
//! tell who they were.

use crate::support::TestApp;
use crate::support::partner::case;

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn an_anonymous_rating_is_told_by_its_day_and_a_named_one_by_its_case() {
    for app in TestApp::both().await {
        let (partner, stranger) = (app.partner("a").await, app.partner("b").await);
        let mut codes = Vec::new();
        for (number, anonymous) in [("NAMED1", None), ("HIDDEN1", Some(("anonymous", "1")))] {
            let url = partner.push(&case(number)).await.json()["link"]["url"].as_str().unwrap().to_owned();
            let path = url.strip_prefix(&app.web.config.server.public_url).unwrap().to_owned();
            let mut fields = vec![("level", "1"), ("words", "等了两个小时")];
            fields.extend(anonymous);
            let answer = app.browser().rate(&path, &fields).await;
            assert_eq!(answer.status, 303);
            codes.push(answer.location().rsplit('/').next().unwrap().to_owned());
        }
        let told = partner.get("/api/v1/ratings?day=2026-11-24").await;
        assert_eq!(told.problem(), "conflict", "the day is not over");
        let changes = partner.get("/api/v1/changes").await;
        assert!(changes.text.contains("NAMED1") && !changes.text.contains("HIDDEN1"), "{}", changes.text);
        assert_eq!(changes.json()["changes"].as_array().unwrap().len(), 1);
        let next = changes.json()["next"].as_i64().unwrap();
        let later = partner.get(&format!("/api/v1/changes?after={next}")).await.json();
        assert_eq!((later["changes"].as_array().unwrap().len(), later["next"].as_i64()), (0, Some(next)));
        assert_eq!(stranger.get("/api/v1/changes").await.json()["changes"].as_array().unwrap().len(), 0);
        app.web.service.open_work_orders().await.unwrap();
        app.wait(DAY);
        let mut tomorrow = partner.clone();
        tomorrow.now += DAY;
        let told = tomorrow.get("/api/v1/ratings?day=2026-11-24").await;
        let ratings = told.json()["ratings"].as_array().unwrap().clone();
        assert_eq!(ratings.len(), 2, "{}", told.text);
        for rating in ratings {
            let named = rating.get("projectNo").is_some();
            assert_eq!(rating["anonymous"], !named);
            let order = &rating["workOrder"];
            assert_eq!(
                (order["state"].as_str(), order["due"].as_str()),
                (Some("pending"), Some("2026-12-01"))
            );
            assert_eq!(rating.get("assessTime").is_some(), named);
            assert_eq!((rating["level"].as_i64(), rating["day"].as_str()), (Some(1), Some("2026-11-24")));
        }
        assert!(
            !told.text.contains("HIDDEN1")
                && !told.text.contains("ZG2026")
                && codes.iter().all(|code| !told.text.contains(code.as_str()))
        );
        let mut elsewhere = stranger.clone();
        elsewhere.now += DAY;
        assert_eq!(
            elsewhere.get("/api/v1/ratings?day=2026-11-24").await.json()["ratings"].as_array().unwrap().len(),
            0
        );
        assert_eq!(tomorrow.get("/api/v1/ratings?day=2026-02-31").await.problem(), "invalid");
        for wrong in
            ["ratings", "ratings?day=x", "ratings?day=2026-11-24&page=-1", "changes?after=-1", "changes?x=1"]
        {
            assert_eq!(tomorrow.get(&format!("/api/v1/{wrong}")).await.problem(), "malformed", "{wrong}");
        }
    }
}
