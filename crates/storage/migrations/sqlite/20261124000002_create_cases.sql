-- Cases handed over by business systems, their service occurrences, and the links to rate them.
-- Names, ID numbers and phones are encrypted; the hashes beside them are keyed.

CREATE TABLE service_case (
    id             INTEGER PRIMARY KEY,
    project_no     TEXT NOT NULL UNIQUE,   -- 申办号
    area_code      TEXT NOT NULL,
    org_code       TEXT NOT NULL,
    org_name       TEXT NOT NULL,
    dept_code      TEXT,
    item_type      TEXT,
    task_code      TEXT NOT NULL,
    handle_item    TEXT,
    item_name      TEXT NOT NULL,
    project_name   TEXT,
    state          TEXT NOT NULL CHECK (state IN ('1', '2', '3')),
    accepted_at    INTEGER NOT NULL,
    finished_at    INTEGER,
    kind           TEXT NOT NULL,
    channel        TEXT,
    applicant_kind TEXT NOT NULL,
    applicant_name BLOB NOT NULL,
    id_type        TEXT NOT NULL,
    id_number      BLOB NOT NULL,
    id_number_hash BLOB NOT NULL,
    phone          BLOB NOT NULL,
    phone_hash     BLOB NOT NULL,
    created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX case_by_phone ON service_case (phone_hash);

CREATE TABLE occurrence (
    id             INTEGER PRIMARY KEY,
    case_id        INTEGER NOT NULL REFERENCES service_case (id),
    service_number INTEGER NOT NULL CHECK (service_number >= 1),
    service_name   TEXT NOT NULL,
    served_at      INTEGER NOT NULL,
    window_id      INTEGER REFERENCES service_window (id),
    handler_name   TEXT,
    handler_code   TEXT,
    rate_until     INTEGER NOT NULL,       -- end of the 5 working days
    provisional    INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    UNIQUE (case_id, service_number)
) STRICT;

CREATE TABLE case_link (
    id            INTEGER PRIMARY KEY,
    occurrence_id INTEGER NOT NULL REFERENCES occurrence (id),
    token_hash    BLOB NOT NULL UNIQUE,    -- the token itself is only in the person's hands
    expires_at    INTEGER NOT NULL,
    revoked_at    INTEGER,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX link_by_occurrence ON case_link (occurrence_id);
