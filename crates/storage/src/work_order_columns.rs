//! The columns of a [`crate::WorkOrderRow`], for every statement that reads one.

/// Columns of every statement that reads orders. The number of an anonymous person's case is her name: it is not read.
macro_rules! work_orders {
    ($from:expr) => {
        concat!(
            "SELECT o.id, o.rating_id, o.number, o.level, o.state, o.round, o.real_name, o.opened_at, o.began_at,
                o.more_time, o.contest, o.objected, o.disposition, o.contacted, o.calls, o.reached, o.opinion,
                o.transfers, o.yellow_at, o.due_at, o.provisional, o.department_id, o.hall_id, o.division_code,
                o.answer, o.answered_at, o.closed_at, o.version, v.name AS division, d.name AS department,
                h.name AS hall, w.name AS window_name, c.item_name, r.words, r.indicators, r.indicator_version,
                r.anonymous, r.late, r.rated_at, r.occurrence_id IS NOT NULL AS linked,
                CASE WHEN r.anonymous THEN NULL ELSE c.project_no END AS project_no
            FROM ",
            $from,
            " o JOIN rating r ON r.id = o.rating_id JOIN division v ON v.code = o.division_code
                LEFT JOIN department d ON d.id = o.department_id LEFT JOIN hall h ON h.id = o.hall_id
                LEFT JOIN occurrence n ON n.id = r.occurrence_id LEFT JOIN service_case c ON c.id = n.case_id
                LEFT JOIN service_window w ON w.id = COALESCE(r.window_id, n.window_id)"
        )
    };
}
