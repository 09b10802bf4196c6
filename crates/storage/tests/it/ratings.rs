use domain::WindowCode;
use storage::testing::{TestDatabase, rating};
use storage::{NewRating, Outcome, StorageError};

async fn outcomes(test: &TestDatabase, rows: &[NewRating]) -> Vec<Result<Outcome, StorageError>> {
    test.db.commit_ratings(rows).await.unwrap()
}

async fn with_window() -> [TestDatabase; 2] {
    let both = TestDatabase::both().await;
    for test in &both {
        test.one_window(WindowCode::from_random(9)).await;
    }
    both
}

#[tokio::test]
async fn a_group_of_any_size_is_stored_whole() {
    for test in with_window().await {
        let mut first = 1;
        for size in [1, 2, 5, 21, 64, 85, 256] {
            let rows: Vec<_> = (first..first + size).map(rating).collect();
            assert!(outcomes(&test, &rows).await.iter().all(|o| matches!(o, Ok(Outcome::Stored))));
            first += size;
        }
        assert_eq!(test.db.check_log().await.unwrap().ratings, first - 1);
    }
}

#[tokio::test]
async fn the_same_key_is_told_the_first_receipt_and_its_neighbours_are_stored() {
    for test in with_window().await {
        outcomes(&test, &[rating(1)]).await;
        let again = NewRating { receipt: rating(2).receipt, id: 2, ..rating(1) };
        let got = outcomes(&test, &[rating(3), again, rating(4)]).await;
        let repeated = Outcome::Repeated { receipt: rating(1).receipt };
        assert!(
            matches!(&got[..], [Ok(Outcome::Stored), Ok(r), Ok(Outcome::Stored)] if *r == repeated),
            "{got:?}"
        );
    }
}

#[tokio::test]
async fn the_same_key_with_other_content_is_told_nothing_of_the_first() {
    for test in with_window().await {
        outcomes(&test, &[rating(1)]).await;
        for other in [
            NewRating { level: 5, ..rating(1) },
            NewRating { words: None, ..rating(1) },
            NewRating { indicators: "208".into(), ..rating(1) },
        ] {
            let other = NewRating { receipt: rating(2).receipt, id: 2, ..other };
            assert_eq!(outcomes(&test, &[other]).await[0].clone().unwrap(), Outcome::KeyTaken);
        }
    }
}

#[tokio::test]
async fn the_same_key_twice_in_one_group_is_one_rating() {
    for test in with_window().await {
        let again = NewRating { receipt: rating(2).receipt, id: 2, ..rating(1) };
        let got = outcomes(&test, &[rating(1), again]).await;
        let repeated = Outcome::Repeated { receipt: rating(1).receipt };
        assert!(matches!(&got[..], [Ok(Outcome::Stored), Ok(r)] if *r == repeated), "{got:?}");
        assert_eq!(test.db.check_log().await.unwrap().ratings, 1);
    }
}

#[tokio::test]
async fn a_poisoned_row_fails_alone_and_its_neighbours_are_kept() {
    for test in with_window().await {
        let poisoned = [
            NewRating { window_id: Some(404), ..rating(2) },
            NewRating { level: 6, ..rating(3) },
            NewRating { channel: 0, ..rating(4) },
            NewRating { window_id: None, ..rating(5) },
        ];
        for (i, bad) in poisoned.into_iter().enumerate() {
            let n = 10 * (i as i64 + 1);
            let got = outcomes(&test, &[rating(n), bad, rating(n + 1)]).await;
            let alone =
                matches!(&got[..], [Ok(Outcome::Stored), Err(StorageError::Refused(_)), Ok(Outcome::Stored)]);
            assert!(alone, "{}: {got:?}", test.db.kind());
        }
        let check = test.db.check_log().await.unwrap();
        assert_eq!((check.ratings, check.fault), (8, None));
    }
}

#[tokio::test]
async fn a_second_rating_of_one_window_from_one_device_is_asked_about_and_not_blocked() {
    for test in with_window().await {
        outcomes(&test, &[rating(1)]).await;
        let second = NewRating { device: rating(1).device, ..rating(2) };
        assert_eq!(
            outcomes(&test, std::slice::from_ref(&second)).await[0].clone().unwrap(),
            Outcome::AskAnother
        );
        let confirmed = NewRating { ask_since: None, ..second.clone() };
        assert_eq!(outcomes(&test, &[confirmed]).await[0].clone().unwrap(), Outcome::Stored);
        let later = NewRating {
            ask_since: Some(rating(9).rated_at),
            ..NewRating { device: second.device, ..rating(3) }
        };
        assert_eq!(outcomes(&test, &[later]).await[0].clone().unwrap(), Outcome::Stored);
    }
}

#[tokio::test]
async fn without_a_device_nothing_is_asked() {
    for test in with_window().await {
        for n in 1..4 {
            let row = NewRating { device: None, ..rating(n) };
            assert_eq!(outcomes(&test, &[row]).await[0].clone().unwrap(), Outcome::Stored);
        }
    }
}

#[tokio::test]
async fn an_id_met_by_chance_is_told_apart() {
    for test in with_window().await {
        outcomes(&test, &[rating(1)]).await;
        let twin = NewRating { id: 1, ..rating(3) };
        assert_eq!(outcomes(&test, &[twin]).await[0].clone().unwrap(), Outcome::Collision);
    }
}

#[tokio::test]
async fn a_stored_rating_cannot_be_changed_or_deleted() {
    for test in with_window().await {
        outcomes(&test, &[rating(1)]).await;
        let follow_up = domain::follow_up::FollowUp::check("2", "").unwrap();
        test.db.insert_follow_up(1, &follow_up, domain::Millis(1)).await.unwrap();
        for sql in [
            "UPDATE rating SET level = 5 WHERE id = 1",
            "UPDATE rating SET anonymous = NOT anonymous WHERE id = 1",
            "UPDATE rating SET words = '很好' WHERE id = 1",
            "UPDATE rating SET staff_id = NULL WHERE id = 1",
            "UPDATE rating SET container = 0 WHERE id = 1",
            "DELETE FROM follow_up",
            "DELETE FROM rating WHERE id = 1",
            "UPDATE rating_log SET at = 0",
            "DELETE FROM rating_log",
        ] {
            let error = test.execute(sql).await.unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql} on {}: {error}", test.db.kind());
        }
    }
}
