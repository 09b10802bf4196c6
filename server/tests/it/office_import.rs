//! Importing places and people from spreadsheets, as people of the office do it.

use crate::support::sheets::{csv, xlsx};
use crate::support::{Browser, TestApp};
use domain::Role;
use storage::Grant;

const WINDOWS: [&str; 3] = ["窗口名称,部门", "2号 户政窗口,示例部门", "3号 𫖯䶮窗口,示例部门"];

async fn hall_manager(app: &TestApp) -> Browser {
    app.officer(Role::HallManager, Grant { hall_id: Some(1), ..Grant::default() }).await
}

async fn city_lead(app: &TestApp) -> Browser {
    app.officer(Role::CityLead, Grant::default()).await
}

#[tokio::test]
async fn a_hall_manager_fills_the_template_looks_at_it_and_has_her_windows() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        desk.get("/office/import").await.shows("/office/import/windows");
        let template = desk.get("/office/import/windows/template?as=csv").await;
        template.shows("*窗口名称,*部门,大厅名称");
        let mut file = template.bytes;
        file.extend_from_slice("2号 户政窗口,示例部门\r\n3号 𫖯䶮窗口,示例部门,示例大厅\r\n".as_bytes());
        let path = desk.send_import("windows", &file).await;
        let page = desk.get(&path).await;
        for said in ["确认导入 2 个窗口", "3号 𫖯䶮窗口", "第 4 行"] {
            page.shows(said);
        }
        // Nothing is there before she says so.
        desk.get("/office/windows").await.hides("2号 户政窗口");
        let done = desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.location(), path, "{}", done.body);
        desk.get(&path).await.shows("窗口已导入");
        let list = desk.get("/office/windows").await;
        list.shows("2号 户政窗口");
        list.shows("3号 𫖯䶮窗口");
        // Pressed twice, it is in once.
        desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(app.db().count_windows().await.unwrap(), 3);
        let trail = app.db().audit_after(0, 100).await.unwrap();
        let entries: Vec<_> = trail.iter().filter(|row| row.action == "import.windows").collect();
        assert_eq!(entries.len(), 1);
        let detail = entries[0].detail.as_deref().unwrap();
        assert!(detail.contains("\"new\":2") && detail.contains("digest"), "{detail}");
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
    }
}

#[tokio::test]
async fn every_fault_is_told_by_row_and_column_and_nothing_is_written() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        let file = csv(&[
            "窗口名称,部门,大厅名称",
            "2号窗口,示例部门,示例大厅",
            "3号窗口,不动产登记中心,示例大厅",
            "4号窗口,示例部门,别的大厅",
            ",示例部门,",
            "2号窗口,示例部门,",
        ]);
        let path = desk.send_import("windows", &file).await;
        let page = desk.get(&path).await;
        for said in [
            "第 3 行",
            "没有这个部门，可先在“部门”中新增",
            "没有这个大厅，或不在您的管理范围内",
            "必填，不能为空",
            "与第 2 行重复",
            "共 4 处",
        ] {
            page.shows(said);
        }
        page.hides("确认导入");
        // A form of one's own making changes nothing either.
        let forced = desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(forced.location(), path);
        assert_eq!(app.db().count_windows().await.unwrap(), 1);
        let marked = desk.get_bytes(&format!("{path}/faults")).await;
        assert!(marked.starts_with(b"PK"), "a workbook");
        // Sent again as it is, it says the same.
        let again = desk.send_import("windows", &marked).await;
        desk.get(&again).await.shows("共 4 处");
    }
}

const CITY: [(&str, &[&str]); 7] = [
    (
        "divisions",
        &[
            "区划代码,区划名称,上级区划代码,管理上级代码",
            "370303,示例张店区,,",
            "370391,示例高新区,,",
            "370303001,示例车站街道,,",
            "370303008,示例四宝山街道,,370391",
            "370303001005,示例社区,,",
        ],
    ),
    (
        "departments",
        &[
            "部门名称,所属区划,统一社会信用代码",
            "示例行政审批服务局,370303,11370303EXAMPLE01X",
            "示例税务局,370303,",
            "示例税务局,370391,",
        ],
    ),
    (
        "halls",
        &[
            "大厅名称,所属区划,地址",
            "示例张店大厅,示例张店区,示例路 2 号",
            "示例便民中心,示例张店区示例车站街道,",
            "示例便民中心,示例四宝山街道,示例路 9 号",
        ],
    ),
    (
        "windows",
        &[
            "大厅名称,窗口名称,部门,所属区划,窗口码",
            "示例张店大厅,1号 综合窗口,示例行政审批服务局,,",
            "示例张店大厅,2号 办税窗口,示例税务局,,",
            "示例便民中心,1号窗口,示例税务局,370303008,",
        ],
    ),
    (
        "staff",
        &[
            "大厅名称,工号,姓名,部门,所属区划",
            "示例张店大厅,ZD001,示例员工𫖯,示例行政审批服务局,",
            "示例张店大厅,ZD002,示例员工䶮,,",
            "示例便民中心,ZD001,示例员工乙,示例税务局,370303008",
        ],
    ),
    (
        "shifts",
        &[
            "大厅名称,窗口名称,窗口码,工号,开始时间,结束时间,所属区划",
            "示例张店大厅,1号 综合窗口,,ZD001,2026-12-01 09:00,2026-12-01 17:00,",
            "示例便民中心,1号窗口,,ZD001,2026-12-01 09:00,2026-12-01 17:00,370303008",
        ],
    ),
    (
        "items",
        &[
            "实施编码,事项名称,事项类型,部门,办件类型,承诺时限,承诺时限单位,服务对象",
            "11370300MB2F30661Y2312003564000,食品经营许可（示例）,行政许可,示例行政审批服务局,承诺件,5,工作日,自然人、企业法人",
            "11370300MB2F30661Y231200356400001,食品经营许可变更（示例）,01,,,,,",
        ],
    ),
];

