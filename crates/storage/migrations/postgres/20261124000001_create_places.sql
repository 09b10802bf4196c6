-- Where services are given: divisions, departments, halls, windows, staff, shifts.

-- What this database is: `demo` = 1 marks sample data, which a production server refuses to serve.
CREATE TABLE mark (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE division (
    code   TEXT PRIMARY KEY,              -- 12 digits
    name   TEXT NOT NULL,
    level  TEXT NOT NULL CHECK (level IN ('city', 'district', 'town', 'village')),
    parent TEXT REFERENCES division (code)
);

CREATE TABLE department (
    id          BIGINT PRIMARY KEY,
    name        TEXT NOT NULL,
    credit_code TEXT                       -- 统一社会信用代码, 18 signs
);

CREATE TABLE hall (
    id            BIGINT PRIMARY KEY,
    division_code TEXT NOT NULL REFERENCES division (code),
    name          TEXT NOT NULL,
    address       TEXT NOT NULL
);
CREATE INDEX hall_by_division ON hall (division_code);

CREATE TABLE service_window (
    id            BIGINT PRIMARY KEY,
    hall_id       BIGINT NOT NULL REFERENCES hall (id),
    department_id BIGINT NOT NULL REFERENCES department (id),
    code          TEXT NOT NULL UNIQUE,    -- 7 signs, printed on the plate; names nobody
    name          TEXT NOT NULL,
    withdrawn_at  BIGINT                  -- the plate stays on old walls: the code is never reused
);
CREATE INDEX window_by_hall ON service_window (hall_id, name);

CREATE TABLE staff (
    id     BIGINT PRIMARY KEY,
    name   TEXT NOT NULL,
    number TEXT NOT NULL                   -- 工号 shown at the window
);

CREATE TABLE shift (
    id        BIGINT PRIMARY KEY,
    window_id BIGINT NOT NULL REFERENCES service_window (id),
    staff_id  BIGINT NOT NULL REFERENCES staff (id),
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL CHECK (ends_at > starts_at)
);
CREATE INDEX shift_by_window ON shift (window_id, ends_at);

CREATE TABLE item (
    task_code TEXT PRIMARY KEY,            -- 实施编码, 31 signs
    name      TEXT NOT NULL,
    item_type TEXT NOT NULL CHECK (item_type IN ('01', '05', '07', '08', '09', '10', '20'))
);
