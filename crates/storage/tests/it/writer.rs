use domain::WindowCode;
use storage::testing::{TestDatabase, rating};
use storage::{Db, Outcome, StorageError, Writer, WriterOptions};

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_each_answered_and_each_stored_once() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let writer = Writer::start(test.db.clone(), WriterOptions::default());
        let sent: Vec<_> = (1..=500)
            .map(|n| {
                let writer = writer.clone();
                tokio::spawn(async move { writer.store(rating(n)).await })
            })
            .collect();
        for answer in sent {
            assert_eq!(answer.await.unwrap().unwrap(), Outcome::Stored);
        }
        let check = test.db.check_log().await.unwrap();
        assert_eq!((check.entries, check.ratings, check.fault), (500, 500, None), "{}", test.db.kind());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_on_one_postgres_keep_one_unbroken_log() {
    let test = TestDatabase::postgres().await;
    test.one_window(WindowCode::from_random(9)).await;
    let other = Db::open(&test.options).await.unwrap();
    let writers = [test.db.clone(), other].map(|db| Writer::start(db, WriterOptions::default()));
    let sent: Vec<_> = (1..=400)
        .map(|n| {
            let writer = writers[n as usize % 2].clone();
            tokio::spawn(async move { writer.store(rating(n)).await })
        })
        .collect();
    for answer in sent {
        assert_eq!(answer.await.unwrap().unwrap(), Outcome::Stored);
    }
    let check = test.db.check_log().await.unwrap();
    assert_eq!((check.entries, check.ratings, check.fault), (400, 400, None));
}

#[tokio::test]
async fn a_full_queue_is_told_at_once_and_empties_again() {
    let test = TestDatabase::sqlite().await;
    test.one_window(WindowCode::from_random(9)).await;
    let Db::Sqlite { write, .. } = &test.db else { unreachable!("an SQLite database") };
    // Holding the one writing connection stops every commit.
    let held = write.acquire().await.unwrap();
    let writer = Writer::start(test.db.clone(), WriterOptions { queue: 2, group: 1 });
    let mut waiting = Vec::new();
    let mut busy = 0;
    for n in 1..=20 {
        let mut answer = Box::pin({
            let writer = writer.clone();
            async move { writer.store(rating(n)).await }
        });
        // One poll puts it into the queue, or finds the queue full.
        match std::future::poll_fn(|cx| std::task::Poll::Ready(answer.as_mut().poll(cx))).await {
            std::task::Poll::Ready(refused) => {
                assert!(matches!(refused, Err(StorageError::Busy)), "{refused:?}");
                busy += 1;
            }
            std::task::Poll::Pending => waiting.push(answer),
        }
        tokio::task::yield_now().await;
    }
    assert!(busy >= 17 && !waiting.is_empty(), "{busy} refused");
    drop(held);
    for answer in waiting {
        assert_eq!(answer.await.unwrap(), Outcome::Stored);
    }
    assert_eq!(writer.store(rating(99)).await.unwrap(), Outcome::Stored);
}
