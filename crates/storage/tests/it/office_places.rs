use domain::{Millis, Scope, WindowCode};
use storage::testing::{TestDatabase, rating};
use storage::{
    DivisionFilter, HallChange, Listing, NewDivision, NewRating, NewWindow, Places, WindowChange,
    WindowFilter,
};

const CITY: &str = "370300000000";

async fn rated_at(test: &TestDatabase, n: i64, at: i64) {
    let row = NewRating { rated_at: at, device: None, ask_since: None, ..rating(n) };
    assert!(test.db.commit_ratings(&[row]).await.unwrap()[0].is_ok());
}

#[tokio::test]
async fn a_rating_finds_its_window_and_hall_as_they_were_at_its_time() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let window = |name: &str| WindowChange { name: name.into(), hall_id: 1, department_id: 2 };
        let hall =
            |name: &str| HallChange { name: name.into(), address: "路".into(), division_code: CITY.into() };
        assert!(test.db.change_window((4, 1), &window("乙窗口"), Millis(100), &[]).await.unwrap());
        assert!(test.db.change_window((4, 2), &window("丙窗口"), Millis(200), &[]).await.unwrap());
        // Twice in one millisecond: what stood between the two was never there.
        assert!(test.db.change_window((4, 3), &window("瞬间"), Millis(300), &[]).await.unwrap());
        assert!(test.db.change_window((4, 4), &window("丁窗口"), Millis(300), &[]).await.unwrap());
        assert!(test.db.change_hall((1, 1), &hall("新大厅"), Millis(250), &[]).await.unwrap());
        // An older version changes nothing and leaves no past.
        assert!(!test.db.change_window((4, 1), &window("迟到"), Millis(350), &[]).await.unwrap());
        let times = [99, 100, 199, 249, 250, 299, 300, 400];
        for (n, at) in (1..).zip(times) {
            rated_at(&test, n, at).await;
        }
        let rows = test.db.export_page(0, 50).await.unwrap();
        let found: Vec<_> =
            rows.iter().map(|r| (r.rated_at, r.window_name.as_deref(), r.hall.as_deref())).collect();
        let (old, new) = (Some("示例大厅"), Some("新大厅"));
        let expected = [
            (99, Some("1号窗口"), old),
            (100, Some("乙窗口"), old),
            (199, Some("乙窗口"), old),
            (249, Some("丙窗口"), old),
            (250, Some("丙窗口"), new),
            (299, Some("丙窗口"), new),
            (300, Some("丁窗口"), new),
            (400, Some("丁窗口"), new),
        ];
        assert_eq!(found, expected, "{}", test.db.kind());
    }
}

#[tokio::test]
async fn every_order_of_the_list_of_windows_holds_each_window_once() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let window = |n: i64| NewWindow {
            id: 100 + n,
            hall_id: 1,
            department_id: 2,
            code: WindowCode::from_random(100 + n as u64),
            name: format!("{}号窗口", n % 7),
        };
        let places = Places { windows: (0..40).map(window).collect(), ..Places::default() };
        test.db.insert_places(&places).await.unwrap();
        for (sort, descending) in [
            ("", false),
            ("", true),
            ("name", false),
            ("name", true),
            ("department", false),
            ("department", true),
        ] {
            let mut ids = Vec::new();
            for offset in [0, 15, 30] {
                let listing = Listing {
                    sort: sort.into(),
                    descending,
                    offset,
                    ..Listing::first(Scope::below(CITY), 15)
                };
                let (page, total) = test.db.list_windows(&listing, &WindowFilter::default()).await.unwrap();
                assert_eq!(total, 41);
                ids.extend(page.into_iter().map(|window| window.id));
            }
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), 41, "{sort} {descending} on {}", test.db.kind());
        }
        let found = Listing::first(Scope::below(CITY), 15).find("3号");
        let (page, total) = test.db.list_windows(&found, &WindowFilter::default()).await.unwrap();
        assert_eq!((page.len() as i64, total), (6, 6));
    }
}

#[tokio::test]
async fn the_tree_knows_at_once_who_stands_below_whom() {
    for test in TestDatabase::both().await {
        test.one_window(WindowCode::from_random(9)).await;
        let new = |code: &str, is_zone| NewDivision {
            code: code.parse().unwrap(),
            name: format!("示例{code}"),
            managing_parent: None,
            is_zone,
        };
        for division in [new("370303", false), new("370391", true), new("370303001", false)] {
            assert!(test.db.add_division(&division, &[]).await.unwrap());
        }
        assert!(!test.db.add_division(&new("370303", false), &[]).await.unwrap());
        let below = async |division: &str| {
            let listing = Listing::first(Scope::below(division), 50);
            let (rows, _) = test.db.list_divisions(&listing, &DivisionFilter::default()).await.unwrap();
            rows.into_iter().map(|row| row.code[..9].trim_end_matches('0').to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(below("370303000000").await, ["370303", "370303001"]);
        let give = ("示例", Some("370391000000"));
        assert!(test.db.change_division(("370303001000", 1), give, Millis(5), &[]).await.unwrap());
        assert_eq!(below("370303000000").await, ["370303"]);
        assert_eq!(below("370391000000").await, ["370303001", "370391"]);
        assert_eq!(below(CITY).await.len(), 4);
    }
}
