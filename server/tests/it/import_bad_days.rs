//! Files that are too large, broken, hostile or half sent: each ends in a plain sentence, and nothing is written.

use crate::support::sheets::{csv, raw_row, raw_workbook, xlsx};
use crate::support::{Browser, TestApp};
use axum::body::{Body, Bytes};
use domain::Role;
use std::convert::Infallible;
use storage::Grant;

async fn desk(app: &TestApp) -> Browser {
    app.officer(Role::HallManager, Grant { hall_id: Some(1), ..Grant::default() }).await
}

async fn said(app: &TestApp, file: &[u8]) -> String {
    let mut desk = desk(app).await;
    let path = desk.send_import("windows", file).await;
    let page = desk.get(&path).await;
    page.hides("确认导入");
    assert_eq!(app.db().count_windows().await.unwrap(), 1);
    page.body
}

#[tokio::test]
async fn two_hundred_thousand_rows_are_refused_with_the_number_that_is_taken() {
    for app in TestApp::both().await {
        let rows: String = (0..200_000).map(|n| format!("{n}号窗口,示例部门\n")).collect();
        let page = said(&app, format!("窗口名称,部门\n{rows}").as_bytes()).await;
        assert!(page.contains("表格超过 100000 行，一次最多 100000 行，请分成几个文件"), "{page}");
    }
}

#[tokio::test]
async fn a_zip_bomb_is_stopped() {
    let app = TestApp::sqlite().await;
    let rows = raw_row(1, &["窗口名称", "部门"]) + &" ".repeat(200 << 20);
    let bomb = raw_workbook(&rows);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let page = said(&app, &bomb).await;
    assert!(page.contains("表格内容过大"), "{page}");
}

#[tokio::test]
async fn formulas_are_not_calculated_and_text_that_looks_like_one_stays_text() {
    let app = TestApp::sqlite().await;
    let formula = "<row r=\"2\"><c t=\"str\"><f>CONCATENATE(\"2号\",\"窗口\")</f><v>2号窗口</v></c><c t=\"inlineStr\"><is><t>示例部门</t></is></c></row>";
    let page = said(&app, &raw_workbook(&(raw_row(1, &["窗口名称", "部门"]) + formula))).await;
    assert!(page.contains("公式"), "{page}");
    let mut desk = desk_again(&app).await;
    desk.import("windows", &csv(&["窗口名称,部门", "=1+1号窗口,示例部门"])).await;
    let out = desk.data_of("windows").await;
    assert!(out.contains("'=1+1号窗口"), "{out}");
}

async fn desk_again(app: &TestApp) -> Browser {
    let grant = Grant { hall_id: Some(1), ..Grant::default() };
    app.signed_in(&app.person("again", Some(Role::HallManager), grant).await).await
}

