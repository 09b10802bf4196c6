use crate::support::case_csv;
use crate::support::process::{command, configure};
use std::path::Path;
use std::process::Output;
use storage::testing::{one_window, rating};
use storage::{Db, NewRating, Options};

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

async fn set_up(folder: &Path) -> Db {
    let url = format!("sqlite:{}", folder.join("hcp.db").display());
    configure(folder, &url);
    assert!(command(folder, &["keys", "new"]).status.success());
    let db = Db::open(&Options::new(&url)).await.unwrap();
    db.insert_places(&one_window(domain::WindowCode::from_random(4242))).await.unwrap();
    db
}

#[tokio::test]
async fn a_case_file_gives_links_and_a_bad_one_is_explained_by_row_and_column() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let file = folder.path().join("cases.csv");
    std::fs::write(&file, case_csv(&[&[], &[("projectNo", "SL0002")]])).unwrap();
    let path = file.display().to_string();
    let good = command(folder.path(), &["case", "import", &path]);
    assert!(good.status.success(), "{}", text(&good));
    assert_eq!(text(&good).matches("/c/").count(), 2);
    std::fs::write(&file, case_csv(&[&[("mobile", "")]])).unwrap();
    let bad = command(folder.path(), &["case", "import", &path]);
    assert!(!bad.status.success());
    assert!(text(&bad).contains("第 2 行 mobile (申请人手机号) 列: 必填"), "{}", text(&bad));
}

#[tokio::test]
async fn links_go_to_a_file_and_a_lost_one_is_reissued() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let (file, links) = (folder.path().join("cases.csv"), folder.path().join("links.csv"));
    let template = command(folder.path(), &["case", "template"]);
    let filled = case_csv(&[&[]]);
    let (_, row) = filled.split_once('\n').unwrap();
    std::fs::write(&file, [&template.stdout[..], row.as_bytes()].concat()).unwrap();
    let (file, out) = (file.display().to_string(), links.display().to_string());
    let imported = command(folder.path(), &["case", "import", &file, "--out", &out]);
    assert!(imported.status.success(), "{}", text(&imported));
    assert_eq!(std::fs::read_to_string(&links).unwrap().matches("/c/").count(), 1);
    let again = command(folder.path(), &["case", "import", &file, "--out", &out]);
    assert!(!again.status.success(), "a file of links is never written over");
    let reissued = command(folder.path(), &["case", "reissue", "SL0001"]);
    assert!(reissued.status.success() && text(&reissued).contains("/c/"), "{}", text(&reissued));
}

#[tokio::test]
async fn a_tool_that_reads_creates_no_database() {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), &format!("sqlite:{}", folder.path().join("absent.db").display()));
    let output = command(folder.path(), &["export", "ratings"]);
    assert!(!output.status.success() && text(&output).contains("没有数据库文件"), "{}", text(&output));
    assert!(!folder.path().join("absent.db").exists());
}

#[tokio::test]
async fn an_export_is_safe_in_a_spreadsheet_and_holds_no_phone() {
    let folder = tempfile::tempdir().unwrap();
    let db = set_up(folder.path()).await;
    let hostile = NewRating { words: Some("=HYPERLINK(\"http://x\")".into()), ..rating(1) };
    let named = NewRating { anonymous: false, ..rating(2) };
    db.commit_ratings(&[hostile, named]).await.unwrap();
    let output = command(folder.path(), &["export", "ratings"]);
    let csv = text(&output);
    assert!(output.status.success());
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.starts_with('\u{feff}'));
    assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    assert!(
        !csv.contains(&rating(1).receipt) && csv.contains(&rating(2).receipt),
        "an anonymous one shows its day only"
    );
}

