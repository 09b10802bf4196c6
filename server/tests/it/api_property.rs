//! The interface under a property tester driven by its own description: schemathesis, every check, every phase. Its
//! number of examples an operation comes from `HCP_API_EXAMPLES`; `cargo xtask torture api` raises it.

use crate::support::partner::CITY;
use crate::support::{START, TestApp};
use std::path::{Path, PathBuf};
use storage::PartnerChange;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_interface_is_what_its_description_says() {
    let app = TestApp::sqlite().await;
    let partner = app.partner("a").await;
    let change = PartnerChange {
        name: "示例系统".into(),
        requests_per_minute: 1_000_000,
        cases_per_minute: 10_000_000,
        notify: false,
        scopes: vec![(app.web.service.next_id(), CITY.into(), None)],
    };
    assert!(app.db().change_partner((partner.id, 1), &change, START, &[]).await.unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = app.router.clone();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let schemathesis = root().join("target/partner-tools/bin/schemathesis");
    assert!(
        schemathesis.exists(),
        "target/partner-tools is made by `cargo xtask ci` and by `cargo xtask torture`"
    );
    let examples = std::env::var("HCP_API_EXAMPLES").unwrap_or_else(|_| "60".into());
    let output = tokio::process::Command::new(schemathesis)
        .current_dir(root().join("scripts/api"))
        .args(["run", "--url", &format!("http://{address}"), "--max-examples", &examples])
        .args(["--no-color", "--generation-database", "none", "--continue-on-failure"])
        .arg(format!("http://{address}/api/v1/openapi.json"))
        .env("SCHEMATHESIS_HOOKS", "sign")
        .env("PYTHONPATH", ".")
        .env("HCP_KEY", &partner.key_id)
        .env("HCP_SECRET", format!("{:064x}", partner.id))
        .env("HCP_NOW", START.0.to_string())
        .output()
        .await
        .expect("schemathesis runs");
    server.abort();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert_eq!(app.ratings().await, 0);
}
