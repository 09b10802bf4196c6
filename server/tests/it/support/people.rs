//! What stories of people and places of the office begin with.

use super::{Browser, TestApp};
use domain::{Role, WindowCode};
use std::sync::atomic::{AtomicU32, Ordering};
use storage::{Department, Division, Grant, Hall, NewWindow, Places, Staff};

/// The scope of hall 1, the one the test application comes with.
pub fn hall_one() -> Grant {
    Grant { division_code: Some("370300000000".into()), hall_id: Some(1), ..Grant::default() }
}

impl TestApp {
    /// A second window (id 14) and person (id 15) in hall 1; hall 21 of another district with window 24 and
    /// person 25 of department 22.
    pub async fn neighbours(&self) {
        let (district, city) = ("370303000000", "370300000000");
        let places = Places {
            divisions: vec![Division {
                code: district.into(),
                name: "张店区".into(),
                level: "district".into(),
                parent: Some(city.into()),
            }],
            departments: vec![Department {
                id: 22,
                name: "示例部门乙".into(),
                credit_code: None,
                division_code: Some(district.into()),
            }],
            halls: vec![Hall {
                id: 21,
                division_code: district.into(),
                name: "示例大厅乙".into(),
                address: "示例路 2 号".into(),
            }],
            windows: vec![
                NewWindow {
                    id: 14,
                    hall_id: 1,
                    department_id: 2,
                    code: WindowCode::from_random(77),
                    name: "2号窗口".into(),
                },
                NewWindow {
                    id: 24,
                    hall_id: 21,
                    department_id: 22,
                    code: WindowCode::from_random(78),
                    name: "乙厅窗口".into(),
                },
            ],
            staff: vec![
                Staff {
                    id: 15,
                    name: "示例员工乙".into(),
                    number: "SL015".into(),
                    hall_id: Some(1),
                    department_id: Some(2),
                },
                Staff {
                    id: 25,
                    name: "示例员工丙".into(),
                    number: "SL025".into(),
                    hall_id: Some(21),
                    department_id: Some(22),
                },
            ],
            ..Places::default()
        };
        self.db().insert_places(&places).await.expect("sample places");
        self.web.service.give_staff_codes().await.expect("codes");
    }

    /// Manager of hall 1, signed in.
    pub async fn hall_manager(&self) -> Browser {
        self.officer(Role::HallManager, hall_one()).await
    }

    /// The person with this row id at her window screen, signed in.
    pub async fn at_window(&self, staff: i64) -> Browser {
        let grant = Grant { staff_id: Some(staff), ..hall_one() };
        let person = self.person(&format!("window{staff}"), Some(Role::WindowStaff), grant).await;
        self.signed_in(&person).await
    }

    /// How many rows a condition fits.
    pub async fn count(&self, from: &str) -> u64 {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let n = NUMBER.fetch_add(1, Ordering::Relaxed);
        // Row numbers differ, so that every row found is a mark of its own.
        let sql = format!(
            "INSERT INTO mark (name, value) SELECT 'count {n} ' || ROW_NUMBER() OVER (), '' FROM {from}"
        );
        self.database.execute(&sql).await.expect("a condition that can be counted")
    }

    /// Number of ratings laid to this person, or to nobody.
    pub async fn laid_to(&self, staff: Option<i64>) -> u64 {
        match staff {
            Some(id) => self.count(&format!("rating WHERE staff_id = {id}")).await,
            None => self.count("rating WHERE staff_id IS NULL").await,
        }
    }

    /// A person's code.
    pub async fn staff_code(&self, id: i64) -> String {
        let scope = domain::Scope::below("370300000000");
        self.db().office_staff(&scope, id).await.unwrap().unwrap().code.expect("a code")
    }
}
