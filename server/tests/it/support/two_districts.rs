//! A city of two districts, each with a town, a hall, a window, people; and an account in every role, whose scope
//! lies in the first. Row ids of the two are neighbours, so that guessing has something to hit.
//!
//! To add a kind of thing that stands in paths: a line in [`values`], and its rows in [`places`] (or, for what has
//! no place, in the test that needs it).

use super::TestApp;
use domain::{Role, RolePlace, WindowCode};
use storage::{
    Department, Division, Grant, Hall, Item, NewProvinceRule, NewWindow, PartnerChange, Places, Shift, Staff,
};

/// Stands in the names of everything in the other district but its departments, which may be chosen everywhere.
pub const ELSEWHERE: &str = "乙密";
/// The same for what lies in the first district, but not in the officer's own town and hall.
pub const BESIDE: &str = "邻密";

const OWN_DISTRICT: &str = "370303000000";
const OWN_TOWN: &str = "370303001000";
const OWN_VILLAGE: &str = "370303001200";
const TOWN_BESIDE: &str = "370303002000";
const OTHER_DISTRICT: &str = "370302000000";
const OTHER_TOWN: &str = "370302001000";
const OTHER_VILLAGE: &str = "370302001200";

/// An item of the department of the first district, handled at its window, and one of the second.
const OWN_ITEM: &str = "11370300MB2F30661Y3000190001001";
const OTHER_ITEM: &str = "11370300MB2F30661Y3000190002001";

/// What can be put in place of a path's parameter.
pub struct Values {
    /// In everybody's scope, as far as her role has one of this kind.
    pub own: &'static str,
    /// In no scope of the first district.
    pub elsewhere: &'static [&'static str],
    /// In the first district, but in another town and hall.
    pub beside: &'static [&'static str],
    /// In the officer's hall, but of another department.
    pub other_department: &'static [&'static str],
    /// There is no such thing.
    pub absent: &'static str,
}

/// The values of a parameter, by its name without braces.
pub fn values(parameter: &str) -> Values {
    let none: &[&str] = &[];
    let of = |own, elsewhere, beside, other_department, absent| Values {
        own,
        elsewhere,
        beside,
        other_department,
        absent,
    };
    match parameter {
        "division" => of(OWN_TOWN, &[OTHER_DISTRICT, OTHER_TOWN, OTHER_VILLAGE], &[], none, "370399000000"),
        "department" => of("71000", &["71001"], none, none, "71009"),
        "hall" => of("72000", &["72001", "1"], &["72002"], none, "72009"),
        "window" => of("73000", &["73001", "4"], &["73002"], &["73003"], "73009"),
        "staff" => of("74000", &["74001", "5"], &["74002"], none, "74009"),
        "shift" => of("75000", &["75001", "6"], none, none, "75009"),
        // Without a place, or not in a table of this test: only what is not there.
        "account" => of("76000", none, none, none, "76009"),
        "entry" => of("1", none, none, none, "900000000"),
        "field" => of("rating.phone", none, none, none, "rating.nothing"),
        "item" => of(OWN_ITEM, &[OTHER_ITEM], none, none, "11370300MB2F30661Y3000190009001"),
        "plate" => of("77000", &["77001"], &["77002"], &["77003"], "77009"),
        // Only roles of the whole city keep partners: nothing of theirs lies elsewhere.
        "partner" => of("79000", none, none, none, "79009"),
        "order" => of("80000", &["80001"], &["80002"], &["80003"], "80009"),
        "act" => of("accept", none, none, none, "nothing"),
        "file" => of("80500", none, none, none, "80509"),
        "rule" => of("79500", none, none, none, "79509"),
        "key" => of("kwalked22222", none, none, none, "kwalked99999"),
        // A pack is seen by who asked for it, an import by who brought it: nobody who walks did.
        "pack" | "import" => of("78000", &["78001"], none, none, "78000"),
        other => panic!(
            "路径参数 {{{other}}} 没有登记：请在 server/tests/it/support/two_districts.rs 的 values() 中加一行，\
             写明范围内、范围外和不存在的编号，并在 places() 中放入相应的两行数据。"
        ),
    }
}

/// Everything in the other district that a form may name, as (field, value).
pub const FORM_OF_ELSEWHERE: &[(&str, &str)] = &[
    ("name", "示例改名"),
    ("reason", "示例原因"),
    ("version", "1"),
    ("hall", "72001"),
    ("department", "71001"),
    ("division", OTHER_TOWN),
    ("parent", OTHER_DISTRICT),
    ("managing_parent", OTHER_DISTRICT),
    ("window", "73001"),
    ("staff", "74001"),
    ("shift", "75001"),
    ("place", "72001"),
    ("ids", "73001"),
    ("id", "73001"),
    ("windows", "73001"),
    ("select", "73001"),
    ("number", "SL900"),
    ("address", "示例路 9 号"),
    ("role", "leader"),
    ("days", "30"),
    ("confirm", "1"),
];

