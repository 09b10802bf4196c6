-- Citizens who sign in to see their own cases. Neither numbers nor names stand here: keyed hashes, as in service_case.

-- One-time codes (验证码) sent to phones.
CREATE TABLE one_time_code (
    id         BIGINT PRIMARY KEY,     -- grows with time; told to the message gateway
    browser    BYTEA NOT NULL,           -- keyed hash of the mark of the browser that asked, by time
    phone_hash BYTEA NOT NULL,
    code_hash  BYTEA NOT NULL,           -- keyed hash of id, phone and code
    tries      BIGINT NOT NULL DEFAULT 0,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX one_time_code_by_browser ON one_time_code (browser, id);
CREATE INDEX one_time_code_by_phone ON one_time_code (phone_hash, made_at);
CREATE INDEX one_time_code_by_time ON one_time_code (made_at);

CREATE TABLE citizen_session (
    id             BIGINT PRIMARY KEY,
    token_hash     BYTEA NOT NULL UNIQUE,
    phone_hash     BYTEA,
    id_number_hash BYTEA,
    created_at     BIGINT NOT NULL,
    seen_at        BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    CHECK (phone_hash IS NOT NULL OR id_number_hash IS NOT NULL)
);
CREATE INDEX citizen_session_by_time ON citizen_session (created_at);

-- Tickets and codes of other systems that have signed somebody in: each does so once.
CREATE TABLE used_ticket (
    ticket_hash BYTEA PRIMARY KEY,
    at          BIGINT NOT NULL
);
CREATE INDEX used_ticket_by_time ON used_ticket (at);

-- What is hers, by ID number as by phone; her receipts, where she left a phone.
CREATE INDEX case_by_id_number ON service_case (id_number_hash);
CREATE INDEX rating_by_phone ON rating (phone_hash) WHERE phone_hash IS NOT NULL;
