//! Through the whole router, as a browser without script and as the island do; and the command line as an
//! operator does. Every story runs on SQLite and on PostgreSQL unless it is about one of them.

mod architecture;
mod bad_days;
mod case_link;
mod cli;
mod crash;
mod find;
mod hostile;
mod import_bad_days;
mod import_crash;
mod logs;
mod office_accounts;
mod office_audit;
mod office_calendar;
mod office_divisions;
mod office_export;
mod office_halls;
mod office_import;
mod office_items;
mod office_partners;
mod office_pick;
mod office_plates;
mod office_retention;
mod office_roster;
mod office_seat;
mod office_sign_in;
mod office_staff;
mod office_walk;
mod pages;
mod person_code;
mod plate_citizen;
mod rate;
mod receipt;
mod support;
