-- The list by name passes over thousands of people for a far page: by this index alone.
DROP INDEX staff_by_name;
CREATE INDEX staff_by_name ON staff (name, id, hall_id, department_id, retired_at);
