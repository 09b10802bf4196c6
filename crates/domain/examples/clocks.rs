//! Prints the moments of so many work orders, for an independent calendar to be held against:
//! `cargo run -p domain --example clocks -- 100000`.
//!
//! A line: when the round began, 1 for the long limit, first contact by, yellow, due, settled (answered when it began);
//! moments in milliseconds since 1970.

use domain::Millis;
use domain::calendar::Calendar;
use domain::work_order::{ClockRules, MoreTime, Times};
use std::io::{BufWriter, Write};

/// 2019-01-02 and 2026-12-10, 00:00 in China: limits end within years whose holidays are known to both.
const FIRST: i64 = 1_546_358_400_000;
const LAST: i64 = 1_796_832_000_000;

fn main() -> std::io::Result<()> {
    let count: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let (rules, calendar) = (ClockRules::default(), Calendar::shipped());
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut random: u64 = 1;
    for _ in 0..count {
        // Numbers that look random and are the same in every run (Knuth's multiplier).
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let began = Millis(FIRST + ((random >> 16) % (LAST - FIRST).unsigned_abs()).cast_signed());
        let long = random >> 63 == 1;
        let more_time = if long { MoreTime::Granted } else { MoreTime::Never };
        let times = Times::of(began, more_time, &rules, calendar);
        let settled = Times::settle_at(began, &rules, calendar);
        let moments = [times.contact_by, times.yellow_at, times.due_at, settled].map(|at| at.0.to_string());
        writeln!(out, "{},{},{}", began.0, u8::from(long), moments.join(","))?;
    }
    out.flush()
}
