//! Measures what the house promises, each figure beside its yardstick in the same run, and prints one table.
//!
//! Client (`wrk`), server and yardstick share this machine: ratios mean something, absolute figures less.
//! To add a figure: a module with a function that returns [`table::Row`]s, and its name in [`measure`].

mod bytes;
mod cases;
mod disk;
mod get;
mod import;
mod lists;
mod orders;
mod pack;
mod plates;
mod post;
mod start;
mod subject;
mod table;
mod wrk;
mod yardstick;

use std::error::Error;
use table::Row;

/// Anything that stops a measurement; its text is for the person who runs it.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["yardstick", "get", file] => yardstick::get(file),
        ["yardstick", "post", config] => yardstick::post(config),
        _ => {
            let wanted = |name: &str| words.is_empty() || words.contains(&name);
            table::print(&measure(&wanted)?);
            Ok(())
        }
    }
}

fn measure(wanted: &dyn Fn(&str) -> bool) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    if wanted("bytes") {
        rows.extend(bytes::measure()?);
    }
    if wanted("get") {
        rows.push(get::measure()?);
    }
    if wanted("sqlite") {
        rows.extend(post::sqlite()?);
    }
    if wanted("postgres") {
        rows.extend(post::postgres()?);
    }
    if wanted("plates") {
        rows.push(plates::measure()?);
    }
    if wanted("pack") {
        rows.extend(pack::measure()?);
    }
    if wanted("lists") {
        rows.extend(lists::measure()?);
    }
    if wanted("import") {
        rows.extend(import::sqlite()?);
        rows.extend(import::postgres()?);
    }
    if wanted("cases") {
        rows.push(cases::sqlite()?);
        rows.push(cases::postgres()?);
    }
    if wanted("orders") {
        rows.extend(orders::measure()?);
    }
    if wanted("start") {
        rows.extend(start::measure()?);
    }
    Ok(rows)
}
