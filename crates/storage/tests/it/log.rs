use domain::follow_up::FollowUp;
use domain::{Millis, WindowCode};
use storage::testing::{TestDatabase, rating};
use storage::{Db, LogFault, NewRating};

async fn with_ratings() -> [TestDatabase; 2] {
    let both = TestDatabase::both().await;
    for test in &both {
        test.one_window(WindowCode::from_random(9)).await;
        let rows: Vec<_> = (1..=5).map(rating).collect();
        test.db.commit_ratings(&rows).await.unwrap();
        let follow_up = FollowUp::check("2", "还是没办好").unwrap();
        assert!(test.db.insert_follow_up(3, &follow_up, Millis(9)).await.unwrap());
        // A thief of the database would take the triggers away first.
        let off: &[&str] = match test.db {
            Db::Sqlite { .. } => &[
                "DROP TRIGGER rating_is_append_only",
                "DROP TRIGGER rating_container_is_append_only",
                "DROP TRIGGER rating_is_never_deleted",
                "DROP TRIGGER rating_log_is_append_only",
                "DROP TRIGGER rating_log_is_never_deleted",
                "DROP TRIGGER follow_up_is_append_only",
            ],
            Db::Postgres { .. } => &[
                "ALTER TABLE rating DISABLE TRIGGER USER",
                "ALTER TABLE rating_log DISABLE TRIGGER USER",
                "ALTER TABLE follow_up DISABLE TRIGGER USER",
            ],
        };
        for sql in off {
            test.execute(sql).await.unwrap();
        }
    }
    both
}

async fn fault_after(test: &TestDatabase, sql: &str) -> Option<LogFault> {
    assert_eq!(test.execute(sql).await.unwrap(), 1, "{sql}");
    test.db.check_log().await.unwrap().fault
}

#[tokio::test]
async fn an_untouched_log_is_whole() {
    for test in with_ratings().await {
        let check = test.db.check_log().await.unwrap();
        assert_eq!((check.entries, check.ratings, check.fault), (6, 5, None));
    }
}

#[tokio::test]
async fn a_level_raised_behind_our_back_is_noticed() {
    for test in with_ratings().await {
        assert_eq!(
            fault_after(&test, "UPDATE rating SET level = 5 WHERE id = 2").await,
            Some(LogFault::Changed(2))
        );
    }
}

#[tokio::test]
async fn anonymity_taken_away_is_noticed() {
    for test in with_ratings().await {
        let sql = "UPDATE rating SET anonymous = NOT anonymous WHERE id = 2";
        assert_eq!(fault_after(&test, sql).await, Some(LogFault::Changed(2)));
    }
}

#[tokio::test]
async fn a_container_changed_or_taken_away_is_noticed() {
    for container in ["5", "NULL"] {
        for test in with_ratings().await {
            let sql = format!("UPDATE rating SET container = {container} WHERE id = 2");
            assert_eq!(fault_after(&test, &sql).await, Some(LogFault::Changed(2)), "{container}");
        }
    }
}

#[tokio::test]
async fn ratings_with_and_without_a_container_stand_in_one_log() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let rows = [NewRating { container: None, ..rating(1) }, rating(2)];
        test.db.commit_ratings(&rows).await.unwrap();
        assert_eq!(test.db.check_log().await.unwrap().fault, None);
        let stored = test.db.export_page(0, 9).await.unwrap();
        assert_eq!(stored.iter().map(|row| row.container).collect::<Vec<_>>(), [None, Some(2)]);
    }
}

#[tokio::test]
async fn changed_words_of_a_follow_up_are_noticed() {
    for test in with_ratings().await {
        let sql = "UPDATE follow_up SET words = '很好' WHERE rating_id = 3";
        assert_eq!(fault_after(&test, sql).await, Some(LogFault::Changed(6)));
    }
}

#[tokio::test]
async fn a_removed_entry_is_noticed_in_the_middle_and_at_the_end() {
    for test in with_ratings().await {
        assert_eq!(
            fault_after(&test, "DELETE FROM rating_log WHERE seq = 4").await,
            Some(LogFault::Missing(4))
        );
    }
    for test in with_ratings().await {
        test.execute("DELETE FROM rating_log WHERE seq = 6").await.unwrap();
        let fault = fault_after(&test, "DELETE FROM rating_log WHERE seq = 5").await;
        assert_eq!(fault, Some(LogFault::Unpaired { ratings: 5, entries: 4 }));
    }
}

#[tokio::test]
async fn a_moved_time_breaks_the_seal() {
    for test in with_ratings().await {
        assert_eq!(
            fault_after(&test, "UPDATE rating_log SET at = 0 WHERE seq = 2").await,
            Some(LogFault::Broken(2))
        );
    }
}

#[tokio::test]
async fn there_is_one_follow_up_and_the_first_one_stands() {
    for test in with_ratings().await {
        let second = FollowUp::check("5", "改了").unwrap();
        assert!(!test.db.insert_follow_up(3, &second, Millis(10)).await.unwrap());
        assert_eq!(test.db.follow_up_of(3).await.unwrap().unwrap().level, 2);
        assert_eq!(test.db.check_log().await.unwrap().entries, 6);
    }
}
