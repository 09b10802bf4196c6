//! A small city for tests of places: two districts with a town each, a village, halls and departments.

use super::TestApp;
use domain::WindowCode;
use storage::{Department, Division, Hall, NewWindow, Places};

pub const CITY: &str = "370300000000";
pub const DISTRICT: &str = "370303000000";
pub const TOWN: &str = "370303009000";
pub const VILLAGE: &str = "370303009001";
pub const OTHER_DISTRICT: &str = "370304000000";
pub const OTHER_TOWN: &str = "370304001000";
/// Halls of the town, of the other town.
pub const HALL: i64 = 101;
pub const OTHER_HALL: i64 = 102;
/// Departments of the district, of the other district.
pub const DEPARTMENT: i64 = 201;
pub const OTHER_DEPARTMENT: i64 = 202;
/// Windows in those halls.
pub const WINDOW: i64 = 301;
pub const OTHER_WINDOW: i64 = 302;

impl TestApp {
    /// Puts the city in beside the one window there is.
    pub async fn plant_tree(&self) {
        self.db().insert_places(&tree()).await.expect("sample places");
    }
}

fn tree() -> Places {
    let division = |code: &str, name: &str, level: &str, parent: &str| Division {
        code: code.into(),
        name: name.into(),
        level: level.into(),
        parent: Some(parent.into()),
    };
    let department = |id, name: &str, division: &str| Department {
        id,
        name: name.into(),
        credit_code: None,
        division_code: Some(division.into()),
    };
    let hall = |id, division: &str, name: &str| Hall {
        id,
        division_code: division.into(),
        name: name.into(),
        address: format!("示例路{id}号"),
    };
    let window = |id, hall_id, department_id, name: &str| NewWindow {
        id,
        hall_id,
        department_id,
        code: WindowCode::from_random(id as u64),
        name: name.into(),
    };
    Places {
        divisions: vec![
            division(DISTRICT, "张店区", "district", CITY),
            division(TOWN, "马尚街道", "town", DISTRICT),
            division(VILLAGE, "示例社区居委会", "village", TOWN),
            division(OTHER_DISTRICT, "博山区", "district", CITY),
            division(OTHER_TOWN, "城东街道", "town", OTHER_DISTRICT),
        ],
        departments: vec![
            department(DEPARTMENT, "示例区审批局", DISTRICT),
            department(OTHER_DEPARTMENT, "示例博山审批局", OTHER_DISTRICT),
        ],
        halls: vec![
            hall(HALL, TOWN, "张店区马尚街道便民服务中心"),
            hall(OTHER_HALL, OTHER_TOWN, "博山区城东街道便民服务中心"),
        ],
        windows: vec![
            window(WINDOW, HALL, DEPARTMENT, "3号综合窗口"),
            window(OTHER_WINDOW, OTHER_HALL, OTHER_DEPARTMENT, "9号综合窗口"),
        ],
        ..Places::default()
    }
}
