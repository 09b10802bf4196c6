-- People at windows, each with a code of her own; items with everything the lists say of them, their earlier
-- versions, and which window handles what.

-- 一人一码: `/s/{code}`. Given by the program, because its last sign is a check; soon after for rows without.
ALTER TABLE staff ADD COLUMN code TEXT;
CREATE UNIQUE INDEX staff_by_code ON staff (code);
CREATE INDEX staff_without_code ON staff (id) WHERE code IS NULL;
-- Lists are read in the order of an index; counting needs no row.
CREATE INDEX staff_by_name ON staff (name, id);
CREATE INDEX staff_by_department_order ON staff (department_id, id);
DROP INDEX staff_by_department;
CREATE INDEX staff_by_hall_state ON staff (hall_id, retired_at, department_id);
-- Whoever has no hall yet belongs where she sat last.
UPDATE staff SET hall_id = (
    SELECT w.hall_id FROM shift t JOIN service_window w ON w.id = t.window_id
    WHERE t.staff_id = staff.id ORDER BY t.ends_at DESC, t.id DESC LIMIT 1
) WHERE hall_id IS NULL;

ALTER TABLE shift ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX shift_by_staff ON shift (staff_id, ends_at);

-- An item is known by its whole code, so that two handling items of one task are two rows. 99 is what the
-- interface calls everything that is not one of the seven.
CREATE TABLE item_new (
    code            TEXT PRIMARY KEY,      -- 业务办理项编码 where there is one, else 实施编码
    task_code       TEXT NOT NULL,         -- 实施编码
    handle_item     TEXT,                  -- 业务办理项编码
    name            TEXT NOT NULL,
    item_type       TEXT NOT NULL CHECK (item_type IN ('01', '05', '07', '08', '09', '10', '20', '99')),
    department_id   INTEGER REFERENCES department (id),
    dept_code       TEXT,                  -- 统一社会信用代码, as the list gives it
    case_kind       TEXT,                  -- GB/T 39046-2020 表 A.6
    promised        INTEGER,               -- 承诺时限
    promised_unit   TEXT,                  -- 0 天, 1 工作日, 2 月, 3 年
    legal           INTEGER,               -- 法定时限
    legal_unit      TEXT,
    service_objects TEXT NOT NULL DEFAULT '',  -- 表 A.4, joined by commas
    exercise_level  TEXT,                  -- 表 A.2
    handle_forms    TEXT NOT NULL DEFAULT '',  -- 表 A.5, joined by commas
    theme           TEXT,
    retired_at      INTEGER,
    version         INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO item_new (code, task_code, name, item_type) SELECT task_code, task_code, name, item_type FROM item;
DROP TABLE item;
ALTER TABLE item_new RENAME TO item;
CREATE INDEX item_by_name ON item (name, code);
CREATE INDEX item_by_type ON item (item_type, code);
CREATE INDEX item_by_department ON item (department_id, code);

-- What an item was until then. A case refers to the code: its version is the one of that time.
CREATE TABLE item_past (
    code            TEXT NOT NULL REFERENCES item (code),
    version         INTEGER NOT NULL,
    until_at        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    item_type       TEXT NOT NULL,
    department_id   INTEGER,
    dept_code       TEXT,
    case_kind       TEXT,
    promised        INTEGER,
    promised_unit   TEXT,
    legal           INTEGER,
    legal_unit      TEXT,
    service_objects TEXT NOT NULL,
    exercise_level  TEXT,
    handle_forms    TEXT NOT NULL,
    theme           TEXT,
    retired_at      INTEGER,
    PRIMARY KEY (code, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER item_past_is_append_only BEFORE UPDATE ON item_past
BEGIN SELECT RAISE(ABORT, 'item_past is append-only'); END;
CREATE TRIGGER item_past_is_never_deleted BEFORE DELETE ON item_past
BEGIN SELECT RAISE(ABORT, 'item_past is append-only'); END;

-- Which window handles what.
CREATE TABLE window_item (
    window_id INTEGER NOT NULL REFERENCES service_window (id),
    item_code TEXT NOT NULL REFERENCES item (code),
    PRIMARY KEY (window_id, item_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX window_item_by_item ON window_item (item_code);
