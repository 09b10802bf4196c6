//! `cargo xtask ci`: every check, in order. A failure does not stop the rest: one run tells all.
//! The last line is `N passed, N failed`, over the tests of all stages; a stage that failed without
//! having counted a failed test counts as one.

mod count;
mod stages;

use std::time::{Duration, Instant};

use count::Tally;
use stages::{STAGES, Stage};

use crate::sh::Outcome;

struct Report {
    name: &'static str,
    tally: Tally,
    took: Duration,
}

pub fn run(arguments: &[String]) -> Outcome {
    let reports: Vec<Report> = chosen(arguments)?.into_iter().map(perform).collect();
    println!("\n{:<12} {:>7} {:>7} {:>7} {:>8}", "stage", "passed", "failed", "skipped", "seconds");
    let mut total = Tally::default();
    for Report { name, tally, took } in &reports {
        println!(
            "{name:<12} {:>7} {:>7} {:>7} {:>8.1}",
            tally.passed,
            tally.failed,
            tally.skipped,
            took.as_secs_f64()
        );
        total += *tally;
    }
    let seconds: f64 = reports.iter().map(|report| report.took.as_secs_f64()).sum();
    println!("{:<12} {:>7} {:>7} {:>7} {seconds:>8.1}\n", "all", total.passed, total.failed, total.skipped);
    let skipped = if total.skipped > 0 { format!(", {} skipped", total.skipped) } else { String::new() };
    println!("{} passed, {} failed{skipped}", total.passed, total.failed);
    match total.failed {
        0 => Ok(()),
        _ => Err("some checks failed".into()),
    }
}

fn chosen(names: &[String]) -> Outcome<Vec<&'static Stage>> {
    if names.is_empty() {
        return Ok(STAGES.iter().collect());
    }
    let find = |name: &String| {
        STAGES
            .iter()
            .find(|stage| stage.name == name)
            .ok_or_else(|| format!("there is no stage `{name}`").into())
    };
    names.iter().map(find).collect()
}

fn perform(stage: &'static Stage) -> Report {
    println!("\n=== {} ===", stage.name);
    let start = Instant::now();
    let tally = (stage.perform)().unwrap_or_else(|error| {
        println!("{}: {error}", stage.name);
        Tally::one_failed()
    });
    Report { name: stage.name, tally, took: start.elapsed() }
}
