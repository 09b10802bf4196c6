-- Work orders (差评整改单): one for every valid 1★ and 2★, opened by whoever reads the rating log.

-- How far a reader of the rating log has come.
CREATE TABLE log_reader (
    name TEXT PRIMARY KEY,
    seq  BIGINT NOT NULL
);

CREATE TABLE work_order (
    id            BIGINT PRIMARY KEY,     -- grows with time
    rating_id     BIGINT NOT NULL UNIQUE REFERENCES rating (id),
    number        TEXT NOT NULL UNIQUE,    -- 整改单号, for people
    level         SMALLINT NOT NULL CHECK (level IN (1, 2)),
    state         TEXT NOT NULL,
    round         SMALLINT NOT NULL CHECK (round >= 1),
    real_name     BOOLEAN NOT NULL,
    opened_at     BIGINT NOT NULL,
    began_at      BIGINT NOT NULL,        -- of this round
    more_time     TEXT NOT NULL CHECK (more_time IN ('never', 'asked', 'granted', 'refused')),
    contest       TEXT NOT NULL CHECK (contest IN ('never', 'asked', 'kept', 'excluded')),
    objected      BOOLEAN NOT NULL,
    disposition   TEXT,
    contacted     BOOLEAN NOT NULL,
    calls         SMALLINT NOT NULL,
    reached       BOOLEAN NOT NULL,
    opinion       TEXT,
    transfers     SMALLINT NOT NULL,
    yellow_at     BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,        -- 24:00 of the last day
    provisional   BOOLEAN NOT NULL,
    next_at       BIGINT,                 -- when time does the next thing to it
    division_code TEXT NOT NULL REFERENCES division (code),
    department_id BIGINT REFERENCES department (id),   -- the unit; NULL: the hall's manager, or the city
    hall_id       BIGINT REFERENCES hall (id),
    answer        TEXT,                    -- what the citizen is told
    answered_at   BIGINT,
    closed_at     BIGINT,
    changed_at    BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1
);
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
    order_id   BIGINT NOT NULL REFERENCES work_order (id),
    seq        SMALLINT NOT NULL,
    at         BIGINT NOT NULL,
    act        TEXT NOT NULL,
    party      TEXT NOT NULL CHECK (party IN ('unit', 'centre', 'caller', 'citizen', 'clock')),
    actor      TEXT,                       -- login; NULL for the citizen and the clock
    state      TEXT NOT NULL,              -- where it led
    words      TEXT,                       -- for officers
    told       TEXT,                       -- for the citizen too
    PRIMARY KEY (order_id, seq)
);

-- What time did to it, once in a round.
CREATE TABLE work_order_event (
    order_id BIGINT NOT NULL REFERENCES work_order (id),
    round    SMALLINT NOT NULL,
    event    TEXT NOT NULL,
    due_at   BIGINT NOT NULL,             -- when it was due
    at       BIGINT NOT NULL,             -- when it was noticed
    PRIMARY KEY (order_id, round, event)
);

-- Proofs of 整改完成 and evidence: pictures, written anew.
CREATE TABLE work_order_file (
    id       BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES work_order (id),
    round    SMALLINT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('image/jpeg')),
    bytes    BYTEA NOT NULL,
    actor    TEXT NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX work_order_file_by_order ON work_order_file (order_id, id);

CREATE TRIGGER work_order_act_is_append_only BEFORE UPDATE OR DELETE ON work_order_act
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER work_order_act_is_never_emptied BEFORE TRUNCATE ON work_order_act EXECUTE FUNCTION refuse_change();
CREATE TRIGGER work_order_is_never_deleted BEFORE DELETE ON work_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- Which rating it is about stays what it was.
CREATE TRIGGER work_order_keeps_its_rating BEFORE UPDATE OF id, rating_id, number, level, opened_at ON work_order
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
