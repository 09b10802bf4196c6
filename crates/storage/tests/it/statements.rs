use storage::testing::TestDatabase;

#[tokio::test]
async fn every_statement_is_prepared_on_both_databases() {
    for test in TestDatabase::both().await {
        for (name, sql) in storage::statements() {
            let prepared = test.db.prepare(sql).await;
            assert!(prepared.is_ok(), "{} on {}: {:?}", name, test.db.kind(), prepared);
        }
    }
}

#[tokio::test]
async fn opening_again_finds_the_tables_up_to_date() {
    for test in TestDatabase::both().await {
        assert!(storage::Db::open(&test.options).await.is_ok(), "{}", test.db.kind());
    }
}

#[tokio::test]
async fn a_tool_that_only_reads_creates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("absent.db");
    let options = storage::Options::new(&format!("sqlite:{}", file.display()));
    assert!(storage::Db::open_existing(&options).await.is_err());
    assert!(!file.exists());
    for test in TestDatabase::both().await {
        assert!(storage::Db::open_existing(&test.options).await.is_ok(), "{}", test.db.kind());
    }
}

#[tokio::test]
async fn another_kind_of_url_is_refused_in_words() {
    let error = storage::Db::open(&storage::Options::new("mysql://x")).await.unwrap_err();
    assert!(error.to_string().contains("sqlite: or postgres:"), "{error}");
}
