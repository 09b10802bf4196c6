//! Where a rating belongs: the places as they were when it was given. A place that was renamed or moved left
//! what it was until then in its `*_past` table; what a rating finds there is the row with the least `until_at`
//! after it, or else the place as it is.

/// Joins to the rating `r` its window (`w`), hall (`h`) and department (`d`), each with what it was (`wp`, `hp`,
/// `dp`; nothing where it has not changed since). Read with [`was!`].
macro_rules! places_as_they_were {
    () => {
        "LEFT JOIN service_window w ON w.id = r.window_id
        LEFT JOIN window_past wp ON wp.window_id = w.id AND wp.until_at =
            (SELECT MIN(t.until_at) FROM window_past t WHERE t.window_id = w.id AND t.until_at > r.rated_at)
        LEFT JOIN hall h ON h.id = COALESCE(wp.hall_id, w.hall_id)
        LEFT JOIN hall_past hp ON hp.hall_id = h.id AND hp.until_at =
            (SELECT MIN(t.until_at) FROM hall_past t WHERE t.hall_id = h.id AND t.until_at > r.rated_at)
        LEFT JOIN department d ON d.id = COALESCE(wp.department_id, w.department_id)
        LEFT JOIN department_past dp ON dp.department_id = d.id AND dp.until_at =
            (SELECT MIN(t.until_at) FROM department_past t WHERE t.department_id = d.id AND t.until_at > r.rated_at)"
    };
}

/// A column of one of these places as it was: `was!("h", "name")`.
macro_rules! was {
    ($place:literal, $column:literal) => {
        concat!("COALESCE(", $place, "p.", $column, ", ", $place, ".", $column, ")")
    };
}
