use crate::support::{TestApp, case_csv};
use axum::http::StatusCode;
use usecases::{ImportError, RowFault};

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_link_shows_the_case_and_never_who_it_is_about() {
    for app in TestApp::both().await {
        let path = app.case(&[]).await;
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in ["示例事项", "示例部门", "已办结", "出证办结", "2026年12月1日"] {
            page.shows(text);
        }
        for personal in ["示例申请人", "13812345678", "370303199001010000", "SL0001"] {
            page.hides(personal);
        }
    }
}

#[tokio::test]
async fn a_link_takes_one_rating_and_then_says_that_it_is_used() {
    for app in TestApp::both().await {
        let path = app.case(&[]).await;
        let mut browser = app.browser();
        let key = browser.get(&path).await.key();
        let fields = [("level", "2"), ("words", "太慢"), ("key", key.as_str())];
        let first = browser.post(&path, &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        // The same form again finds its receipt; another form, or another device, finds the link used.
        assert_eq!(browser.post(&path, &fields).await.location(), first.location());
        let other = app.browser().post(&path, &[("level", "5")]).await;
        assert_eq!(other.status, StatusCode::GONE);
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, StatusCode::GONE);
        page.hides(&first.location());
        assert_eq!(app.ratings().await, 1);
    }
}

#[tokio::test]
async fn a_link_dies_at_the_end_of_the_fifth_working_day() {
    for app in TestApp::both().await {
        let path = app.case(&[]).await;
        // Served on Tuesday 24 November: open through Tuesday 1 December, 24:00.
        app.wait(7 * DAY + 13 * 3_600_000 + 3_599_000);
        assert_eq!(app.browser().get(&path).await.status, StatusCode::OK);
        app.wait(1_000 + 1);
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, StatusCode::GONE);
        page.shows("2026年12月1日");
    }
}

#[tokio::test]
async fn a_used_link_offers_no_second_rating_of_the_same_service() {
    let app = TestApp::sqlite().await;
    let path = app.case(&[("winNo", app.window.as_str())]).await;
    app.browser().rate(&path, &[("level", "5")]).await;
    let answer = app.browser().post(&path, &[("level", "1"), ("words", "再评一次")]).await;
    assert_eq!(answer.status, StatusCode::GONE);
    answer.hides(&app.path());
}

#[tokio::test]
async fn where_a_city_lets_links_outlive_the_window_a_late_rating_is_taken_and_marked() {
    let app = TestApp::sqlite_with(|settings| settings.late_days = 30).await;
    let path = app.case(&[]).await;
    app.wait(10 * DAY);
    let page = app.browser().get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("逾期");
    assert_eq!(
        app.browser().rate(&path, &[("level", "1"), ("words", "太慢")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(app.db().export_page(0, 1).await.unwrap()[0].late);
    let other = app.case(&[("projectNo", "SL0009")]).await;
    app.wait(40 * DAY);
    assert_eq!(app.browser().get(&other).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_lost_link_is_reissued() {
    for app in TestApp::both().await {
        let first = app.case(&[]).await;
        let link = app.web.service.reissue_link("SL0001", 1).await.unwrap().unwrap();
        let second = format!("/c/{}", link.token.as_str());
        assert_ne!(first, second);
        assert_eq!(app.browser().rate(&second, &[("level", "5")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.browser().get(&first).await.status, StatusCode::GONE, "one rating per occurrence");
        assert!(app.web.service.reissue_link("SL0001", 2).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn words_sent_to_a_dead_link_are_kept_for_the_window() {
    let app = TestApp::sqlite().await;
    let path = app.case(&[("winNo", app.window.as_str())]).await;
    app.wait(20 * DAY);
    let answer = app.browser().post(&path, &[("level", "1"), ("words", "拖了一个月")]).await;
    assert_eq!(answer.status, StatusCode::GONE);
    answer.shows("拖了一个月");
    answer.shows(&format!("action=\"{}\"", app.path()));
    assert_eq!(app.ratings().await, 0);
}

#[tokio::test]
async fn a_revoked_link_says_so_and_an_unknown_one_is_not_found() {
    for app in TestApp::both().await {
        let path = app.case(&[]).await;
        let token = usecases::CaseToken::parse(path.trim_start_matches("/c/")).unwrap();
        assert!(app.web.service.revoke_link(&token).await.unwrap());
        let page = app.browser().get(&path).await;
        assert_eq!(page.status, StatusCode::GONE);
        page.shows("已停用");
        assert_eq!(app.browser().post(&path, &[("level", "5")]).await.status, StatusCode::GONE);
        for unknown in ["/c/00000000000000000000", "/c/x", "/c/%20"] {
            assert_eq!(app.browser().get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
        }
    }
}

#[tokio::test]
async fn a_window_that_crosses_the_loaded_years_is_provisional_and_open() {
    let app = TestApp::sqlite().await;
    let late = [("serviceTime", "2026-12-29 09:00:00"), ("resultDate", "2026-12-29 09:00:00")];
    let page = app.browser().get(&app.case(&late).await).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("2027年1月5日");
    page.shows("可能顺延");
}

#[tokio::test]
async fn a_file_with_one_bad_row_loads_nothing_and_names_row_and_column() {
    for app in TestApp::both().await {
        let file = case_csv(&[
            &[],
            &[("projectNo", "SL0002"), ("mobile", "12"), ("proStatus", "9")],
            &[("projectNo", "SL0003"), ("winNo", "0000001")],
            &[],
        ]);
        let Err(ImportError::Rows(errors)) = app.web.service.import_cases(file.as_bytes()).await else {
            panic!("the file has faults")
        };
        let places: Vec<_> = errors.iter().map(|e| (e.line, e.column)).collect();
        assert_eq!(places, [(3, "proStatus"), (3, "mobile"), (4, "winNo"), (5, "serviceNumber")]);
        assert_eq!(errors[3].fault, RowFault::Twice);
        let report = app.web.service.import_cases(case_csv(&[&[]]).as_bytes()).await.unwrap();
        assert_eq!((report.links.len(), report.known), (1, 0), "nothing of the bad file was loaded");
    }
}

#[tokio::test]
async fn a_missing_column_and_a_wrong_encoding_are_told_apart() {
    let app = TestApp::sqlite().await;
    let missing = app.web.service.import_cases("projectNo,mobile\n1,2\n".as_bytes()).await;
    assert!(matches!(missing, Err(ImportError::Columns(fields)) if fields.len() > 10));
    let encoding = app.web.service.import_cases(b"\xFF\xFE\x00").await;
    assert!(matches!(encoding, Err(ImportError::Encoding)));
}

#[tokio::test]
async fn personal_fields_do_not_stand_in_the_database_in_clear() {
    let app = TestApp::sqlite().await;
    app.case(&[]).await;
    app.browser()
        .rate(&app.path(), &[("level", "5"), ("phone", "13987654321"), ("phone_consent", "1")])
        .await;
    app.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    let file = app.database.options.url.trim_start_matches("sqlite:").to_owned();
    let bytes = std::fs::read(file).unwrap();
    for personal in ["13812345678", "370303199001010000", "示例申请人", "13987654321"] {
        let found = bytes.windows(personal.len()).any(|w| w == personal.as_bytes());
        assert!(!found, "{personal} stands in the file");
    }
}
