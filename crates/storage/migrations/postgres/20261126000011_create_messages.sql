-- Messages that bring a link to rate, kept until they are sent. No phone number stands here: it is read from the
-- case when the message is sent.

CREATE TABLE message (
    id            BIGINT PRIMARY KEY,      -- grows with time; told to the gateway, which can recognise a repeat by it
    occurrence_id BIGINT NOT NULL REFERENCES occurrence (id),
    link_id       BIGINT NOT NULL REFERENCES case_link (id),
    kind          TEXT NOT NULL CHECK (kind IN ('first', 'reminder')),
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'delivered', 'failed', 'dropped')),
    why           TEXT,                    -- of failed and dropped; of waiting: how the last try ended
    tries         BIGINT NOT NULL DEFAULT 0,
    next_at       BIGINT NOT NULL,         -- waiting: not before; sending: whoever sends it has died by then
    remind_at     BIGINT,                  -- when to see whether a reminder is needed; NULL: never, or seen
    gateway_ref   TEXT,                    -- the gateway's own name of it, for receipts
    made_at       BIGINT NOT NULL,
    sent_at       BIGINT,
    settled_at    BIGINT,
    UNIQUE (occurrence_id, kind)
);
CREATE INDEX message_due ON message (next_at, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX message_to_remind ON message (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX message_by_reference ON message (gateway_ref) WHERE gateway_ref IS NOT NULL;

-- Numbers, as keyed hashes, that are sent no more messages. They can be rated from as before.
CREATE TABLE message_refusal (
    phone_hash BYTEA PRIMARY KEY,
    at         BIGINT NOT NULL
);
