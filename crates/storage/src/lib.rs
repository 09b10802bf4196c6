//! Tables, statements and the group-commit writer, on SQLite (default) and PostgreSQL.
//!
//! One file holds one table group. SQL stands once where both databases can run it; where they must
//! differ, the two stand side by side in [`insert`]. Every statement is a constant made by
//! `statements!`, so that a test can prepare all of them on both databases.
//!
//! To add a table: a migration of the same name in `migrations/sqlite` and `migrations/postgres`, a
//! file here with its statements, its name in [`statements`], and a story in `tests/it`.

#[macro_use]
mod db;
#[macro_use]
mod audit;
mod accounts;
mod bulk;
pub mod bulk_tables;
mod cases;
mod error;
mod export;
mod follow_ups;
mod ids;
mod imports;
mod insert;
mod listing;
mod log;
mod office_windows;
mod pins;
mod places;
mod plate_scans;
mod plates;
mod ratings;
mod receipts;
mod search;
mod sessions;
#[cfg(feature = "testing")]
pub mod testing;
mod windows;
mod writer;

pub use accounts::{AccountRow, Grant, NewAccount};
pub use audit::{AuditCheck, AuditEntry, AuditRow};
pub use bulk::Value;
pub use bulk_tables::BulkTable;
pub use cases::{LinkRow, NewCase, NewLink, NewOccurrence, OccurrenceRow};
pub use db::{Db, Options};
pub use error::{StorageError, StorageResult};
pub use export::ExportRow;
pub use ids::Ids;
pub use imports::{CheckedImport, ImportPlan, ImportRow, ImportUndo, NewImport, PutIn, StoredRow, TakenBack};
pub use listing::Listing;
pub use log::{LogCheck, LogFault};
pub use office_windows::{OfficeWindow, WindowChange, WindowFilter};
pub use places::{Department, Division, Hall, Item, NewWindow, Places, Shift, Staff};
pub use plate_scans::NewPlateReport;
pub use plates::{
    NewPack, NewPlate, PackRow, PlateChoice, PlateFilter, PlateReportRow, PlateRow, PlateTarget, Sighting,
};
pub use ratings::{NewRating, Outcome};
pub use receipts::{FollowUpRow, ReceiptRow};
pub use search::{HallRow, WindowHitRow};
pub use sessions::{NewSession, OwnSessionRow, SessionRow};
pub use windows::{OnDutyRow, WindowRow};
pub use writer::{Writer, WriterOptions};

/// Every statement of the crate by name, for the test that prepares them all on both databases.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        accounts::STATEMENTS,
        audit::STATEMENTS,
        cases::STATEMENTS,
        db::STATEMENTS,
        export::STATEMENTS,
        follow_ups::STATEMENTS,
        imports::STATEMENTS,
        log::STATEMENTS,
        office_windows::STATEMENTS,
        pins::STATEMENTS,
        places::STATEMENTS,
        plate_scans::STATEMENTS,
        plates::STATEMENTS,
        ratings::STATEMENTS,
        receipts::STATEMENTS,
        search::STATEMENTS,
        sessions::STATEMENTS,
        windows::STATEMENTS,
    ]
    .concat()
}