/// The two districts.
pub fn places() -> Places {
    let division = |code: &str, name: String, level: &str, parent: &str| Division {
        code: code.into(),
        name,
        level: level.into(),
        parent: Some(parent.into()),
    };
    let city = "370300000000";
    let hall = |id, division: &str, name: String| Hall {
        id,
        division_code: division.into(),
        address: format!("{name}路 1 号"),
        name,
    };
    let department = |id, division: &str, name: &str| Department {
        id,
        name: name.into(),
        credit_code: None,
        division_code: Some(division.into()),
    };
    let window = |id, hall_id, department_id, name: String| NewWindow {
        id,
        hall_id,
        department_id,
        code: WindowCode::from_random(id as u64),
        name,
    };
    let staff = |id, hall, department, name: String| Staff {
        id,
        name,
        number: format!("SL{id}"),
        hall_id: Some(hall),
        department_id: Some(department),
    };
    let shift = |id, window_id, staff_id| Shift {
        id,
        window_id,
        staff_id,
        starts_at: super::START.0 - 3_600_000,
        ends_at: super::START.0 + 20 * 86_400_000,
    };
    let item = |code: &str, name: String| Item {
        task_code: code.into(),
        name,
        item_type: domain::code_tables::ItemType::Licence,
    };
    let named = |mark: &str, what: &str| format!("示例{mark}{what}");
    Places {
        divisions: vec![
            division(OWN_DISTRICT, named("甲", "区"), "district", city),
            division(OWN_TOWN, named("甲", "镇"), "town", OWN_DISTRICT),
            division(OWN_VILLAGE, named("甲", "村"), "village", OWN_TOWN),
            division(TOWN_BESIDE, named(BESIDE, "镇"), "town", OWN_DISTRICT),
            division(OTHER_DISTRICT, named(ELSEWHERE, "区"), "district", city),
            division(OTHER_TOWN, named(ELSEWHERE, "镇"), "town", OTHER_DISTRICT),
            division(OTHER_VILLAGE, named(ELSEWHERE, "村"), "village", OTHER_TOWN),
        ],
        departments: vec![
            department(71000, OWN_DISTRICT, "示例甲部门"),
            department(71001, OTHER_DISTRICT, "示例乙部门"),
            department(71002, OWN_DISTRICT, "示例甲二部门"),
        ],
        halls: vec![
            hall(72000, OWN_TOWN, named("甲", "大厅")),
            hall(72001, OTHER_TOWN, named(ELSEWHERE, "大厅")),
            hall(72002, TOWN_BESIDE, named(BESIDE, "大厅")),
        ],
        windows: vec![
            window(73000, 72000, 71000, named("甲", "1号窗口")),
            window(73001, 72001, 71001, named(ELSEWHERE, "1号窗口")),
            window(73002, 72002, 71000, named(BESIDE, "1号窗口")),
            window(73003, 72000, 71002, named("甲", "2号窗口")),
        ],
        staff: vec![
            staff(74000, 72000, 71000, named("甲", "员工")),
            staff(74001, 72001, 71001, named(ELSEWHERE, "员工")),
            staff(74002, 72002, 71000, named(BESIDE, "员工")),
        ],
        shifts: vec![shift(75000, 73000, 74000), shift(75001, 73001, 74001)],
        items: vec![item(OWN_ITEM, named("甲", "事项")), item(OTHER_ITEM, named(ELSEWHERE, "事项"))],
    }
}

/// The scope of a role's account, in the first district.
pub fn grant(role: Role) -> Grant {
    let below = |code: &str| Grant { division_code: Some(code.into()), ..Grant::default() };
    match role.place() {
        RolePlace::City => Grant::default(),
        RolePlace::District => below(OWN_DISTRICT),
        RolePlace::Town => below(OWN_TOWN),
        RolePlace::Village => below(OWN_VILLAGE),
        RolePlace::Department => Grant { department_id: Some(71000), ..below(OWN_DISTRICT) },
        RolePlace::Hall => Grant { hall_id: Some(72000), ..below(OWN_TOWN) },
        RolePlace::Person => Grant { hall_id: Some(72000), staff_id: Some(74000), ..below(OWN_TOWN) },
    }
}

