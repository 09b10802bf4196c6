//! The lists of the office on a large city: 3,000 halls, 20,000 windows, 30,000 staff in Zibo's 3,028 divisions,
//! asked for by 16 people at once.

use crate::subject::{Place, blocking, get};
use crate::table::{Row, whole};
use crate::{Outcome, wrk};
use domain::code_tables::ItemType;
use domain::{Role, Scope, WindowCode};
use std::net::SocketAddr;
use storage::{
    Db, Department, Division, Grant, Hall, Item, Listing, NewAccount, NewWindow, Options, Places, Staff,
};
use usecases::password::hash_password;

const DIVISIONS: &str = include_str!("../../server/src/demo/divisions.csv");
const HALLS: i64 = 3_000;
const DEPARTMENTS: i64 = 300;
const WINDOWS: i64 = 20_000;
const STAFF: i64 = 30_000;
const ITEMS: i64 = 15_000;
/// People at once.
const CLIENTS: u32 = 16;
pub const PASSWORD: &str = "Hall-Window-37";
/// First row id of each kind; the one window of every measurement has small ones.
const HALL_ID: i64 = 10_000;
const DEPARTMENT_ID: i64 = 20_000;
const WINDOW_ID: i64 = 100_000;
const STAFF_ID: i64 = 200_000;

/// Every list, as (name, path): as it opens, in another order, far down, searched.
const LISTS: [(&str, &str); 20] = [
    ("windows", "/office/windows"),
    ("windows by name", "/office/windows?sort=name&down=1"),
    ("windows by department, page 100", "/office/windows?sort=department&page=100"),
    ("windows searched", "/office/windows?q=%E4%B8%8D%E5%8A%A8%E4%BA%A7"),
    ("windows searched in vain", "/office/windows?q=%E6%B2%A1%E6%9C%89"),
    ("windows of a hall", "/office/windows?hall=10007"),
    ("halls", "/office/halls"),
    ("halls searched", "/office/halls?q=%E8%A1%97%E9%81%93"),
    ("departments", "/office/departments"),
    ("divisions", "/office/divisions"),
    ("divisions of a district", "/office/divisions?below=370303000000"),
    ("divisions searched", "/office/divisions?q=%E6%9D%91"),
    ("staff", "/office/staff"),
    ("staff by name, page 100", "/office/staff?sort=name&page=100"),
    ("staff searched in vain", "/office/staff?q=%E6%B2%A1%E6%9C%89"),
    ("staff by department", "/office/staff?sort=department&down=1"),
    ("a roster of a week", "/office/shifts?hall=10007&view=week"),
    ("items", "/office/items"),
    ("items by name, page 100", "/office/items?sort=name&page=100"),
    ("items searched in vain", "/office/items?q=%E6%B2%A1%E6%9C%89"),
];

/// The slowest of the lists, for people whose scope is the city and a hall.
pub fn measure() -> Outcome<Vec<Row>> {
    let place = Place::new(None, 256)?;
    fill(&place.database)?;
    let (_server, _) = place.serve()?;
    let city = sign_in(place.address, "leader")?;
    let hall = sign_in(place.address, "manager")?;
    let city_lists: Vec<_> = LISTS.to_vec();
    let hall_lists: Vec<_> = LISTS.into_iter().filter(|(_, path)| !path.contains("below=")).collect();
    Ok(vec![row(&place, "the city", &city, &city_lists)?, row(&place, "a hall", &hall, &hall_lists)?])
}

fn row(place: &Place, scope: &str, cookie: &str, lists: &[(&str, &str)]) -> Outcome<Row> {
    let script = place.folder.path().join("list.lua");
    std::fs::write(&script, wrk::session_script(cookie))?;
    let (mut slowest, mut worst) = ("", 0.0);
    let mut all = Vec::new();
    for (name, path) in lists {
        let run = wrk::run_with(&format!("http://{}{path}", place.address), &script, CLIENTS, 3)?;
        if run.p95_ms == 0.0 {
            return Err("wrk's script printed no p95".into());
        }
        eprintln!("{scope}: {name}: p95 {:.1} ms, {} /s", run.p95_ms, whole(run.per_second));
        all.push(run.p95_ms);
        if run.p95_ms > worst {
            (slowest, worst) = (name, run.p95_ms);
        }
    }
    all.sort_by(f64::total_cmp);
    Ok(Row {
        figure: format!("any office list of {scope}, p95, {CLIENTS} clients"),
        measured: format!("slowest: {slowest}; the middle one {:.0} ms", all[all.len() / 2]),
        yardstick: format!("{WINDOWS} windows, {HALLS} halls, {STAFF} staff on SQLite"),
        value: format!("{worst:.0} ms"),
        at_least: "≤ 150 ms",
        aim: "≤ 50 ms",
    })
}

