-- The office: who may do what, where, and what was done. The tree gets managing parents and a past.

-- Statistics follow `parent`, management follows `managing_parent` where it is given: functional zones
-- (高新区, 经济开发区, 文昌湖区) manage towns that statistics leave with a district.
ALTER TABLE division ADD COLUMN managing_parent TEXT REFERENCES division (code);
ALTER TABLE division ADD COLUMN retired_at INTEGER;
ALTER TABLE division ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Every division beside each one that manages it, itself included: a scope is `ancestor = …`.
CREATE TABLE division_within (
    ancestor TEXT NOT NULL REFERENCES division (code),
    code     TEXT NOT NULL REFERENCES division (code),
    PRIMARY KEY (ancestor, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX division_within_by_code ON division_within (code);
INSERT INTO division_within (ancestor, code)
WITH RECURSIVE up (ancestor, code) AS (
    SELECT code, code FROM division
    UNION
    SELECT COALESCE(d.managing_parent, d.parent), up.code FROM up JOIN division d ON d.code = up.ancestor
    WHERE COALESCE(d.managing_parent, d.parent) IS NOT NULL
)
SELECT ancestor, code FROM up;

ALTER TABLE department ADD COLUMN division_code TEXT REFERENCES division (code);
ALTER TABLE department ADD COLUMN retired_at INTEGER;
ALTER TABLE department ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX department_by_division ON department (division_code);

ALTER TABLE hall ADD COLUMN retired_at INTEGER;
ALTER TABLE hall ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE service_window ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX window_by_department ON service_window (department_id);

ALTER TABLE staff ADD COLUMN hall_id INTEGER REFERENCES hall (id);
ALTER TABLE staff ADD COLUMN department_id INTEGER REFERENCES department (id);
ALTER TABLE staff ADD COLUMN retired_at INTEGER;
ALTER TABLE staff ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX staff_by_hall ON staff (hall_id, number);
CREATE INDEX staff_by_department ON staff (department_id);

-- What a row was until then. A rating of that time is laid to the place as it was: the row with the least
-- `until_at` after the rating, or else the present one.
CREATE TABLE division_past (
    code            TEXT NOT NULL REFERENCES division (code),
    until_at        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    parent          TEXT,
    managing_parent TEXT,
    PRIMARY KEY (code, until_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE department_past (
    department_id INTEGER NOT NULL REFERENCES department (id),
    until_at      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    credit_code   TEXT,
    division_code TEXT,
    PRIMARY KEY (department_id, until_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE hall_past (
    hall_id       INTEGER NOT NULL REFERENCES hall (id),
    until_at      INTEGER NOT NULL,
    division_code TEXT NOT NULL,
    name          TEXT NOT NULL,
    address       TEXT NOT NULL,
    PRIMARY KEY (hall_id, until_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE window_past (
    window_id     INTEGER NOT NULL REFERENCES service_window (id),
    until_at      INTEGER NOT NULL,
    hall_id       INTEGER NOT NULL,
    department_id INTEGER NOT NULL,
    name          TEXT NOT NULL,
    PRIMARY KEY (window_id, until_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_past (
    staff_id      INTEGER NOT NULL REFERENCES staff (id),
    until_at      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    number        TEXT NOT NULL,
    hall_id       INTEGER,
    department_id INTEGER,
    PRIMARY KEY (staff_id, until_at)
) STRICT, WITHOUT ROWID;

-- A person of the office. Without a role an account can do nothing.
CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    login           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    role            TEXT,
    division_code   TEXT REFERENCES division (code),
    department_id   INTEGER REFERENCES department (id),
    hall_id         INTEGER REFERENCES hall (id),
    staff_id        INTEGER REFERENCES staff (id),
    password_hash   TEXT NOT NULL,                       -- argon2id, PHC string
    password_set_at INTEGER NOT NULL,
    must_change     INTEGER NOT NULL CHECK (must_change IN (0, 1)),  -- a one-time password
    totp_secret     BLOB,                                -- encrypted
    totp_step       INTEGER NOT NULL DEFAULT 0,          -- last step used: a code is good once
    disabled_at     INTEGER,
    created_at      INTEGER NOT NULL,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX account_by_hall ON account (hall_id) WHERE hall_id IS NOT NULL;

-- Server-side sessions; the token itself is only in the browser.
CREATE TABLE session (
    id         INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    stage      TEXT NOT NULL CHECK (stage IN ('password', 'full')),
    agent      TEXT NOT NULL,                            -- browser and system, in words
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE INDEX session_by_account ON session (account_id, ended_at);

-- Failed sign-ins, counted apart for each device that has signed in to the account before, and together for
-- all others: who does not know the password can lock out strangers, not the person.
CREATE TABLE sign_in_guard (
    account_id   INTEGER NOT NULL REFERENCES account (id),
    device       BLOB NOT NULL,                          -- keyed hash of a known device, or empty
    failures     INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    PRIMARY KEY (account_id, device)
) STRICT, WITHOUT ROWID;

-- Every change, and every view of personal data: who, when, what, why; each entry sealed with the one before.
CREATE TABLE audit_entry (
    seq         INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    account_id  INTEGER,                                 -- nobody: the command line, a job
    actor       TEXT NOT NULL,                           -- login, or what acted
    role        TEXT,
    action      TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    object_name TEXT NOT NULL,
    reason      TEXT,
    detail      TEXT,                                    -- what changed, JSON
    session_id  INTEGER,
    chain       BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_object ON audit_entry (object_kind, object_id, seq);
CREATE INDEX audit_by_account ON audit_entry (account_id, seq);
CREATE INDEX audit_by_action ON audit_entry (action, seq);
CREATE INDEX audit_by_time ON audit_entry (at);

CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
