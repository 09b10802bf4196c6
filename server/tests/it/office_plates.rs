//! The plate studio, from choosing a hall to a plate that hangs.

use crate::support::{Browser, TestApp};
use domain::{Role, WindowCode};
use print::read_codes;
use storage::Grant;

fn manager() -> Grant {
    Grant { division_code: Some("370300000000".into()), hall_id: Some(1), ..Grant::default() }
}

/// Waits for a pack as a browser does: by asking again. Ends by the pack's end.
async fn finished(desk: &mut Browser, path: &str) -> String {
    loop {
        let page = desk.get(path).await;
        assert_eq!(page.status, 200);
        if !page.headers.contains_key("refresh") {
            return page.body;
        }
        tokio::task::yield_now().await;
    }
}

/// Asks for plates as the form does.
async fn make(desk: &mut Browser, fields: &[(&str, &str)]) -> String {
    let answer = desk.send_files("/office/plates/make", "/office/plates/make", fields, None).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location()
}

/// The first picture in a pack.
fn first_png(pack: Vec<u8>) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(pack)).expect("a ZIP");
    let png =
        (0..zip.len()).find(|i| zip.by_index(*i).unwrap().name().unwrap().ends_with(".png")).expect("a PNG");
    let mut bytes = Vec::new();
    std::io::copy(&mut zip.by_index(png).unwrap(), &mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_manager_makes_fetches_mounts_and_withdraws_a_plate() {
    for app in TestApp::both().await {
        let mut desk = app.officer(Role::HallManager, manager()).await;
        desk.get("/office/plates").await.shows("还没有制作过台牌");
        desk.get("/office/plates/make").await.shows("henan-2023-a4");
        let fields = [("place", "hall:1"), ("layout", "henan-2023-a4"), ("format", "png")];
        let pack = make(&mut desk, &fields).await;
        let page = finished(&mut desk, &pack).await;
        assert!(page.contains("1 张通过"), "{page}");
        let file = desk.get_bytes(&format!("{pack}/file")).await;
        let bytes = first_png(file);
        let url = format!("{}/w/{}", app.web.config.server.public_url, app.window);
        assert_eq!(read_codes(&bytes).unwrap(), [url]);
        assert_eq!(desk.send_form(&format!("{pack}/printed"), &[]).await.status, 303);
        desk.get("/office/plates").await.shows("已打印");
        // Photographed where it hangs, it counts as mounted.
        let photo = [("window", "4")];
        let checked =
            desk.send_files("/office/plates/check", "/office/plates/check", &photo, Some(&bytes)).await;
        checked.shows("这块台牌没有问题");
        let seen = [("code", app.window.as_str()), ("window", "4")];
        assert_eq!(desk.send_form("/office/plates/seen", &seen).await.status, 303);
        desk.get("/office/plates").await.shows("没人扫过");
        app.browser().get(&app.path()).await.hides("已停用");
        let plate = desk.get("/office/plates").await;
        let plate = plate.body.split("href=\"/office/plates/").find_map(|rest| {
            let id = rest.split('"').next()?;
            id.bytes().all(|b| b.is_ascii_digit()).then(|| format!("/office/plates/{id}"))
        });
        let plate = plate.expect("a plate in the list");
        let without = desk.send_form(&format!("{plate}/withdraw"), &[("version", "3")]).await;
        assert_eq!(without.status, 422);
        let ask = desk.get(&format!("{plate}/withdraw")).await;
        let version = ask.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let reason = [("version", version), ("reason", "破损")];
        assert_eq!(desk.send_form(&format!("{plate}/withdraw"), &reason).await.status, 303);
        app.browser().get(&app.path()).await.shows("这块台牌已停用");
        assert_eq!(
            app.browser().rate(&app.path(), &[("level", "2"), ("words", "旧牌还在")]).await.status,
            303
        );
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
    }
}

#[tokio::test]
async fn a_new_code_ends_the_old_plate_only_when_it_hangs_and_both_lead_to_the_window() {
    for app in TestApp::both().await {
        let mut desk = app.officer(Role::HallManager, manager()).await;
        let fields = [("place", "all"), ("layout", "label-2x4"), ("format", "pdf")];
        let first = make(&mut desk, &fields).await;
        finished(&mut desk, &first).await;
        let again = make(&mut desk, &fields).await;
        finished(&mut desk, &again).await;
        let count = "UPDATE plate SET version = version";
        assert_eq!(app.database.execute(count).await.unwrap(), 1, "printed again it is the same plate");
        let renewed = make(&mut desk, &[&fields[..], &[("new_codes", "1")]].concat()).await;
        finished(&mut desk, &renewed).await;
        assert_eq!(app.database.execute(count).await.unwrap(), 2);
        let list = desk.get("/office/plates").await.body;
        let mut code = list.split("class=\"code\">").skip(1).map(|rest| rest.split('<').next().unwrap());
        let code = code.find(|code| *code != app.window.as_str()).expect("the new code").to_owned();
        app.browser().get(&format!("/w/{code}")).await.shows("1号窗口");
        app.browser().get(&app.path()).await.hides("已停用");
        let seen = [("code", code.as_str()), ("window", "4")];
        assert_eq!(desk.send_form("/office/plates/seen", &seen).await.status, 303);
        app.browser().get(&app.path()).await.shows("这块台牌已停用");
        app.browser().get(&format!("/w/{code}")).await.hides("已停用");
    }
}

#[tokio::test]
async fn a_persons_card_is_made_with_her_own_code_and_is_no_plate_of_a_window() {
    for app in TestApp::both().await {
        let code = WindowCode::from_random(4_711);
        app.db().give_staff_codes(&[(5, code)]).await.unwrap();
        let mut desk = app.officer(Role::HallManager, manager()).await;
        desk.get("/office/staff/5").await.shows("/office/plates/make?layout=staff-card&amp;staff=5");
        desk.get("/office/plates/make?layout=staff-card&staff=5").await.shows("在岗人员 1 名");
        let fields = [("place", "staff:5"), ("layout", "staff-card"), ("format", "png")];
        let pack = make(&mut desk, &fields).await;
        let page = finished(&mut desk, &pack).await;
        assert!(page.contains("1 张通过") && !page.contains("/printed"), "{page}");
        let file = desk.get_bytes(&format!("{pack}/file")).await;
        let url = format!("{}/s/{code}", app.web.config.server.public_url);
        assert_eq!(read_codes(&first_png(file)).unwrap(), [url]);
        desk.get("/office/plates").await.shows("还没有制作过台牌");
        // A window's layout is not for a person, nor the other way round.
        for (place, layout) in [("staff:5", "desk-a5"), ("window:4", "staff-card")] {
            let fields = [("place", place), ("layout", layout)];
            let refused = desk.send_files("/office/plates/make", "/office/plates/make", &fields, None).await;
            assert_eq!(refused.status, 422);
            refused.shows("请重新选择范围");
        }
        app.database.execute("UPDATE staff SET retired_at = 1 WHERE id = 5").await.unwrap();
        let refused = desk.send_files("/office/plates/make", "/office/plates/make", &fields, None).await;
        refused.shows("这里没有在岗人员");
    }
}

#[tokio::test]
async fn a_standard_layout_takes_no_line_of_ones_own_and_a_photograph_must_be_one() {
    let app = TestApp::sqlite().await;
    let mut desk = app.officer(Role::HallManager, manager()).await;
    let own = [("place", "all"), ("layout", "henan-2023-a4"), ("own", "咨询电话 0533-0000000")];
    let refused = desk.send_files("/office/plates/make", "/office/plates/make", &own, None).await;
    assert_eq!(refused.status, 422);
    refused.shows("0533-0000000");
    let free = [("place", "all"), ("layout", "desk-a5"), ("own", "咨询电话 0533-0000000")];
    make(&mut desk, &free).await;
    for bytes in [&b"not a picture"[..], b""] {
        let answer = desk.send_files("/office/plates/check", "/office/plates/check", &[], Some(bytes)).await;
        assert_eq!(answer.status, 422);
    }
    let large = vec![0; 17 * 1024 * 1024];
    let answer = desk.send_files("/office/plates/check", "/office/plates/check", &[], Some(&large)).await;
    assert_eq!(answer.status, 413);
    assert_eq!(desk.get_bytes("/office/plates/preview.png?place=all&layout=desk-a5").await[..4], *b"\x89PNG");
    assert_eq!(desk.get("/office/plates/preview.png?place=hall:99").await.status, 404);
}

#[tokio::test]
async fn a_report_is_seen_and_dealt_with_by_the_hall_it_is_about() {
    for app in TestApp::both().await {
        let mut desk = app.officer(Role::HallManager, manager()).await;
        let pack = make(&mut desk, &[("place", "all"), ("layout", "ticket-58")]).await;
        finished(&mut desk, &pack).await;
        let report = [("fault", "covered"), ("words", "上面贴了别的码")];
        app.browser().post(&format!("{}/report", app.path()), &report).await;
        let list = desk.get("/office/plates?attention=reported").await;
        list.shows("1 条异常报告");
        let plate = list.body.split("href=\"/office/plates/").find_map(|rest| {
            let id = rest.split('"').next()?;
            id.bytes().all(|b| b.is_ascii_digit()).then(|| format!("/office/plates/{id}"))
        });
        let plate = plate.unwrap();
        let page = desk.get(&plate).await;
        page.shows("上面贴了别的码");
        let id =
            page.body.split("name=\"report\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let done = [("report", id.as_str()), ("answer", "已撕下并报案")];
        assert_eq!(desk.send_form(&format!("{plate}/reports"), &done).await.status, 303);
        desk.get(&plate).await.shows("已撕下并报案");
        desk.get("/office/plates?attention=reported").await.shows("没有符合条件的台牌");
    }
}
