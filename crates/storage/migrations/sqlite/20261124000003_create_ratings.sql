-- Ratings are append-only: a correction, an exclusion or a follow-up is a new row that points here.

CREATE TABLE rating (
    id                INTEGER PRIMARY KEY, -- grows with time
    receipt           TEXT NOT NULL,                   -- the id in disguise: found by the id, so no index
    key_hash          BLOB NOT NULL UNIQUE,            -- idempotency key of the form, by time
    window_id         INTEGER REFERENCES service_window (id),
    occurrence_id     INTEGER REFERENCES occurrence (id),
    staff_id          INTEGER REFERENCES staff (id),   -- on duty then; nobody when nobody is known
    level             INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    indicator_version INTEGER NOT NULL,
    indicators        TEXT NOT NULL,                   -- codes joined by commas, as evalDetail
    words             TEXT,
    anonymous         INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    phone             BLOB,
    phone_hash        BLOB,
    channel           INTEGER NOT NULL CHECK (channel BETWEEN 1 AND 7),
    actor             INTEGER NOT NULL CHECK (actor BETWEEN 1 AND 3),
    late              INTEGER NOT NULL CHECK (late IN (0, 1)),
    device            BLOB,                            -- keyed hash of a random first-party cookie, by time
    network           BLOB,                            -- keyed hash of the client's address
    pin_hash          BLOB NOT NULL,
    rated_at          INTEGER NOT NULL,
    CHECK (window_id IS NOT NULL OR occurrence_id IS NOT NULL)
) STRICT;
-- One rating per occurrence.
CREATE UNIQUE INDEX rating_by_occurrence ON rating (occurrence_id) WHERE occurrence_id IS NOT NULL;
CREATE INDEX rating_by_device ON rating (device, window_id, rated_at) WHERE device IS NOT NULL;

-- Every act on a rating, in commit order, each entry sealed with the one before (SM3). It is also the
-- outbox: a consumer keeps the last `seq` it has handled.
CREATE TABLE rating_log (
    seq       INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL,            -- 1 rated, 2 followed up
    rating_id INTEGER NOT NULL,               -- no foreign key: checked by the walk, not once more for every row
    at        INTEGER NOT NULL,
    digest    BLOB NOT NULL,
    chain     BLOB NOT NULL
) STRICT;

CREATE TABLE follow_up (
    rating_id INTEGER PRIMARY KEY REFERENCES rating (id),
    level     INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    words     TEXT,
    at        INTEGER NOT NULL
) STRICT;

CREATE TABLE pin_guess (
    rating_id    INTEGER PRIMARY KEY REFERENCES rating (id),
    failures     INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
) STRICT;

-- What retention clears later (phone, device, network) may change; nothing else may.
CREATE TRIGGER rating_is_append_only BEFORE UPDATE OF id, receipt, key_hash, window_id, occurrence_id, staff_id, level,
    indicator_version, indicators, words, anonymous, channel, actor, late, pin_hash, rated_at ON rating
BEGIN SELECT RAISE(ABORT, 'rating is append-only'); END;
CREATE TRIGGER rating_is_never_deleted BEFORE DELETE ON rating
BEGIN SELECT RAISE(ABORT, 'rating is append-only'); END;
CREATE TRIGGER rating_log_is_append_only BEFORE UPDATE ON rating_log
BEGIN SELECT RAISE(ABORT, 'rating_log is append-only'); END;
CREATE TRIGGER rating_log_is_never_deleted BEFORE DELETE ON rating_log
BEGIN SELECT RAISE(ABORT, 'rating_log is append-only'); END;
CREATE TRIGGER follow_up_is_append_only BEFORE UPDATE ON follow_up
BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END;
CREATE TRIGGER follow_up_is_never_deleted BEFORE DELETE ON follow_up
BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END;
