use domain::{Millis, Scope, WindowCode};
use storage::testing::{TestDatabase, one_window};
use storage::{Item, ItemFilter, Listing, NewWindow, Shift, ShiftChanged, SignedInAt, Staff, StaffFilter};

const CITY: &str = "370300000000";

/// Windows 4 and 14, people 10 to 10 + `people`.
async fn hall(test: &TestDatabase, people: i64) {
    let mut places = one_window(WindowCode::from_random(9));
    let code = WindowCode::from_random(77);
    places.windows.push(NewWindow { id: 14, hall_id: 1, department_id: 2, code, name: "2号窗口".into() });
    places.staff = (0..people)
        .map(|n| Staff {
            id: 10 + n,
            // Names repeat, so that the order must not depend on them alone.
            name: format!("示例员工{}", n % 3),
            number: format!("{n:03}"),
            hall_id: Some(1),
            department_id: (n % 2 == 0).then_some(2),
        })
        .collect();
    test.db.insert_places(&places).await.unwrap();
}

fn shift(id: i64, window_id: i64, staff_id: i64, (starts_at, ends_at): (i64, i64)) -> Shift {
    Shift { id, window_id, staff_id, starts_at, ends_at }
}

#[tokio::test]
async fn every_order_of_the_list_of_staff_holds_each_person_once() {
    for test in TestDatabase::both().await {
        hall(&test, 25).await;
        for (sort, descending) in
            [("", false), ("", true), ("name", false), ("name", true), ("department", true)]
        {
            let mut found = Vec::new();
            for page in 0..3 {
                let listing = Listing {
                    sort: sort.into(),
                    descending,
                    offset: page * 10,
                    ..Listing::first(Scope::below(CITY), 10)
                };
                let (rows, total) =
                    test.db.list_staff(&listing, &StaffFilter::default(), Millis(1)).await.unwrap();
                assert_eq!(total, 25, "{sort} {}", test.db.kind());
                found.extend(rows.into_iter().map(|r| r.id));
            }
            if sort.is_empty() {
                assert_eq!(found.is_sorted(), !descending, "{}", test.db.kind());
            }
            found.sort_unstable();
            assert_eq!(found, (10..35).collect::<Vec<_>>(), "{sort} {}", test.db.kind());
        }
    }
}

#[tokio::test]
async fn of_two_who_put_one_person_down_at_once_one_is_told() {
    for test in TestDatabase::both().await {
        hall(&test, 1).await;
        let scope = Scope::below(CITY);
        let put = |n: i64| {
            let (db, scope) = (test.db.clone(), scope.clone());
            let window = if n % 2 == 0 { 4 } else { 14 };
            tokio::spawn(async move { db.add_shifts(&scope, &[shift(n, window, 10, (100, 200))], &[]).await })
        };
        let tries: Vec<_> = (100..110).map(put).collect();
        let mut done = 0;
        for one in tries {
            match one.await.unwrap().unwrap() {
                ShiftChanged::Done => done += 1,
                ShiftChanged::Overlaps(row) => assert_eq!((row.starts_at, row.ends_at), (100, 200)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(done, 1, "{}", test.db.kind());
        // One after the other is no overlap.
        let after = [shift(200, 14, 10, (200, 300)), shift(201, 4, 10, (50, 100))];
        assert_eq!(test.db.add_shifts(&scope, &after, &[]).await.unwrap(), ShiftChanged::Done);
    }
}

#[tokio::test]
async fn signing_in_lasts_until_what_she_is_put_down_for_next() {
    for test in TestDatabase::both().await {
        hall(&test, 1).await;
        let scope = Scope::below(CITY);
        test.db.add_shifts(&scope, &[shift(100, 14, 10, (500, 600))], &[]).await.unwrap();
        let at = |id, window, now| test.db.sign_in_at(id, (10, window), Millis(now), Millis(1000), &[]);
        assert_eq!(at(101, 4, 200).await.unwrap(), SignedInAt::Done { ends_at: 500 });
        assert_eq!(at(102, 4, 300).await.unwrap(), SignedInAt::Already);
        assert_eq!(at(103, 14, 400).await.unwrap(), SignedInAt::Done { ends_at: 500 });
        for (now, window) in [(399, Some(4)), (400, Some(14)), (499, Some(14)), (550, Some(14)), (600, None)]
        {
            let sits = test.db.sits_at(10, Millis(now)).await.unwrap();
            assert_eq!(sits.first().map(|s| s.window_id), window, "{now} {}", test.db.kind());
            assert!(sits.len() <= 1);
        }
        assert!(test.db.sign_out(10, Millis(450), &[]).await.unwrap());
        assert!(!test.db.sign_out(10, Millis(460), &[]).await.unwrap());
    }
}

#[tokio::test]
async fn items_are_listed_in_every_order_and_only_the_city_sees_those_without_a_department() {
    for test in TestDatabase::both().await {
        hall(&test, 1).await;
        let item = |n: i64| Item {
            task_code: format!("11370300MB2F30661Y3000{n:09}"),
            name: format!("事项{}", n % 4),
            item_type: domain::code_tables::ItemType::ALL[n as usize % 7],
        };
        let places = storage::Places { items: (0..23).map(item).collect(), ..Default::default() };
        test.db.insert_places(&places).await.unwrap();
        for sort in ["", "name", "type", "department"] {
            for descending in [false, true] {
                let mut codes = Vec::new();
                for page in 0..3 {
                    let first = Listing::first(Scope::below(CITY), 10);
                    let listing = Listing { sort: sort.into(), descending, offset: page * 10, ..first };
                    let (rows, total) = test.db.list_items(&listing, &ItemFilter::default()).await.unwrap();
                    assert_eq!(total, 23);
                    codes.extend(rows.into_iter().map(|r| r.code));
                }
                codes.sort_unstable();
                codes.dedup();
                assert_eq!(codes.len(), 23, "{sort} {}", test.db.kind());
            }
        }
        let below = Listing::first(Scope::below("370303000000"), 10);
        assert_eq!(test.db.list_items(&below, &ItemFilter::default()).await.unwrap().1, 0);
    }
}
