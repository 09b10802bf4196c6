-- Imports: a spreadsheet of places or people is checked first, then put in whole or not at all, and can be
-- taken back whole while nothing it touched has changed since.

CREATE TABLE import (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,              -- divisions, departments, halls, windows, staff, shifts, items
    account_id INTEGER NOT NULL REFERENCES account (id),
    session_id INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
        ('checking', 'checked', 'refused', 'done', 'undone', 'cancelled', 'interrupted', 'expired')),
    file_name  TEXT NOT NULL,
    digest     TEXT NOT NULL,              -- SM3 of the file, hexadecimal
    file       BLOB,                       -- as it was sent, while it may still be put in or its faults downloaded
    report     BLOB,                       -- what the preview shows: JSON, deflated
    plan       BLOB,                       -- SM3 of what the preview promised to do
    undo       BLOB,                       -- what was before, and what is new: JSON, deflated
    said       TEXT,                       -- why the file was refused, or why it was checked again
    done_rows  INTEGER NOT NULL DEFAULT 0,
    total_rows INTEGER NOT NULL DEFAULT 0,
    beat_at    INTEGER NOT NULL,           -- last sign of life of whoever checks it
    made_at    INTEGER NOT NULL,
    settled_at INTEGER                     -- put in, taken back, given up
) STRICT;
CREATE INDEX import_by_account ON import (account_id, kind, id);
CREATE INDEX import_unsettled ON import (made_at) WHERE file IS NOT NULL;
