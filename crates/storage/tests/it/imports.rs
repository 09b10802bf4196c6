use std::collections::HashSet;
use storage::testing::TestDatabase;
use storage::{BulkTable, Db};

#[tokio::test]
async fn every_bulk_statement_is_prepared_on_both_databases() {
    for test in TestDatabase::both().await {
        for (name, sql) in storage::bulk_tables::bulk_statements(test.db.kind() == "sqlite") {
            let prepared = test.db.prepare(Box::leak(sql.clone().into_boxed_str())).await;
            assert!(prepared.is_ok(), "{name} on {}: {prepared:?}\n{sql}", test.db.kind());
        }
    }
}

/// Taking an import back deletes rows without asking the database what refers to them: the list must be whole.
#[tokio::test]
async fn whatever_refers_to_a_table_that_is_imported_is_asked_before_its_rows_are_deleted() {
    let test = TestDatabase::sqlite().await;
    let Db::Sqlite { read, .. } = &test.db else { unreachable!() };
    let all: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    for table in BulkTable::ALL {
        let asked: HashSet<(&str, &str)> = table.references().iter().map(|r| r.column()).collect();
        let there = all.iter().filter(|(_, _, to)| to == table.name());
        // Made anew from the tree itself.
        let there: HashSet<(&str, &str)> = there
            .map(|(t, c, _)| (t.as_str(), c.as_str()))
            .filter(|(t, _)| *t != "division_within")
            .collect();
        assert_eq!(
            there.difference(&asked).collect::<Vec<_>>(),
            Vec::<&(&str, &str)>::new(),
            "{}",
            table.name()
        );
    }
}
