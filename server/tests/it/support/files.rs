//! Case files as a department would send them.

use domain::case::Field;

const GOOD: [(&str, &str); 20] = [
    ("areaCode", "370303000000"),
    ("orgcode", "370303000000_11370303DEMO000001"),
    ("orgName", "示例部门"),
    ("taskType", "01"),
    ("taskCode", "11370300MB2F30661Y2312003564000"),
    ("taskName", "示例事项"),
    ("projectNo", "SL0001"),
    ("proStatus", "3"),
    ("acceptDate", "2026-11-23 09:00:00"),
    ("resultDate", "2026-11-24 09:30:00"),
    ("projectType", "2"),
    ("userProp", "1"),
    ("userName", "示例申请人"),
    ("userPageType", "111"),
    ("certKey", "370303199001010000"),
    ("mobile", "13812345678"),
    ("serviceName", "出证办结"),
    ("serviceNumber", "1"),
    ("serviceTime", "2026-11-24 09:30:00"),
    ("proManager", "示例员工甲"),
];

/// A file with a row for each set of changes to a good one.
pub fn case_csv(rows: &[&[(&str, &str)]]) -> String {
    let line = |cells: Vec<&str>| format!("{}\n", cells.join(","));
    let header = line(Field::ALL.iter().map(|f| f.name()).collect());
    let row = |changes: &[(&str, &str)]| {
        let cell = |field: &Field| {
            let find = |set: &[(&str, &str)]| {
                set.iter().find(|(n, _)| *n == field.name()).map(|(_, v)| v.to_string())
            };
            find(changes).or_else(|| find(&GOOD)).unwrap_or_default()
        };
        Field::ALL.iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
    };
    header + &rows.iter().map(|changes| row(changes)).collect::<String>()
}