#[tokio::test]
async fn a_file_cut_short_and_files_that_are_no_tables_are_named() {
    let app = TestApp::sqlite().await;
    let whole = xlsx(&["窗口名称,部门", "2号窗口,示例部门"]);
    let mut desk = desk(&app).await;
    for (file, words) in [
        (&whole[..whole.len() / 2], "文件不完整，可能没有传完，请重新上传"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "旧版或其他表格格式"),
        (b"<html><table>", "网页文件"),
        ("窗口,部门,颜色\n1,2,3".as_bytes(), "有不认识的列：“颜色”"),
    ] {
        let path = desk.send_import("windows", file).await;
        let page = desk.get(&path).await;
        page.shows(words);
        page.shows("重新上传");
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    for app in TestApp::both().await {
        let mut desk = desk(&app).await;
        let form = desk.get("/office/import/windows").await;
        let token = form.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let part = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--edge\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n窗口名称,部门\n2号窗口"
        );
        let pieces = tokio_stream::iter([Ok::<_, Infallible>(Bytes::from(part))]);
        let answer = desk
            .post_raw(
                "/office/import/windows",
                "multipart/form-data; boundary=edge",
                Body::from_stream(pieces),
            )
            .await;
        assert_eq!(answer.status, 422);
        answer.shows("文件没有传完，请检查网络后重新上传");
        assert_eq!(app.database.execute("DELETE FROM import").await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_file_too_large_is_refused_beside_its_field() {
    let app = TestApp::sqlite().await;
    let mut desk = desk(&app).await;
    let file = vec![b'a'; (32 << 20) + 1];
    let page = "/office/import/windows";
    let answer = desk.send_files(page, page, &[], Some(&file)).await;
    assert_eq!(answer.status, 413);
    answer.shows("文件超过 32 MB，请分成几个文件上传");
    let answer = desk.send_files(page, page, &[], Some(b"")).await;
    assert_eq!(answer.status, 422);
    answer.shows("请选择要导入的表格");
}

#[tokio::test]
async fn a_form_of_another_session_is_not_taken_and_nobody_is_asked_to_sign_in_over_a_lost_file() {
    let app = TestApp::sqlite().await;
    let mut desk = desk(&app).await;
    let body = "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\nnonsense\r\n--edge\r\n\
                content-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n窗口名称,部门\n2,示例部门\r\n--edge--\r\n";
    let kind = "multipart/form-data; boundary=edge";
    let answer = desk.post_raw("/office/import/windows", kind, body).await;
    assert_eq!(answer.status, 403);
    answer.shows("请重新选择文件上传");
    let mut stranger = app.desk();
    let answer = stranger.post_raw("/office/import/windows", kind, body).await;
    assert_eq!(answer.location(), "/office/sign-in?next=%2Foffice%2Fimport%2Fwindows");
    assert_eq!(app.database.execute("DELETE FROM import").await.unwrap(), 0);
}

#[tokio::test]
async fn gbk_and_rare_characters_are_read_and_home_made_ones_are_refused() {
    for app in TestApp::both().await {
        let mut desk = desk(&app).await;
        // 窗口名称,部门 / 2号窗口,示例部门 in GBK.
        let gbk: &[u8] = b"\xB4\xB0\xBF\xDA\xC3\xFB\xB3\xC6,\xB2\xBF\xC3\xC5\r\n2\xBA\xC5\xB4\xB0\xBF\xDA,\xCA\xBE\xC0\xFD\xB2\xBF\xC3\xC5\r\n";
        desk.import("windows", gbk).await;
        desk.import("staff", &xlsx(&["工号,姓名", "SL100,示例𫖯", "SL101,示例䶮"])).await;
        let out = desk.data_of("staff").await;
        assert!(out.contains("示例𫖯") && out.contains("示例䶮"), "{out}");
        let path = desk.send_import("staff", &csv(&["工号,姓名", "SL102,示例\u{E863}"])).await;
        desk.get(&path).await.shows("自造字或乱码");
    }
}

#[tokio::test]
async fn a_database_that_fails_while_a_file_is_put_in_leaves_nothing_of_it() {
    let app = TestApp::sqlite().await;
    let mut desk = desk(&app).await;
    let path =
        desk.send_import("windows", &csv(&["窗口名称,部门", "2号窗口,示例部门", "3号窗口,示例部门"])).await;
    let trap = "CREATE TRIGGER trap BEFORE INSERT ON service_window WHEN NEW.name = '3号窗口'
        BEGIN SELECT RAISE(ABORT, 'trap'); END";
    app.database.execute(trap).await.unwrap();
    let answer = desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
    assert_eq!(answer.status, 500);
    assert_eq!(app.db().count_windows().await.unwrap(), 1);
    app.database.execute("DROP TRIGGER trap").await.unwrap();
    desk.get(&path).await.shows("确认导入 2 个窗口");
    desk.send_form_of(&path, &format!("{path}/confirm"), &[]).await;
    assert_eq!(app.db().count_windows().await.unwrap(), 3);
}
