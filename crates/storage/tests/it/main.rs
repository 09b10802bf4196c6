//! Stories told on both databases: each test gets a fresh SQLite file and a fresh PostgreSQL database.

mod cases;
mod imports;
mod log;
mod office_people;
mod office_places;
mod outage;
mod places;
mod ratings;
mod receipts;
mod statements;
mod writer;
