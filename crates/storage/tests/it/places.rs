use domain::{Millis, WindowCode};
use storage::testing::{TestDatabase, one_window};
use storage::{Shift, Staff};

const CODE: u64 = 99;

#[tokio::test]
async fn a_window_is_found_by_its_code_and_stays_findable_when_withdrawn() {
    let code = WindowCode::from_random(CODE);
    for test in TestDatabase::both().await {
        let id = test.one_window(code).await;
        let window = test.db.window_by_code(code).await.unwrap().unwrap();
        assert_eq!((window.id, window.ended_at), (id, None));
        assert!(test.db.withdraw_window(id, Millis(5)).await.unwrap());
        assert!(!test.db.withdraw_window(id, Millis(6)).await.unwrap());
        assert_eq!(test.db.window_by_code(code).await.unwrap().unwrap().ended_at, Some(5));
        assert!(test.db.window_by_code(WindowCode::from_random(1)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn who_is_on_duty_follows_the_shifts() {
    for test in TestDatabase::both().await {
        let mut places = one_window(WindowCode::from_random(CODE));
        let staff = |id: i64| Staff {
            id,
            name: format!("示例员工{id}"),
            number: format!("{id}"),
            hall_id: Some(1),
            department_id: Some(2),
        };
        let shift =
            |id, staff_id, starts_at, ends_at| Shift { id, window_id: 4, staff_id, starts_at, ends_at };
        places.staff = vec![staff(10), staff(11)];
        places.shifts = vec![shift(20, 10, 100, 200), shift(21, 11, 200, 300)];
        test.db.insert_places(&places).await.unwrap();
        for (now, expected) in [(99, None), (100, Some(10)), (199, Some(10)), (200, Some(11)), (300, None)] {
            let on_duty = test.db.on_duty(4, Millis(now)).await.unwrap();
            assert_eq!(on_duty.first().map(|d| d.id), expected, "{} at {now}", test.db.kind());
        }
    }
}

#[tokio::test]
async fn a_search_takes_every_sign_as_itself() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(CODE)).await;
        assert_eq!(test.db.windows_by_name("1号", 10).await.unwrap().len(), 1);
        assert_eq!(test.db.halls_by_name("示例路", 10).await.unwrap().len(), 1);
        for wild in ["%", "_", "\\", "1%口", "'; DROP TABLE hall; --"] {
            assert!(test.db.windows_by_name(wild, 10).await.unwrap().is_empty(), "{wild}");
        }
    }
}

#[tokio::test]
async fn places_go_in_together_or_not_at_all() {
    for test in TestDatabase::both().await {
        let mut places = one_window(WindowCode::from_random(CODE));
        places.windows[0].hall_id = 77;
        assert!(test.db.insert_places(&places).await.is_err());
        assert_eq!(test.db.count_windows().await.unwrap(), 0);
        assert!(test.db.halls_by_name("示例", 10).await.unwrap().is_empty());
    }
}
