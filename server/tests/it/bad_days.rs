use crate::support::TestApp;
use axum::http::StatusCode;
use domain::WindowCode;
use private_postgres::Cluster;
use storage::testing::{TestDatabase, one_window};
use storage::{Db, Options, Writer, WriterOptions};

const BAD: &[(&str, &str)] = &[("level", "1"), ("words", "等了三小时")];

#[tokio::test(flavor = "multi_thread")]
async fn with_the_database_gone_the_page_stays_the_words_are_kept_and_the_same_form_gets_in_later() {
    let mut cluster = Cluster::start().unwrap();
    let options = Options::new(&cluster.url());
    let db = Db::open(&options).await.unwrap();
    let database = TestDatabase::of(options, db);
    let app = TestApp::on(database).await;
    let mut browser = app.browser();
    let key = browser.get(&app.path()).await.key();
    let sent = [BAD, &[("key", key.as_str())]].concat();
    cluster.kill_9().unwrap();
    let refused = browser.post(&app.path(), &sent).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers.contains_key("retry-after"));
    refused.shows("等了三小时");
    assert_eq!(refused.key(), key, "it is still the same rating");
    app.wait(10_000);
    assert_eq!(app.browser().get(&app.path()).await.status, StatusCode::OK, "the page is still shown");
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    cluster.restart().unwrap();
    let stored = browser.post(&app.path(), &sent).await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER);
    assert_eq!(app.ratings().await, 1);
    assert_eq!(app.browser().get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_the_disk_full_the_words_are_kept_and_the_same_form_gets_in_later() {
    let app = TestApp::sqlite().await;
    let mut browser = app.browser();
    let key = browser.get(&app.path()).await.key();
    let words = "长".repeat(150);
    let sent = [("level", "1"), ("words", words.as_str()), ("key", key.as_str())];
    app.database.execute("PRAGMA max_page_count = 1").await.unwrap();
    let mut refused = None;
    for _ in 0..200 {
        // Fill what free pages there are.
        let answer = app.browser().post(&app.path(), &[("level", "5"), ("words", &words)]).await;
        if answer.status != StatusCode::SEE_OTHER {
            refused = Some(answer);
            break;
        }
    }
    assert_eq!(refused.map(|a| a.status), Some(StatusCode::SERVICE_UNAVAILABLE));
    let answer = browser.post(&app.path(), &sent).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.shows(&words);
    let before = app.ratings().await;
    app.database.execute("PRAGMA max_page_count = 1000000").await.unwrap();
    assert_eq!(browser.post(&app.path(), &sent).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.ratings().await, before + 1);
}

#[tokio::test]
async fn with_the_queue_full_the_answer_is_503_with_a_time_to_come_back_and_the_words() {
    let database = TestDatabase::sqlite().await;
    let window = WindowCode::from_random(4242);
    database.db.insert_places(&one_window(window)).await.unwrap();
    let Db::Sqlite { write, .. } = database.db.clone() else { unreachable!("an SQLite database") };
    let held = write.acquire().await.unwrap();
    let writer = Writer::start(database.db.clone(), WriterOptions { queue: 1, group: 1 });
    let app = TestApp::with_writer(database, window, writer);
    assert_eq!(
        app.browser().get(&app.path()).await.status,
        StatusCode::OK,
        "from here on, the page is in memory"
    );
    let mut waiting = Vec::new();
    let mut busy = None;
    for _ in 0..10 {
        let (mut browser, path) = (app.browser(), app.path());
        let mut answer = Box::pin(async move { browser.post(&path, BAD).await });
        match std::future::poll_fn(|cx| std::task::Poll::Ready(answer.as_mut().poll(cx))).await {
            std::task::Poll::Ready(answer) => busy = Some(answer),
            std::task::Poll::Pending => waiting.push(answer),
        }
        tokio::task::yield_now().await;
    }
    let busy = busy.expect("the queue was full");
    assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(busy.headers.contains_key("retry-after"));
    busy.shows("等了三小时");
    drop(held);
    let stored = waiting.len();
    for answer in waiting {
        assert_eq!(answer.await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(app.ratings().await, stored as i64);
}