#[tokio::test]
async fn every_kind_is_imported_and_comes_out_so_that_it_could_go_in_again() {
    let [sqlite, postgres] = TestApp::both().await;
    for (app, form) in [(sqlite, xlsx as fn(&[&str]) -> Vec<u8>), (postgres, csv)] {
        let mut desk = city_lead(&app).await;
        for (kind, lines) in CITY {
            let mut lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
            let sample = domain::CreditCode::sample("370303", 1).unwrap().to_string();
            for line in &mut lines {
                *line = line.replace("11370303EXAMPLE01X", &sample);
            }
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            desk.import(kind, &form(&lines)).await;
            let out = desk.data_of(kind).await;
            for name in
                lines[1..].iter().flat_map(|line| line.split(',')).filter(|c| c.starts_with("示例员工"))
            {
                assert!(out.contains(name), "{name} in {out}");
            }
            // What came out goes in without changing anything, and comes out the same.
            let path = desk.send_import(kind, out.as_bytes()).await;
            let page = desk.get(&path).await;
            page.shows("系统里都已经有了");
            assert_eq!(desk.data_of(kind).await, out, "{kind}");
            let workbook = desk.get_bytes(&format!("/office/import/{kind}/data?as=xlsx")).await;
            let path = desk.send_import(kind, &workbook).await;
            desk.get(&path).await.shows("系统里都已经有了");
        }
        // The department of the same name is that of the hall's own part of the city.
        let windows = desk.data_of("windows").await;
        assert!(windows.contains("示例便民中心,1号窗口,"), "{windows}");
        // A zone manages its town: whoever has the zone finds the town's hall.
        let grant = Grant { division_code: Some("370391000000".into()), ..Grant::default() };
        let mut zone = app.officer(Role::District, grant).await;
        let halls = zone.data_of("halls").await;
        assert!(halls.contains("370303008000") && !halls.contains("示例张店大厅"), "{halls}");
    }
}

#[tokio::test]
async fn a_template_without_rows_says_so_in_either_form() {
    let app = TestApp::sqlite().await;
    let mut desk = city_lead(&app).await;
    for (kind, _) in CITY {
        for form in ["xlsx", "csv"] {
            let template = desk.get_bytes(&format!("/office/import/{kind}/template?as={form}")).await;
            let path = desk.send_import(kind, &template).await;
            desk.get(&path).await.shows("表头下面没有内容");
        }
    }
}

#[tokio::test]
async fn a_window_is_renamed_by_its_code_and_undoing_the_import_brings_everything_back() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        let before = desk.data_of("windows").await;
        let renamed = format!("1号 综合窗口,示例部门,{}", app.window);
        let path =
            desk.import("windows", &csv(&["窗口名称,部门,窗口码", &renamed, "2号窗口,示例部门,"])).await;
        let after = desk.data_of("windows").await;
        assert!(after.contains("1号 综合窗口") && after.contains("2号窗口"), "{after}");
        let ask = desk.get(&format!("{path}/undo")).await;
        ask.shows("撤销“f”的导入？");
        let undone = desk.send_form_of(&path, &format!("{path}/undo"), &[]).await;
        assert_eq!(undone.location(), path, "{}", undone.body);
        desk.get(&path).await.shows("内容和导入前一样");
        assert_eq!(desk.data_of("windows").await, before);
        assert_eq!(app.db().count_windows().await.unwrap(), 1);
        // Once is enough.
        let again = desk.send_form_of("/office/import/windows", &format!("{path}/undo"), &[]).await;
        assert_eq!(again.status, 422);
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
        // The same file can be imported once more.
        desk.import("windows", &csv(&WINDOWS)).await;
    }
}