impl TestApp {
    /// Puts in the two districts and an account for every role, its login the role's word.
    pub async fn two_districts(&self) {
        self.db().insert_places(&places()).await.expect("two districts");
        for (code, department, window) in [(OWN_ITEM, 71000, 73000), (OTHER_ITEM, 71001, 73001)] {
            let held = format!("UPDATE item SET department_id = {department} WHERE code = '{code}'");
            self.database.execute(&held).await.expect("an item of a department");
            let handled =
                format!("INSERT INTO window_item (window_id, item_code) VALUES ({window}, '{code}')");
            self.database.execute(&handled).await.expect("an item handled at a window");
        }
        for n in 0..4 {
            let plate = format!(
                "INSERT INTO plate (id, code, window_id, layout, layout_version, state, issued_at)
                 VALUES (7700{n}, '{}', 7300{n}, 'desk-a5', '1', 'issued', 1)",
                WindowCode::from_random(73000 + n)
            );
            self.database.execute(&plate).await.expect("a plate");
        }
        for role in Role::ALL {
            self.person(role.word(), Some(role), grant(role)).await;
        }
        let stranger = self.person("stranger", None, Grant::default()).await;
        let renamed = format!("UPDATE account SET id = 76000 WHERE id = {}", stranger.id);
        self.database.execute(&renamed).await.expect("an account of this number");
        let partner = PartnerChange {
            name: "示例甲业务系统".into(),
            requests_per_minute: 60,
            cases_per_minute: 600,
            notify: false,
            scopes: vec![(79000, OWN_DISTRICT.into(), None)],
        };
        let now = super::START;
        self.db().add_partner(79000, &partner, now, &[]).await.expect("a partner");
        let rule = NewProvinceRule {
            id: 79500,
            division: OWN_DISTRICT,
            department: None,
            from: now,
            until: None,
            reason: "示例原因",
            by: "walk",
        };
        self.db().add_province_rule(&rule, now, &[]).await.expect("a rule");
        let key = ("kwalked22222", 79000);
        self.db().add_partner_key(key, ("hmac-sm3", &[0; 32]), now, &[]).await.expect("a key of a partner");
        self.bad_ratings().await;
        let pack = format!(
            "INSERT INTO plate_pack (id, account_id, choice, state, done, total, made_at)
             VALUES (78001, 76000, '{{\"place\":\"示例{ELSEWHERE}大厅\",\"count\":1}}', 'failed', 0, 1, 1)"
        );
        self.database.execute(&pack).await.expect("a pack of a stranger");
        let import = format!(
            "INSERT INTO import (id, kind, account_id, session_id, state, file_name, digest, said, beat_at, made_at)
             VALUES (78001, 'windows', 76000, 1, 'refused', '示例{ELSEWHERE}.csv', '', '示例{ELSEWHERE}', 1, 1)"
        );
        self.database.execute(&import).await.expect("an import of a stranger");
    }

    /// A bad rating of each window, with its order and a file.
    async fn bad_ratings(&self) {
        let windows = [
            (OWN_TOWN, 71000, 72000, "甲"),
            (OTHER_TOWN, 71001, 72001, ELSEWHERE),
            (TOWN_BESIDE, 71000, 72002, BESIDE),
            (OWN_TOWN, 71002, 72000, "甲二"),
        ];
        for (n, (division, department, hall, words)) in windows.into_iter().enumerate() {
            let rating = storage::NewRating {
                window_id: Some(73000 + n as i64),
                level: 1,
                words: Some(format!("示例{words}")),
                ..storage::testing::rating(80000 + n as i64)
            };
            self.web.service.writer().store(rating).await.expect("a bad rating");
            let order = format!(
                "INSERT INTO work_order (id, rating_id, number, level, state, round, real_name, opened_at, began_at,
                    more_time, contest, objected, contacted, calls, reached, transfers, yellow_at, due_at, provisional,
                    division_code, department_id, hall_id, changed_at)
                 VALUES (8000{n}, 8000{n}, 'ZG{words}{n}', 1, 'pending', 1, FALSE, 1, 1, 'never', 'never', FALSE, FALSE,
                    0, FALSE, 0, 2, 3, FALSE, '{division}', {department}, {hall}, 1)"
            );
            self.database.execute(&order).await.expect("its order");
            let opened = format!(
                "INSERT INTO work_order_act (order_id, seq, at, act, party, state)
                 VALUES (8000{n}, 1, 1, 'open', 'clock', 'pending')"
            );
            self.database.execute(&opened).await.expect("its first act");
        }
        let file = storage::NewOrderFile {
            id: 80500,
            order_id: 80000,
            round: 1,
            name: "示例",
            bytes: &[0xff, 0xd8],
            actor: "walk",
        };
        self.db().add_order_file(&file, super::START, &[]).await.expect("a file");
    }
}
