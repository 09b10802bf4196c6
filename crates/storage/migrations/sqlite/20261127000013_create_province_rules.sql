-- Where and from when people are led to the province's own rating page instead of ours. A rule is not changed: it is
-- ended, and another one is made.

CREATE TABLE province_rule (
    id            INTEGER PRIMARY KEY,
    division_code TEXT NOT NULL REFERENCES division (code),   -- with everything below it
    department_id INTEGER REFERENCES department (id),         -- NULL: every department there
    from_at       INTEGER NOT NULL,
    until_at      INTEGER,                                    -- NULL: until further notice
    reason        TEXT NOT NULL,
    made_at       INTEGER NOT NULL,
    made_by       TEXT NOT NULL,                              -- login
    CHECK (until_at IS NULL OR until_at >= from_at)
) STRICT;
