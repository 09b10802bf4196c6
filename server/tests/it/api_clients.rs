//! The worked clients of `docs/clients`, run as a partner's engineer runs them.

use crate::support::TestApp;
use crate::support::partner::case;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

const BOUNCY_CASTLE: &str = "/usr/share/java/bcprov.jar";

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/clients")
}

/// What a command says, given this; it must end well.
async fn said(command: &mut Command, input: &str) -> String {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clients_in_python_shell_and_java_push_a_case_and_get_its_link() {
    let app = TestApp::sqlite().await;
    // Their clock is the real one.
    let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
    app.wait(real - app.web.service.world().now().0);
    let partner = app.partner("a").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = app.router.clone();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let secret = format!("{:064x}", partner.id);
    let day = app.web.service.world().now().to_china_text();
    let of = |number: &str| {
        let mut case = case(number);
        for field in ["acceptDate", "resultDate", "serviceTime"] {
            case[field] = day.clone().into();
        }
        case.to_string()
    };

    let mut python = Command::new("python3");
    python.arg(clients().join("hcp_client.py")).arg(&base).arg(&partner.key_id).env("HCP_SECRET", &secret);
    let url = said(&mut python, &of("PY1")).await;
    assert!(url.contains("/c/"), "{url}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    std::fs::write(&file, of("SH1")).unwrap();
    let shell = |method: &str, target: &str| {
        let mut shell = Command::new("sh");
        shell.arg(clients().join("hcp_client.sh")).args([&base, &partner.key_id, method, target]);
        shell.env("HCP_SECRET", &secret);
        shell
    };
    let pushed = said(shell("POST", "/api/v1/cases").arg(&file), "").await;
    assert!(pushed.contains("\"result\":\"created\""), "{pushed}");
    let changes = said(&mut shell("GET", "/api/v1/changes?after=0"), "").await;
    assert!(changes.starts_with("{\"changes\":[]"), "{changes}");

    let javac = ["-cp", BOUNCY_CASTLE, "-d"];
    said(Command::new("javac").args(javac).arg(folder.path()).arg(clients().join("HcpClient.java")), "")
        .await;
    let path = format!("{BOUNCY_CASTLE}:{}", folder.path().display());
    let mut java = Command::new("java");
    java.args(["-cp", &path, "HcpClient", &base, &partner.key_id]).env("HCP_SECRET", &secret);
    let pushed = said(&mut java, &of("JAVA1")).await;
    assert!(pushed.contains("\"result\":\"created\""), "{pushed}");
    server.abort();
    for number in ["PY1", "SH1", "JAVA1"] {
        assert!(app.db().case_of_partner(partner.id, number).await.unwrap().is_some(), "{number}");
    }
}
