-- What showed the page a rating was given on (domain::Container); NULL for ratings from before it was kept, and for
-- those that came by no page of ours. Of what a user agent claims: nothing is decided by it.
ALTER TABLE rating ADD COLUMN container INTEGER CHECK (container BETWEEN 0 AND 99);
CREATE TRIGGER rating_container_is_append_only BEFORE UPDATE OF container ON rating
BEGIN SELECT RAISE(ABORT, 'rating is append-only'); END;
