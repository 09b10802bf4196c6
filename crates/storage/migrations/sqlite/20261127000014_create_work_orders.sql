-- Work orders (差评整改单): one for every valid 1★ and 2★, opened by whoever reads the rating log.

-- How far a reader of the rating log has come.
CREATE TABLE log_reader (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT;

CREATE TABLE work_order (
    id            INTEGER PRIMARY KEY,     -- grows with time
    rating_id     INTEGER NOT NULL UNIQUE REFERENCES rating (id),
    number        TEXT NOT NULL UNIQUE,    -- 整改单号, for people
    level         INTEGER NOT NULL CHECK (level IN (1, 2)),
    state         TEXT NOT NULL,
    round         INTEGER NOT NULL CHECK (round >= 1),
    real_name     INTEGER NOT NULL CHECK (real_name IN (0, 1)),
    opened_at     INTEGER NOT NULL,
    began_at      INTEGER NOT NULL,        -- of this round
    more_time     TEXT NOT NULL CHECK (more_time IN ('never', 'asked', 'granted', 'refused')),
    contest       TEXT NOT NULL CHECK (contest IN ('never', 'asked', 'kept', 'excluded')),
    objected      INTEGER NOT NULL CHECK (objected IN (0, 1)),
    disposition   TEXT,
    contacted     INTEGER NOT NULL CHECK (contacted IN (0, 1)),
    calls         INTEGER NOT NULL,
    reached       INTEGER NOT NULL CHECK (reached IN (0, 1)),
    opinion       TEXT,
    transfers     INTEGER NOT NULL,
    yellow_at     INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,        -- 24:00 of the last day
    provisional   INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    next_at       INTEGER,                 -- when time does the next thing to it
    division_code TEXT NOT NULL REFERENCES division (code),
    department_id INTEGER REFERENCES department (id),   -- the unit; NULL: the hall's manager, or the city
    hall_id       INTEGER REFERENCES hall (id),
    answer        TEXT,                    -- what the citizen is told
    answered_at   INTEGER,
    closed_at     INTEGER,
    changed_at    INTEGER NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1
) STRICT;
-- Few of them are open, and those are what desks look at all day.
CREATE INDEX work_order_open ON work_order (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX work_order_open_where ON work_order (state, division_code, department_id, hall_id, due_at, yellow_at)
    WHERE closed_at IS NULL;
CREATE INDEX work_order_by_due ON work_order (due_at, id);
CREATE INDEX work_order_by_department ON work_order (department_id, due_at, id);
CREATE INDEX work_order_by_hall ON work_order (hall_id, due_at, id);
CREATE INDEX work_order_next ON work_order (next_at) WHERE next_at IS NOT NULL;

-- What was done with it, by whom; nothing of it is changed.
CREATE TABLE work_order_act (
    order_id   INTEGER NOT NULL REFERENCES work_order (id),
    seq        INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    act        TEXT NOT NULL,
    party      TEXT NOT NULL CHECK (party IN ('unit', 'centre', 'caller', 'citizen', 'clock')),
    actor      TEXT,                       -- login; NULL for the citizen and the clock
    state      TEXT NOT NULL,              -- where it led
    words      TEXT,                       -- for officers
    told       TEXT,                       -- for the citizen too
    PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;

-- What time did to it, once in a round.
CREATE TABLE work_order_event (
    order_id INTEGER NOT NULL REFERENCES work_order (id),
    round    INTEGER NOT NULL,
    event    TEXT NOT NULL,
    due_at   INTEGER NOT NULL,             -- when it was due
    at       INTEGER NOT NULL,             -- when it was noticed
    PRIMARY KEY (order_id, round, event)
) STRICT, WITHOUT ROWID;

-- Proofs of 整改完成 and evidence: pictures, written anew.
CREATE TABLE work_order_file (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES work_order (id),
    round    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('image/jpeg')),
    bytes    BLOB NOT NULL,
    actor    TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX work_order_file_by_order ON work_order_file (order_id, id);

CREATE TRIGGER work_order_act_is_append_only BEFORE UPDATE ON work_order_act
BEGIN SELECT RAISE(ABORT, 'work_order_act is append-only'); END;
CREATE TRIGGER work_order_act_is_never_deleted BEFORE DELETE ON work_order_act
BEGIN SELECT RAISE(ABORT, 'work_order_act is append-only'); END;
CREATE TRIGGER work_order_is_never_deleted BEFORE DELETE ON work_order
BEGIN SELECT RAISE(ABORT, 'a work order is never deleted'); END;
-- Which rating it is about stays what it was.
CREATE TRIGGER work_order_keeps_its_rating BEFORE UPDATE OF id, rating_id, number, level, opened_at ON work_order
BEGIN SELECT RAISE(ABORT, 'a work order keeps its rating'); END;
