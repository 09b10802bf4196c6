-- Plates: each has a code of its own that leads to its window for ever, a life, scans, and reports of tampering.

-- A request for plates, what came of it, and its report.
CREATE TABLE plate_pack (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    choice     TEXT NOT NULL,              -- what was asked for, JSON
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'making', 'done', 'failed')),
    done       BIGINT NOT NULL,
    total      BIGINT NOT NULL,
    report     TEXT,                       -- plate by plate, JSON
    made_at    BIGINT NOT NULL
);
CREATE INDEX plate_pack_by_account ON plate_pack (account_id, id);

CREATE TABLE plate (
    id             BIGINT PRIMARY KEY,
    code           TEXT NOT NULL UNIQUE,   -- what its QR code and its letters say; a window's first plate has the window's own
    window_id      BIGINT NOT NULL REFERENCES service_window (id),
    layout         TEXT NOT NULL,
    layout_version TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('issued', 'printed', 'mounted', 'replaced', 'withdrawn')),
    pack_id        BIGINT REFERENCES plate_pack (id),
    issued_at      BIGINT NOT NULL,
    printed_at     BIGINT,
    mounted_at     BIGINT,
    ended_at       BIGINT,                -- replaced or withdrawn: it still answers, and ratings by it are marked
    version        BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX plate_by_window ON plate (window_id, id);
CREATE INDEX plate_by_pack ON plate (pack_id) WHERE pack_id IS NOT NULL;

-- How often a code was opened, by day in China. Nothing about who opened it.
CREATE TABLE plate_scan (
    code    TEXT NOT NULL,
    day     BIGINT NOT NULL,              -- days since 1970-01-01
    scans   BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (code, day)
);

-- A plate seen by an officer, and where: the right place, or another.
CREATE TABLE plate_sighting (
    id         BIGINT PRIMARY KEY,
    code       TEXT NOT NULL,
    seen_at    BIGINT NOT NULL,
    window_id  BIGINT NOT NULL REFERENCES service_window (id),  -- where it was seen
    is_right   BOOLEAN NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id)
);
CREATE INDEX plate_sighting_by_code ON plate_sighting (code, id);

-- What somebody at the window says is wrong with a plate.
CREATE TABLE plate_report (
    id         BIGINT PRIMARY KEY,
    code       TEXT NOT NULL,
    window_id  BIGINT NOT NULL REFERENCES service_window (id),
    fault      TEXT NOT NULL CHECK (fault IN ('covered', 'elsewhere', 'damaged', 'other')),
    words      TEXT,
    at         BIGINT NOT NULL,
    handled_at BIGINT,
    answer     TEXT
);
CREATE INDEX plate_report_by_window ON plate_report (window_id, handled_at);

-- By a plate or for a window that was out of service: counted to the hall, not to the window.
ALTER TABLE rating ADD COLUMN ended_plate BOOLEAN NOT NULL DEFAULT FALSE;
DROP TRIGGER rating_is_append_only ON rating;
CREATE TRIGGER rating_is_append_only BEFORE UPDATE OF id, receipt, key_hash, window_id, occurrence_id, staff_id, level,
    indicator_version, indicators, words, anonymous, channel, actor, late, pin_hash, rated_at, ended_plate ON rating
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
