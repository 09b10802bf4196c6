//! The one table.

/// A figure beside its yardstick.
#[derive(Debug)]
pub struct Row {
    pub figure: String,
    pub measured: String,
    pub yardstick: String,
    /// What the table judges: a ratio, a time, a size.
    pub value: String,
    pub at_least: &'static str,
    pub aim: &'static str,
}

/// Prints the rows as Markdown.
pub fn print(rows: &[Row]) {
    println!("| figure | measured | yardstick, same run | result | at least | aim |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for r in rows {
        println!(
            "| {} | {} | {} | **{}** | {} | {} |",
            r.figure, r.measured, r.yardstick, r.value, r.at_least, r.aim
        );
    }
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// `12,345`
pub fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(",")
}

/// `83 %`
pub fn percent(part: f64, whole: f64) -> String {
    format!("{:.0} %", 100.0 * part / whole)
}
