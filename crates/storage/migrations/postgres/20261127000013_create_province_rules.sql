-- Where and from when people are led to the province's own rating page instead of ours. A rule is not changed: it is
-- ended, and another one is made.

CREATE TABLE province_rule (
    id            BIGINT PRIMARY KEY,
    division_code TEXT NOT NULL REFERENCES division (code),   -- with everything below it
    department_id BIGINT REFERENCES department (id),         -- NULL: every department there
    from_at       BIGINT NOT NULL,
    until_at      BIGINT,                                    -- NULL: until further notice
    reason        TEXT NOT NULL,
    made_at       BIGINT NOT NULL,
    made_by       TEXT NOT NULL,                              -- login
    CHECK (until_at IS NULL OR until_at >= from_at)
);
