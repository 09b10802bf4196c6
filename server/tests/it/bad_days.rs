use crate::support::TestApp;
use crate::support::process::{Server, command, configure, post};
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

/// The disk refuses the log of SQLite at COMMIT (here: a limit on the size of files). The driver believes
/// that transaction still open; the server must not.
#[test]
fn with_the_disk_full_at_commit_ratings_are_taken_again_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    let address = configure(folder.path(), &url);
    assert!(command(folder.path(), &["keys", "new"]).status.success());
    let code = WindowCode::from_random(4242);
    blocking(async {
        let db = Db::open(&Options::new(&url)).await.unwrap();
        db.insert_places(&one_window(code)).await.unwrap();
        db.close().await;
    });
    let server = Server::start(folder.path(), address);
    let (path, words) = (format!("/w/{code}"), "%E9%95%BF".repeat(150));
    let rate = || post(address, &path, &format!("level=1&words={words}")).map(|answer| answer.0);
    assert_eq!(rate(), Some(303));
    let log = std::fs::metadata(folder.path().join("hcp.db-wal")).unwrap().len();
    limit_files(server.pid(), &format!("{}", log + 8_000));
    let mut answers = Vec::new();
    while answers.last() != Some(&Some(503)) {
        answers.push(rate());
        assert!(answers.len() < 200 && matches!(answers.last(), Some(Some(303 | 503))), "{answers:?}");
    }
    assert_eq!(server.get("/readyz"), Some(503));
    limit_files(server.pid(), "unlimited");
    assert_eq!(server.get("/readyz"), Some(200));
    assert_eq!(rate(), Some(303));
    let stored = answers.iter().filter(|a| **a == Some(303)).count() as i64 + 2;
    blocking(async {
        let check = Db::open(&Options::new(&url)).await.unwrap().check_log().await.unwrap();
        assert_eq!((check.ratings, check.fault), (stored, None));
    });
}

fn limit_files(pid: u32, bytes: &str) {
    let limit = format!("--fsize={bytes}:unlimited");
    let set = std::process::Command::new("prlimit").args(["--pid", &pid.to_string(), &limit]).status();
    assert!(set.expect("prlimit is installed").success());
}

fn blocking<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn figures_are_given_to_this_machine_and_not_through_a_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let address = configure(folder.path(), &format!("sqlite:{}", folder.path().join("hcp.db").display()));
    assert!(command(folder.path(), &["keys", "new"]).status.success());
    let server = Server::start(folder.path(), address);
    assert_eq!(server.get("/metrics"), Some(200));
    for sign in ["x-forwarded-for: 203.0.113.9", "x-real-ip: 203.0.113.9", "via: 1.1 proxy"] {
        assert_eq!(server.get_with("/metrics", sign), Some(404), "{sign}");
    }
}