#[tokio::test]
async fn what_is_changed_or_in_use_since_is_not_undone_and_the_page_says_why() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        let path = desk.import("windows", &csv(&WINDOWS)).await;
        let after = desk.data_of("windows").await;
        let code = after.lines().find(|l| l.contains("2号 户政窗口")).unwrap().rsplit(',').next().unwrap();
        app.browser().rate(&format!("/w/{code}"), &[("level", "5")]).await;
        let refused = desk.send_form_of(&path, &format!("{path}/undo"), &[]).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        refused.shows("有 1 个已经有了评价");
        assert_eq!(desk.data_of("windows").await, after);
        // And a second import whose window somebody renames.
        let path = desk.import("windows", &csv(&["窗口名称,部门", "9号窗口,示例部门"])).await;
        app.database
            .execute("UPDATE service_window SET name = '10号窗口', version = 2 WHERE name = '9号窗口'")
            .await
            .unwrap();
        let refused = desk.send_form_of(&path, &format!("{path}/undo"), &[]).await;
        refused.shows("有 1 个窗口被改过");
        assert_eq!(app.db().count_windows().await.unwrap(), 4);
    }
}

#[tokio::test]
async fn a_whole_city_is_taken_back_step_by_step() {
    for app in TestApp::both().await {
        let mut desk = city_lead(&app).await;
        let mut done = Vec::new();
        for (kind, lines) in CITY {
            let before = desk.data_of(kind).await;
            let lines: Vec<String> = lines.iter().map(|l| l.replace("11370303EXAMPLE01X", "")).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            done.push((kind, before, desk.import(kind, &csv(&lines)).await));
        }
        // Halls are in use by windows: they cannot go first.
        let (_, _, halls) = &done[2];
        let refused = desk.send_form_of(halls, &format!("{halls}/undo"), &[]).await;
        assert_eq!(refused.status, 422);
        for (kind, before, path) in done.into_iter().rev() {
            let undone = desk.send_form_of(&path, &format!("{path}/undo"), &[]).await;
            assert_eq!(undone.location(), path, "{kind}: {}", undone.body);
            assert_eq!(desk.data_of(kind).await, before, "{kind}");
        }
    }
}

#[tokio::test]
async fn what_lies_outside_her_scope_is_refused_in_the_words_of_what_does_not_exist() {
    for app in TestApp::both().await {
        let mut lead = city_lead(&app).await;
        for (kind, lines) in &CITY[..4] {
            let lines: Vec<String> = lines.iter().map(|l| l.replace("11370303EXAMPLE01X", "")).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            lead.import(kind, &csv(&lines)).await;
        }
        let mut desk = hall_manager(&app).await;
        let there = lead.data_of("windows").await;
        let foreign = there.lines().find(|l| l.contains("2号 办税窗口")).unwrap().rsplit(',').next().unwrap();
        let unknown = domain::WindowCode::from_random(77).to_string();
        let told = |page: &str| page.matches("没有这个窗口码，或不在您的管理范围内").count();
        for code in [foreign, &unknown] {
            let line = format!("我的窗口,示例部门,,{code}");
            let path = desk.send_import("windows", &csv(&["窗口名称,部门,大厅名称,窗口码", &line])).await;
            assert_eq!(told(&desk.get(&path).await.body), 1, "{code}");
        }
        let line = "我的窗口,示例部门,示例张店大厅";
        let path = desk.send_import("windows", &csv(&["窗口名称,部门,大厅名称", line])).await;
        desk.get(&path).await.shows("没有这个大厅，或不在您的管理范围内");
        // Another's import is not there for her, whatever she asks of it; nor is another kind's page for her role.
        let theirs = lead
            .send_import("windows", &csv(&["大厅名称,窗口名称,部门", "示例张店大厅,8号窗口,示例税务局"]))
            .await;
        for page in [theirs.clone(), format!("{theirs}/faults"), format!("{theirs}/undo")] {
            assert_eq!(desk.get(&page).await.status, 404, "{page}");
        }
        for act in ["confirm", "cancel", "undo"] {
            let answer = desk.send_form(&format!("{theirs}/{act}"), &[]).await;
            assert_eq!(answer.status, 404, "{act}");
        }
        assert_eq!(desk.get("/office/import/halls").await.status, 403);
        assert!(!desk.data_of("windows").await.contains("张店"));
        lead.get(&theirs).await.shows("确认导入 1 个窗口");
    }
}

