use domain::WindowCode;
use private_postgres::Cluster;
use storage::testing::{TestDatabase, one_window, rating};
use storage::{Db, Options, Outcome, StorageError, Writer, WriterOptions};

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_goes_and_comes_is_unavailable_and_then_works_without_a_restart() {
    let mut cluster = Cluster::start().unwrap();
    let db = Db::open(&Options::new(&cluster.url())).await.unwrap();
    db.insert_places(&one_window(WindowCode::from_random(9))).await.unwrap();
    let writer = Writer::start(db.clone(), WriterOptions::default());
    assert_eq!(writer.store(rating(1)).await.unwrap(), Outcome::Stored);
    cluster.kill_9().unwrap();
    let gone = writer.store(rating(2)).await;
    assert!(matches!(gone, Err(StorageError::Unavailable(_))), "{gone:?}");
    cluster.restart().unwrap();
    assert_eq!(writer.store(rating(2)).await.unwrap(), Outcome::Stored);
    assert_eq!(db.check_log().await.unwrap().ratings, 2);
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_then_works_without_a_restart() {
    let test = TestDatabase::sqlite().await;
    test.one_window(WindowCode::from_random(9)).await;
    assert_eq!(test.db.commit_ratings(&[rating(1)]).await.unwrap()[0].clone().unwrap(), Outcome::Stored);
    // SQLite's own ceiling on pages gives the same code as a full disk: SQLITE_FULL.
    test.execute("PRAGMA max_page_count = 1").await.unwrap();
    let rows: Vec<_> = (2..=250).map(rating).collect();
    let full = test.db.commit_ratings(&rows).await;
    assert!(matches!(full, Err(StorageError::Unavailable(_))), "{full:?}");
    assert_eq!(test.db.check_log().await.unwrap().ratings, 1, "nothing of the group is stored");
    test.execute("PRAGMA max_page_count = 1000000").await.unwrap();
    assert!(test.db.commit_ratings(&rows).await.unwrap().iter().all(|o| matches!(o, Ok(Outcome::Stored))));
    assert_eq!(test.db.check_log().await.unwrap().ratings, 250);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_somebody_holds_is_an_outage_after_the_time_limit_and_then_works_again() {
    let test = TestDatabase::postgres().await;
    test.one_window(WindowCode::from_random(9)).await;
    let short = Options { write_timeout: std::time::Duration::from_millis(100), ..test.options.clone() };
    let db = Db::open(&short).await.unwrap();
    let Db::Postgres { write, .. } = &test.db else { unreachable!("a PostgreSQL database") };
    let mut holder = write.begin().await.unwrap();
    sqlx::query("LOCK TABLE rating_log IN ACCESS EXCLUSIVE MODE").execute(&mut *holder).await.unwrap();
    let held = db.commit_ratings(&[rating(1)]).await;
    assert!(matches!(held, Err(StorageError::Unavailable(_))), "{held:?}");
    holder.rollback().await.unwrap();
    assert_eq!(db.commit_ratings(&[rating(1)]).await.unwrap()[0].clone().unwrap(), Outcome::Stored);
}

#[tokio::test]
async fn a_refused_log_in_is_an_outage() {
    let test = TestDatabase::postgres().await;
    let refused =
        Db::open(&Options::new(&test.options.url.replace("postgres@", "nobody_of_that_name@"))).await;
    assert!(matches!(refused, Err(StorageError::Unavailable(_))), "{refused:?}");
}
