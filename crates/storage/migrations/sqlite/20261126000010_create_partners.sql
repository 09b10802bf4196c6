-- Business systems that hand over cases (partners), their keys, and what is remembered of their calls.

CREATE TABLE partner (
    id                  INTEGER PRIMARY KEY,
    name                TEXT NOT NULL,
    requests_per_minute INTEGER NOT NULL CHECK (requests_per_minute BETWEEN 1 AND 1000000),
    cases_per_minute    INTEGER NOT NULL CHECK (cases_per_minute BETWEEN 1 AND 10000000),
    notify_since        INTEGER,           -- links made since then are sent by message; NULL: none is
    disabled_at         INTEGER,
    created_at          INTEGER NOT NULL,
    version             INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Whose cases it may hand over: those of a subtree of divisions, perhaps of one department there.
CREATE TABLE partner_scope (
    id            INTEGER PRIMARY KEY,
    partner_id    INTEGER NOT NULL REFERENCES partner (id),
    division_code TEXT NOT NULL REFERENCES division (code),
    department_id INTEGER REFERENCES department (id)
) STRICT;
CREATE INDEX partner_scope_by_partner ON partner_scope (partner_id);

-- Several keys may be good at once: that is how one is changed for another.
CREATE TABLE partner_key (
    id         TEXT PRIMARY KEY,           -- public: it stands in every request
    partner_id INTEGER NOT NULL REFERENCES partner (id),
    algorithm  TEXT NOT NULL CHECK (algorithm IN ('hmac-sm3', 'sm2')),
    material   BLOB NOT NULL,              -- encrypted: the secret, or the partner's public key
    ends_at    INTEGER,                    -- the last moment of the overlap
    revoked_at INTEGER,
    used_at    INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX partner_key_by_partner ON partner_key (partner_id);

-- Nonces of the last minutes: a request is taken once.
CREATE TABLE partner_nonce (
    key_id TEXT NOT NULL,
    nonce  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (key_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX partner_nonce_by_time ON partner_nonce (at);

-- Idempotency keys (draft-ietf-httpapi-idempotency-key-header) and what was answered.
CREATE TABLE idempotency (
    partner_id  INTEGER NOT NULL REFERENCES partner (id),
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,             -- SM3 of method, path and body
    status      INTEGER,                   -- NULL: being done
    answer      BLOB,                      -- encrypted: links stand in it
    at          INTEGER NOT NULL,
    PRIMARY KEY (partner_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (at);

-- What a partner asked, for the partner and the office. Nothing of the cases stands in it.
CREATE TABLE partner_request (
    id         INTEGER PRIMARY KEY,        -- grows with time
    partner_id INTEGER NOT NULL REFERENCES partner (id),
    key_id     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    operation  TEXT NOT NULL,
    status     INTEGER NOT NULL,
    cases      INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL,
    problem    TEXT
) STRICT;
CREATE INDEX partner_request_by_partner ON partner_request (partner_id, id);
CREATE INDEX partner_request_by_time ON partner_request (at);

-- Everything the interface knows of a case, and who handed it over; NULL: from a file.
ALTER TABLE service_case ADD COLUMN partner_id INTEGER REFERENCES partner (id);
-- A rating came through a signed link before its case did: the row stands in for the case until then.
ALTER TABLE service_case ADD COLUMN pending INTEGER NOT NULL DEFAULT 0 CHECK (pending IN (0, 1));
ALTER TABLE service_case ADD COLUMN sub_matter TEXT;
ALTER TABLE service_case ADD COLUMN credit_num BLOB;        -- 用户身份编号, encrypted
ALTER TABLE service_case ADD COLUMN agent_name BLOB;        -- 代理人, encrypted
ALTER TABLE service_case ADD COLUMN agent_id_type TEXT;
ALTER TABLE service_case ADD COLUMN agent_id_number BLOB;   -- encrypted
ALTER TABLE service_case ADD COLUMN promise_day INTEGER;
ALTER TABLE service_case ADD COLUMN promise_type TEXT;
ALTER TABLE service_case ADD COLUMN legal_day INTEGER;
ALTER TABLE service_case ADD COLUMN legal_type TEXT;
ALTER TABLE service_case ADD COLUMN data_source TEXT;
ALTER TABLE service_case ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX case_by_partner ON service_case (partner_id, id) WHERE partner_id IS NOT NULL;

ALTER TABLE occurrence ADD COLUMN partner_id INTEGER REFERENCES partner (id);
ALTER TABLE occurrence ADD COLUMN outer_ref TEXT;           -- the partner's own name of it, in signed links
ALTER TABLE occurrence ADD COLUMN staff_id INTEGER REFERENCES staff (id);  -- found by 办理人编码
CREATE UNIQUE INDEX occurrence_by_outer_ref ON occurrence (partner_id, outer_ref) WHERE outer_ref IS NOT NULL;