#[tokio::test]
async fn a_plate_is_printed_and_reads_back_as_the_windows_url() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let code = domain::WindowCode::from_random(4242);
    for format in ["pdf", "png", "svg"] {
        let out = folder.path().join(format!("plate.{format}"));
        let arguments =
            ["plate", "--window", code.as_str(), "--format", format, "--out", out.to_str().unwrap()];
        let output = command(folder.path(), &arguments);
        assert!(output.status.success(), "{}", text(&output));
    }
    let png = std::fs::read(folder.path().join("plate.png")).unwrap();
    let read = print::read_codes(&png).unwrap();
    assert!(read.len() == 1 && read[0].ends_with(&format!("/w/{code}")), "{read:?}");
    let unknown = command(folder.path(), &["plate", "--window", "0000000"]);
    assert!(!unknown.status.success() && text(&unknown).contains("没有窗口码为"), "{}", text(&unknown));
}

#[tokio::test]
async fn the_doctor_finds_what_is_wrong_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let db = set_up(folder.path()).await;
    let well = command(folder.path(), &["doctor"]);
    assert!(well.status.success(), "{}", text(&well));
    db.commit_ratings(&[rating(1)]).await.unwrap();
    let keys = folder.path().join("keys.toml");
    std::fs::write(&keys, "hashing = 1").unwrap();
    std::fs::remove_file(folder.path().join("site/pkg/t.css")).unwrap();
    let ill = command(folder.path(), &["doctor"]);
    assert!(!ill.status.success());
    for complaint in ["密钥文件", "t.css", "2 处不对"] {
        assert!(text(&ill).contains(complaint), "{complaint}: {}", text(&ill));
    }
}

#[tokio::test]
async fn a_slip_in_the_configuration_is_named() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path()).await;
    let config = folder.path().join("config.toml");
    let with_slip = std::fs::read_to_string(&config).unwrap().replace("listen =", "lissten =");
    std::fs::write(&config, with_slip).unwrap();
    let output = command(folder.path(), &["serve"]);
    assert!(!output.status.success() && text(&output).contains("lissten"), "{}", text(&output));
}

#[tokio::test]
async fn production_refuses_sample_data_and_the_demonstration_refuses_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let db = set_up(folder.path()).await;
    db.mark_demo().await.unwrap();
    let serve = command(folder.path(), &["serve"]);
    assert!(!serve.status.success() && text(&serve).contains("示例数据库"), "{}", text(&serve));
    let demo = command(folder.path(), &["demo", "--listen", "0.0.0.0:0"]);
    assert!(!demo.status.success() && text(&demo).contains("--lan"), "{}", text(&demo));
}

#[tokio::test]
async fn a_business_system_gets_its_key_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let db = set_up(folder.path()).await;
    let partner = |args: &[&str]| command(folder.path(), &[&["partner"], args].concat());
    let elsewhere = partner(&["add", "示例系统", "--division", "110000000000"]);
    assert!(!elsewhere.status.success() && text(&elsewhere).contains("没有这个区划"), "{}", text(&elsewhere));
    let added = partner(&["add", "示例系统", "--division", "370300000000", "--cases-per-minute", "900"]);
    assert!(added.status.success(), "{}", text(&added));
    let rows = db.partners(domain::Millis(1)).await.unwrap();
    let row = &rows.first().expect("a partner").partner;
    assert_eq!((row.requests_per_minute, row.cases_per_minute, row.notify_since), (600, 900, None));
    let id = row.id.to_string();
    assert!(text(&added).contains(&id));
    let given = partner(&["key", &id]);
    assert!(given.status.success(), "{}", text(&given));
    let key = db.partner_keys(row.id).await.unwrap().remove(0);
    assert!(text(&given).contains(&key.key_id) && text(&given).contains("密钥只显示这一次"));
    let listed = text(&partner(&["list"]));
    assert!(listed.contains("可用密钥 1 把") && listed.contains("全部部门"), "{listed}");
    assert!(!partner(&["revoke", &key.key_id, "--reason", " "]).status.success());
    assert!(partner(&["revoke", &key.key_id, "--reason", "示例原因"]).status.success());
    assert!(!partner(&["revoke", &key.key_id, "--reason", "再来一次"]).status.success());
    assert!(!partner(&["key", "7"]).status.success());
    let trail = db.audit_of("partner", &id, 10).await.unwrap();
    assert_eq!(trail.len(), 3);
    assert!(trail.iter().all(|entry| entry.actor == "command-line"));
}
