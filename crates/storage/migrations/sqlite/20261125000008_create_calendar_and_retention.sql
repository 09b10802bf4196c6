-- Accounts in their list, the audit trail searched by time, imported holidays, and what retention clears.

ALTER TABLE account ADD COLUMN signed_in_at INTEGER;
CREATE INDEX account_by_name ON account (name, login);
CREATE INDEX account_by_role ON account (role, login);
CREATE INDEX account_by_sign_in ON account (signed_in_at, login);

-- The trail is leafed through newest first, whatever it is narrowed by: every way in ends with (at, seq).
DROP INDEX audit_by_account;
DROP INDEX audit_by_action;
DROP INDEX audit_by_time;
CREATE INDEX audit_by_account ON audit_entry (account_id, at, seq);
CREATE INDEX audit_by_action ON audit_entry (action, at, seq);
CREATE INDEX audit_by_time ON audit_entry (at, seq);

-- A year's holidays as an administrator brought them. Of those of a year that were not undone the last one
-- counts, in place of the year that came with the program.
CREATE TABLE calendar_import (
    id          INTEGER PRIMARY KEY,                  -- grows with time
    year        INTEGER NOT NULL,
    csv         TEXT NOT NULL,                        -- date,kind,name
    reason      TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    actor       TEXT NOT NULL,                        -- login
    undone_at   INTEGER,
    undone_by   TEXT
) STRICT;

-- Windows of rating end by the day of service: what moves is found by it.
CREATE INDEX occurrence_by_service ON occurrence (served_at);

-- How long a personal field is kept, where it was set otherwise than the default.
CREATE TABLE retention_period (
    field  TEXT PRIMARY KEY,
    days   INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3653),
    reason TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    actor  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was cleared: a row for each run and field in which something was due.
CREATE TABLE retention_record (
    id       INTEGER PRIMARY KEY,
    run_id   INTEGER NOT NULL,
    field    TEXT NOT NULL,
    cleared  INTEGER NOT NULL,
    until_at INTEGER NOT NULL,                        -- periods that had begun until then were over
    days     INTEGER NOT NULL,                        -- the period that was in force
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    UNIQUE (run_id, field)
) STRICT;
CREATE INDEX retention_record_by_time ON retention_record (at, id);

-- The days on which the job came to its end.
CREATE TABLE retention_run (
    day         TEXT PRIMARY KEY,                     -- 2026-11-24, in China
    finished_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ratings up to this id have nothing left of the field: ids grow with time, so no index is needed for what
-- every rating carries.
CREATE TABLE retention_reach (
    field     TEXT PRIMARY KEY,
    rating_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Few ratings leave a phone; of cases only those that still hold something.
CREATE INDEX rating_with_phone ON rating (rated_at) WHERE phone IS NOT NULL;
CREATE INDEX case_with_name ON service_case (finished_at) WHERE length(applicant_name) > 0;
CREATE INDEX case_with_id_number ON service_case (finished_at) WHERE length(id_number) > 0;
CREATE INDEX case_with_phone ON service_case (finished_at) WHERE length(phone) > 0;
