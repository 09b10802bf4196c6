use crate::support::case_csv;
use crate::support::process::{Server, command, configure, post};
use storage::testing::one_window;
use storage::{Db, Options};

/// At the most talkative level the log has request numbers, and nothing of what people wrote, left or hold.
#[tokio::test]
async fn the_log_has_request_numbers_and_no_words_phones_names_or_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    let address = configure(folder.path(), &url);
    assert!(command(folder.path(), &["keys", "new"]).status.success());
    let code = domain::WindowCode::from_random(4242);
    let db = Db::open(&Options::new(&url)).await.unwrap();
    db.insert_places(&one_window(code)).await.unwrap();
    let file = folder.path().join("cases.csv");
    std::fs::write(&file, case_csv(&[&[]])).unwrap();
    let imported = command(folder.path(), &["case", "import", &file.display().to_string()]);
    let links = String::from_utf8(imported.stdout).unwrap();
    let link = links.split("/c/").nth(1).and_then(|rest| rest.split(',').next()).expect("a link").to_owned();
    let config = folder.path().join("config.toml");
    let talkative =
        std::fs::read_to_string(&config).unwrap().replace("level = \"warn\"", "level = \"debug\"");
    std::fs::write(&config, talkative).unwrap();

    let mut server = Server::start(folder.path(), address);
    let form = "level=1&words=SECRETWORDS&phone=13987654321&phone_consent=1&key=SECRETKEY-0123456789";
    let (status, receipt) = post(address, &format!("/w/{code}"), form).expect("an answer");
    assert_eq!(status, 303);
    post(address, &format!("/c/{link}"), "level=2&words=SECRETWORDS").expect("an answer");
    post(address, &format!("{receipt}/open"), "pin=314159").expect("an answer");
    post(address, &format!("/w/{code}"), "level=1&phone=SECRETWORDS").expect("an answer");
    server.get(&format!("/c/{link}"));
    server.get("/w?q=SECRETWORDS");
    server.kill();

    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    let lines: Vec<&str> = log.lines().filter(|l| l.contains("\"route\"")).collect();
    assert!(
        lines.len() >= 6 && lines.iter().all(|l| l.contains("\"id\"") && l.contains("\"status\"")),
        "{log}"
    );
    let code = receipt.trim_start_matches("/r/");
    for secret in
        ["SECRETWORDS", "SECRETKEY", "13987654321", "13812345678", "示例申请人", "314159", &link, code]
    {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
}
