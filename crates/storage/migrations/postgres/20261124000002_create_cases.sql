-- Cases handed over by business systems, their service occurrences, and the links to rate them.
-- Names, ID numbers and phones are encrypted; the hashes beside them are keyed.

CREATE TABLE service_case (
    id             BIGINT PRIMARY KEY,
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
    accepted_at    BIGINT NOT NULL,
    finished_at    BIGINT,
    kind           TEXT NOT NULL,
    channel        TEXT,
    applicant_kind TEXT NOT NULL,
    applicant_name BYTEA NOT NULL,
    id_type        TEXT NOT NULL,
    id_number      BYTEA NOT NULL,
    id_number_hash BYTEA NOT NULL,
    phone          BYTEA NOT NULL,
    phone_hash     BYTEA NOT NULL,
    created_at     BIGINT NOT NULL
);
CREATE INDEX case_by_phone ON service_case (phone_hash);

CREATE TABLE occurrence (
    id             BIGINT PRIMARY KEY,
    case_id        BIGINT NOT NULL REFERENCES service_case (id),
    service_number INTEGER NOT NULL CHECK (service_number >= 1),
    service_name   TEXT NOT NULL,
    served_at      BIGINT NOT NULL,
    window_id      BIGINT REFERENCES service_window (id),
    handler_name   TEXT,
    handler_code   TEXT,
    rate_until     BIGINT NOT NULL,       -- end of the 5 working days
    provisional    BOOLEAN NOT NULL,
    UNIQUE (case_id, service_number)
);

CREATE TABLE case_link (
    id            BIGINT PRIMARY KEY,
    occurrence_id BIGINT NOT NULL REFERENCES occurrence (id),
    token_hash    BYTEA NOT NULL UNIQUE,    -- the token itself is only in the person's hands
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    created_at    BIGINT NOT NULL
);
CREATE INDEX link_by_occurrence ON case_link (occurrence_id);
