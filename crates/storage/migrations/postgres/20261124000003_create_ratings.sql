-- Ratings are append-only: a correction, an exclusion or a follow-up is a new row that points here.

CREATE TABLE rating (
    id                BIGINT PRIMARY KEY, -- grows with time
    receipt           TEXT NOT NULL,                   -- the id in disguise: found by the id, so no index
    key_hash          BYTEA NOT NULL UNIQUE,            -- idempotency key of the form, by time
    window_id         BIGINT REFERENCES service_window (id),
    occurrence_id     BIGINT REFERENCES occurrence (id),
    staff_id          BIGINT REFERENCES staff (id),   -- on duty then; nobody when nobody is known
    level             SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 5),
    indicator_version SMALLINT NOT NULL,
    indicators        TEXT NOT NULL,                   -- codes joined by commas, as evalDetail
    words             TEXT,
    anonymous         BOOLEAN NOT NULL,
    phone             BYTEA,
    phone_hash        BYTEA,
    channel           SMALLINT NOT NULL CHECK (channel BETWEEN 1 AND 7),
    actor             SMALLINT NOT NULL CHECK (actor BETWEEN 1 AND 3),
    late              BOOLEAN NOT NULL,
    device            BYTEA,                            -- keyed hash of a random first-party cookie, by time
    network           BYTEA,                            -- keyed hash of the client's address
    pin_hash          BYTEA NOT NULL,
    rated_at          BIGINT NOT NULL,
    CHECK (window_id IS NOT NULL OR occurrence_id IS NOT NULL)
);
-- One rating per occurrence.
CREATE UNIQUE INDEX rating_by_occurrence ON rating (occurrence_id) WHERE occurrence_id IS NOT NULL;
CREATE INDEX rating_by_device ON rating (device, window_id, rated_at) WHERE device IS NOT NULL;

-- Every act on a rating, in commit order, each entry sealed with the one before (SM3). It is also the
-- outbox: a consumer keeps the last `seq` it has handled.
CREATE TABLE rating_log (
    seq       BIGINT PRIMARY KEY,
    kind      SMALLINT NOT NULL,            -- 1 rated, 2 followed up
    rating_id BIGINT NOT NULL,               -- no foreign key: checked by the walk, not once more for every row
    at        BIGINT NOT NULL,
    digest    BYTEA NOT NULL,
    chain     BYTEA NOT NULL
);

CREATE TABLE follow_up (
    rating_id BIGINT PRIMARY KEY REFERENCES rating (id),
    level     SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 5),
    words     TEXT,
    at        BIGINT NOT NULL
);

CREATE TABLE pin_guess (
    rating_id    BIGINT PRIMARY KEY REFERENCES rating (id),
    failures     SMALLINT NOT NULL,
    locked_until BIGINT NOT NULL
);

-- What retention clears later (phone, device, network) may change; nothing else may.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER rating_is_append_only BEFORE UPDATE OF id, receipt, key_hash, window_id, occurrence_id, staff_id, level,
    indicator_version, indicators, words, anonymous, channel, actor, late, pin_hash, rated_at ON rating
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_is_never_deleted BEFORE DELETE ON rating FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_log_is_append_only BEFORE UPDATE OR DELETE ON rating_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_is_append_only BEFORE UPDATE OR DELETE ON follow_up
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_is_never_emptied BEFORE TRUNCATE ON rating EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_log_is_never_emptied BEFORE TRUNCATE ON rating_log EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_up_is_never_emptied BEFORE TRUNCATE ON follow_up EXECUTE FUNCTION refuse_change();
