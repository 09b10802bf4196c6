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
#[macro_use]
mod as_was;
#[macro_use]
mod work_order_columns;
#[macro_use]
mod listing;
mod accounts;
mod audit_search;
mod bulk;
pub mod bulk_tables;
mod calendar_years;
mod case_batches;
mod case_plan;
mod case_rows;
mod cases;
mod citizen_sessions;
mod error;
mod export;
mod follow_ups;
mod ids;
mod imports;
mod insert;
mod items;
mod log;
mod message_plan;
mod messages;
mod month_counts;
mod my_ratings;
mod office_accounts;
mod office_departments;
mod office_divisions;
mod office_halls;
mod office_windows;
mod one_time_codes;
mod overview;
mod partner_calls;
mod partner_cases;
mod partners;
mod pending_cases;
mod person_codes;
mod pick;
mod pins;
mod places;
mod plate_scans;
mod plate_targets;
mod plates;
mod province_rules;
mod ratings;
mod receipts;
mod retention;
mod search;
mod sessions;
mod shifts;
mod staff;
#[cfg(feature = "testing")]
pub mod testing;
mod which_halls;
mod window_items;
mod windows;
mod work_order_clock;
mod work_order_files;
mod work_order_openings;
mod work_order_places;
mod work_orders;
mod writer;

pub use accounts::{AccountRow, Grant, NewAccount};
pub use audit::{AuditCheck, AuditEntry, AuditFault, AuditRow};
pub use audit_search::{AuditPlace, AuditSearch};
pub use bulk::Value;
pub use bulk_tables::BulkTable;
pub use calendar_years::{CalendarChange, CalendarImportRow, CalendarYearRow, DayMove};
pub use case_plan::Stored;
pub use cases::{LinkRow, NewCase, NewLink, NewOccurrence, OccurrenceRow};
pub use citizen_sessions::{CitizenSessionRow, NewCitizenSession};
pub use db::{Db, Options};
pub use error::{StorageError, StorageResult};
pub use export::ExportRow;
pub use ids::Ids;
pub use imports::{CheckedImport, ImportPlan, ImportRow, ImportUndo, NewImport, PutIn, StoredRow, TakenBack};
pub use items::{ItemContent, ItemFilter, ItemRow, ItemVersionRow};
pub use listing::Listing;
pub use log::{LogCheck, LogFault};
pub use message_plan::{LinkToSend, Reminder, ReminderDue};
pub use messages::{MessageName, MessageRow, MessageStep};
pub use month_counts::RatingCount;
pub use my_ratings::{Applicant, MyRatingRow};
pub use office_accounts::{AccountFilter, OfficeAccount, PlaceChoice, PlaceKind, PlaceNames};
pub use office_departments::{DepartmentChange, DepartmentFilter, OfficeDepartment};
pub use office_divisions::{DivisionFilter, Hanging, NewDivision, OfficeDivision, PlainDivision, TreeRow};
pub use office_halls::{HallChange, HallFilter, OfficeHall};
pub use office_windows::{OfficeWindow, WindowChange, WindowFilter};
pub use one_time_codes::{CodeLimits, CodeMade, CodeRow, NewCode};
pub use overview::{PlacesOverview, PlatesWaiting};
pub use partner_calls::{Begun, PartnerRequestRow};
pub use partner_cases::{DayRating, LiveLink, NamedChange, PartnerCaseRow, PartnerOccurrenceRow};
pub use partners::{
    KeyOfPartner, PartnerArea, PartnerChange, PartnerKeyRow, PartnerListRow, PartnerRow, PartnerScopeRow,
};
pub use pending_cases::PendingCase;
pub use person_codes::PersonRow;
pub use pick::PickRow;
pub use places::{Department, Division, Hall, Item, NewWindow, Places, Shift, Staff};
pub use plate_scans::NewPlateReport;
pub use plate_targets::{PlateChoice, PlateOf, PlateTarget};
pub use plates::{NewPack, NewPlate, PackRow, PlateFilter, PlateReportRow, PlateRow, Sighting};
pub use province_rules::{NewProvinceRule, ProvinceCase, ProvinceRuleRow, ProvinceWindow};
pub use ratings::{NewRating, Outcome};
pub use receipts::{FollowUpRow, ReceiptRow};
pub use retention::{
    Cleared, ClearingRun, Due, RetentionPeriod, RetentionRecord, is_stored as is_personal_field_stored,
};
pub use search::{HallRow, WindowHitRow};
pub use sessions::{NewSession, OwnSessionRow, SessionRow};
pub use shifts::{OverlapRow, RosterWindow, ShiftChanged, ShiftRow, SignedInAt};
pub use staff::{OfficeStaff, StaffChange, StaffChanged, StaffFilter, StaffPastRow};
pub use which_halls::HallPickRow;
pub use window_items::{ItemWindowRow, WindowItemRow};
pub use windows::{OnDutyRow, WindowRow};
pub use work_order_clock::{Happened, Retimed, WorkOrderEvent};
pub use work_order_files::{NewOrderFile, WorkOrderFile};
pub use work_order_openings::{BadRating, NewWorkOrder};
pub use work_orders::{StateCount, WorkOrderAct, WorkOrderRow, WorkOrderStep};
pub use writer::{Writer, WriterOptions};

/// Every statement of the crate by name, for the test that prepares them all on both databases.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        accounts::STATEMENTS,
        audit::STATEMENTS,
        audit_search::STATEMENTS,
        calendar_years::STATEMENTS,
        cases::STATEMENTS,
        citizen_sessions::STATEMENTS,
        db::STATEMENTS,
        export::STATEMENTS,
        follow_ups::STATEMENTS,
        items::STATEMENTS,
        imports::STATEMENTS,
        log::STATEMENTS,
        message_plan::STATEMENTS,
        messages::STATEMENTS,
        my_ratings::STATEMENTS,
        month_counts::STATEMENTS,
        office_accounts::STATEMENTS,
        office_departments::STATEMENTS,
        office_divisions::STATEMENTS,
        office_halls::STATEMENTS,
        office_windows::STATEMENTS,
        one_time_codes::STATEMENTS,
        overview::STATEMENTS,
        partner_calls::STATEMENTS,
        partner_cases::STATEMENTS,
        partners::STATEMENTS,
        pending_cases::STATEMENTS,
        person_codes::STATEMENTS,
        which_halls::STATEMENTS,
        pick::STATEMENTS,
        pins::STATEMENTS,
        places::STATEMENTS,
        plate_scans::STATEMENTS,
        plate_targets::STATEMENTS,
        plates::STATEMENTS,
        province_rules::STATEMENTS,
        ratings::STATEMENTS,
        receipts::STATEMENTS,
        retention::STATEMENTS,
        search::STATEMENTS,
        sessions::STATEMENTS,
        shifts::STATEMENTS,
        staff::STATEMENTS,
        window_items::STATEMENTS,
        work_order_clock::STATEMENTS,
        work_order_files::STATEMENTS,
        work_order_openings::STATEMENTS,
        work_order_places::STATEMENTS,
        work_orders::STATEMENTS,
        windows::STATEMENTS,
    ]
    .concat()
}
