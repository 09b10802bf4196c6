use domain::{Millis, ReceiptCode, WindowCode};
use storage::testing::{TestDatabase, rating};

#[tokio::test]
async fn a_rating_is_found_by_its_receipt_with_its_place() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        test.db.commit_ratings(&[rating(7)]).await.unwrap();
        let row = test.db.rating_by_receipt(7, ReceiptCode::from_random(7)).await.unwrap().unwrap();
        assert_eq!((row.hall.as_deref(), row.linked, row.phone_left), (Some("示例大厅"), false, false));
        assert_eq!(row.words, rating(7).words);
        for (id, receipt) in [(7, 8), (8, 7), (8, 8)] {
            let found = test.db.rating_by_receipt(id, ReceiptCode::from_random(receipt)).await.unwrap();
            assert!(found.is_none());
        }
    }
}

#[tokio::test]
async fn pin_tries_come_in_series_with_a_lock_between() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        test.db.commit_ratings(&[rating(1)]).await.unwrap();
        let take = async |now: i64| test.db.take_pin_try(1, Millis(now), 3, Millis(now + 100)).await.unwrap();
        for expected in [true, true, true, false, false] {
            assert_eq!(take(10).await, expected, "{}", test.db.kind());
        }
        assert!(!take(109).await);
        assert!(take(110).await, "a new series after the lock");
        test.db.forget_pin_tries(1).await.unwrap();
        for expected in [true, true, true, false] {
            assert_eq!(take(111).await, expected);
        }
    }
}

#[tokio::test]
async fn a_series_of_one_locks_at_once() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        test.db.commit_ratings(&[rating(1)]).await.unwrap();
        let take = async || test.db.take_pin_try(1, Millis(10), 1, Millis(110)).await.unwrap();
        assert_eq!((take().await, take().await), (true, false), "{}", test.db.kind());
        assert!(test.db.is_pin_locked(1, Millis(109)).await.unwrap());
        assert!(!test.db.is_pin_locked(1, Millis(110)).await.unwrap());
    }
}

#[tokio::test]
async fn a_hundred_tries_at_once_give_no_more_than_a_series() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        test.db.commit_ratings(&[rating(1)]).await.unwrap();
        let tries = (0..100).map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move { db.take_pin_try(1, Millis(1), 5, Millis(1000)).await.unwrap() })
        });
        let mut taken = 0;
        for try_ in tries.collect::<Vec<_>>() {
            taken += usize::from(try_.await.unwrap());
        }
        assert_eq!(taken, 5, "{}", test.db.kind());
    }
}

#[tokio::test]
async fn an_export_walks_all_ratings_in_order_page_by_page() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let rows: Vec<_> = (1..=25).map(rating).collect();
        test.db.commit_ratings(&rows).await.unwrap();
        let (mut after, mut seen) = (0, Vec::new());
        loop {
            let page = test.db.export_page(after, 10).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.id;
            seen.extend(page.iter().map(|r| r.id));
        }
        assert_eq!(seen, (1..=25).collect::<Vec<i64>>());
    }
}