#[tokio::test]
async fn a_change_between_preview_and_confirmation_leads_back_to_the_preview() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        let path = desk.send_import("windows", &csv(&WINDOWS)).await;
        // Another import brings one of the windows meanwhile.
        let other = desk.send_import("windows", &csv(&WINDOWS[..2])).await;
        desk.send_form_of(&other, &format!("{other}/confirm"), &[]).await;
        let answer = desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(answer.location(), path);
        let page = desk.get(&path).await;
        page.shows("系统里的内容有变动，已重新核对，还没有导入");
        page.shows("确认导入 1 个窗口");
        assert_eq!(app.db().count_windows().await.unwrap(), 2);
        desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(app.db().count_windows().await.unwrap(), 3);
    }
}

#[tokio::test]
async fn two_people_who_confirm_at_once_bring_each_window_once() {
    for app in TestApp::both().await {
        let mut one = hall_manager(&app).await;
        let grant = Grant { hall_id: Some(1), ..Grant::default() };
        let mut other = app.signed_in(&app.person("other", Some(Role::HallManager), grant).await).await;
        let (a, b) = (
            one.send_import("windows", &csv(&WINDOWS)).await,
            other.send_import("windows", &csv(&WINDOWS)).await,
        );
        let (confirm_a, confirm_b) = (format!("{a}/confirm"), format!("{b}/confirm"));
        let (_, _) =
            tokio::join!(one.send_form_of(&a, &confirm_a, &[]), other.send_form_of(&b, &confirm_b, &[]));
        assert_eq!(app.db().count_windows().await.unwrap(), 3);
        // Whoever came second is told that there is nothing left to do.
        let pages = [one.get(&a).await.body, other.get(&b).await.body];
        assert_eq!(pages.iter().filter(|page| page.contains("系统里都已经有了")).count(), 1);
    }
}

#[tokio::test]
async fn an_import_can_be_given_up_and_is_forgotten_after_an_hour() {
    for app in TestApp::both().await {
        let mut desk = hall_manager(&app).await;
        let path = desk.send_import("windows", &csv(&WINDOWS)).await;
        desk.send_form_of(&path, &format!("{path}/cancel"), &[]).await;
        desk.get(&path).await.shows("已取消，没有写入任何内容");
        let path = desk.send_import("windows", &csv(&WINDOWS)).await;
        app.wait(29 * 60_000);
        desk.get(&path).await.shows("确认导入");
        app.wait(29 * 60_000);
        desk.get(&path).await.shows("确认导入");
        app.wait(3 * 60_000);
        desk.get(&path).await.shows("上传已超过一小时");
        desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
        assert_eq!(app.db().count_windows().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn shifts_of_one_person_do_not_overlap() {
    let app = TestApp::sqlite().await;
    let mut desk = hall_manager(&app).await;
    desk.import("windows", &csv(&WINDOWS)).await;
    desk.import("staff", &csv(&["工号,姓名", "SL008,示例员工乙"])).await;
    let path = desk
        .send_import(
            "shifts",
            &csv(&[
                "窗口名称,工号,开始时间,结束时间",
                "1号窗口,SL008,2026-12-01 09:00,2026-12-01 12:00",
                "2号 户政窗口,SL008,2026-12-01 11:00,2026-12-01 17:00",
                "2号 户政窗口,SL007,2026-11-25 09:00,2026-11-25 12:00",
                "2号 户政窗口,SL099,2026-11-25 09:00,2026-11-25 12:00",
                "2号 户政窗口,SL008,2026-12-03 09:00,2026-12-02 12:00",
            ]),
        )
        .await;
    let page = desk.get(&path).await;
    for said in
        ["与第 2 行是同一人，时间重叠", "这个人在这段时间已有值班", "这个大厅没有这个工号", "应晚于开始时间"]
    {
        page.shows(said);
    }
}

#[tokio::test]
async fn a_department_neither_takes_over_nor_doubles_what_another_has_in_the_hall() {
    for app in TestApp::both().await {
        app.database
            .execute(
                "INSERT INTO department (id, name, division_code) VALUES (20, '示例二部门', '370300000000')",
            )
            .await
            .unwrap();
        let mut desk =
            app.officer(Role::Department, Grant { department_id: Some(20), ..Grant::default() }).await;
        let file = csv(&["大厅名称,窗口名称,部门", "示例大厅,1号窗口,", "示例大厅,2号窗口,示例部门"]);
        let path = desk.send_import("windows", &file).await;
        let page = desk.get(&path).await;
        page.shows("这个大厅已有同名的窗口，属于其他部门");
        page.shows("不在您的管理范围内，只能填本部门");
        desk.import("windows", &csv(&["大厅名称,窗口名称", "示例大厅,3号窗口"])).await;
        let out = desk.data_of("windows").await;
        assert!(out.contains("示例大厅,3号窗口,示例二部门") && !out.contains("1号窗口"), "{out}");
    }
}
