-- Imports: a spreadsheet of places or people is checked first, then put in whole or not at all, and can be
-- taken back whole while nothing it touched has changed since.

CREATE TABLE import (
    id         BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,              -- divisions, departments, halls, windows, staff, shifts, items
    account_id BIGINT NOT NULL REFERENCES account (id),
    session_id BIGINT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
        ('checking', 'checked', 'refused', 'done', 'undone', 'cancelled', 'interrupted', 'expired')),
    file_name  TEXT NOT NULL,
    digest     TEXT NOT NULL,              -- SM3 of the file, hexadecimal
    file       BYTEA,                      -- as it was sent, while it may still be put in or its faults downloaded
    report     BYTEA,                      -- what the preview shows: JSON, deflated
    plan       BYTEA,                      -- SM3 of what the preview promised to do
    undo       BYTEA,                      -- what was before, and what is new: JSON, deflated
    said       TEXT,                       -- why the file was refused, or why it was checked again
    done_rows  BIGINT NOT NULL DEFAULT 0,
    total_rows BIGINT NOT NULL DEFAULT 0,
    beat_at    BIGINT NOT NULL,            -- last sign of life of whoever checks it
    made_at    BIGINT NOT NULL,
    settled_at BIGINT                      -- put in, taken back, given up
);
CREATE INDEX import_by_account ON import (account_id, kind, id);
CREATE INDEX import_unsettled ON import (made_at) WHERE file IS NOT NULL;