/// Makes the city and two people who may look at it.
fn fill(database: &str) -> Outcome<()> {
    blocking(async {
        let db = Db::open(&Options::new(database)).await?;
        db.insert_places(&city()).await?;
        // A department's role without a department: the city, staff and items included, and no second factor.
        let [leader, manager] = [(Role::Department, None), (Role::HallManager, Some(HALL_ID + 7))];
        for (id, login, (role, hall_id)) in [(1, "leader", leader), (2, "manager", manager)] {
            let account = NewAccount {
                id,
                login: login.into(),
                name: format!("示例{login}"),
                grant: Grant { role: Some(role.word().into()), hall_id, ..Grant::default() },
                password_hash: hash_password(PASSWORD, [7; 16]),
                must_change: false,
            };
            db.insert_account(&account, domain::Millis(1), &[]).await?;
        }
        let all = Listing::first(Scope::below("370300000000"), 1);
        let (_, windows) = db.list_windows(&all, &storage::WindowFilter::default()).await?;
        db.close().await;
        if windows == WINDOWS + 1 { Ok(()) } else { Err(format!("{windows} windows in the city").into()) }
    })
}

fn city() -> Places {
    let rows = DIVISIONS.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let divisions: Vec<Division> = rows
        .map(|cells| Division {
            code: cells[0].into(),
            name: cells[1].into(),
            level: cells[2].into(),
            parent: Some(cells[3].to_owned()).filter(|parent| !parent.is_empty()),
        })
        .collect();
    let at = |n: i64| &divisions[n as usize % divisions.len()];
    let departments = (0..DEPARTMENTS).map(|n| Department {
        id: DEPARTMENT_ID + n,
        name: format!("示例部门{n:03}局"),
        credit_code: None,
        division_code: Some(at(n % 9).code.clone()),
    });
    let halls = (0..HALLS).map(|n| Hall {
        id: HALL_ID + n,
        division_code: at(n).code.clone(),
        name: format!("{}示例便民服务中心", at(n).name),
        address: format!("示例路{n}号"),
    });
    const KINDS: [&str; 5] = ["综合受理", "不动产登记", "户政", "社保", "医保"];
    let windows = (0..WINDOWS).map(|n| NewWindow {
        id: WINDOW_ID + n,
        // The first hall is a large one.
        hall_id: HALL_ID + if n < 200 { 0 } else { n % HALLS },
        department_id: DEPARTMENT_ID + n * 7 % DEPARTMENTS,
        code: WindowCode::from_random(1_000_000 + n as u64),
        name: format!("{}号 {}窗口", n % 30 + 1, KINDS[n as usize % KINDS.len()]),
    });
    let staff = (0..STAFF).map(|n| Staff {
        id: STAFF_ID + n,
        name: format!("示例员工{n:05}"),
        number: format!("SL{n:05}"),
        hall_id: Some(HALL_ID + n % HALLS),
        department_id: Some(DEPARTMENT_ID + n % DEPARTMENTS),
    });
    let items = (0..ITEMS).map(|n| Item {
        task_code: format!("11370300MB2F30661Y300{:02}{n:05}001", n % 20),
        name: format!("示例事项{n:05}"),
        item_type: ItemType::ALL[n as usize % ItemType::ALL.len()],
    });
    Places {
        items: items.collect(),
        departments: departments.collect(),
        halls: halls.collect(),
        windows: windows.collect(),
        staff: staff.collect(),
        divisions: divisions.clone(),
        ..Places::default()
    }
}

/// Signs in as a browser does; the cookies of the session.
pub fn sign_in(address: SocketAddr, login: &str) -> Outcome<String> {
    let body = format!("account={login}&password={PASSWORD}");
    let head = format!(
        "content-type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\ncontent-length: {}\r\n",
        body.len()
    );
    let answer = crate::subject::send(address, "POST", "/office/sign-in", &head, &body)?;
    let answer = String::from_utf8_lossy(&answer);
    let cookies: Vec<&str> = answer
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .filter_map(|cookie| cookie.split(';').next())
        .collect();
    let cookie = cookies.join("; ");
    let page = get(address, "/office/windows", &format!("cookie: {cookie}\r\n"))?;
    if page.starts_with(b"HTTP/1.1 200") {
        Ok(cookie)
    } else {
        Err(format!("{login} could not sign in:\n{answer}").into())
    }
}
