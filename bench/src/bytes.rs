//! What goes over the wire to a phone that has nothing yet.

use crate::Outcome;
use crate::subject::{Place, get};
use crate::table::{Row, whole};

pub fn measure() -> Outcome<Vec<Row>> {
    let place = Place::new(None, 256)?;
    let (_server, _) = place.serve()?;
    let br = "accept-encoding: gzip, deflate, br\r\n";
    let page = get(place.address, &format!("/w/{}", crate::subject::window()), br)?;
    let plain = get(place.address, &format!("/w/{}", crate::subject::window()), "")?;
    let html = String::from_utf8_lossy(&plain).into_owned();
    let size = |path: &str| Ok::<usize, Box<dyn std::error::Error>>(get(place.address, path, br)?.len());
    let paths: Vec<&str> = html
        .split(['"', ' '])
        .filter(|part| part.starts_with("/pkg/"))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    let css = paths.iter().filter(|p| p.ends_with(".css")).map(|p| size(p)).sum::<Outcome<usize>>()?;
    let scripts = paths.iter().filter(|p| !p.ends_with(".css")).map(|p| size(p)).sum::<Outcome<usize>>()?;
    if paths.len() != 4 {
        return Err(format!("the page names {paths:?}").into());
    }
    let front = get(place.address, "/", br)?.len();
    let until = page.len() + css;
    let all = until + scripts;
    let kib = format!("{:.1} KB", all as f64 / 1000.0);
    Ok(vec![
        Row {
            figure: "bytes until the form can be sent (headers + HTML + CSS, brotli)".into(),
            measured: format!("{} + {}", whole(page.len() as f64), whole(css as f64)),
            yardstick: "—".into(),
            value: whole(until as f64),
            at_least: "≤ 14,600",
            aim: "≤ 10,000",
        },
        Row {
            figure: "bytes until the front page can be read (headers + HTML + CSS, brotli)".into(),
            measured: format!("{} + {}", whole(front as f64), whole(css as f64)),
            yardstick: "—".into(),
            value: whole((front + css) as f64),
            at_least: "≤ 14,600",
            aim: "≤ 10,000",
        },
        Row {
            figure: "whole citizen page with WASM and JS, brotli, headers included".into(),
            measured: format!("{} + {}", whole(until as f64), whole(scripts as f64)),
            yardstick: "—".into(),
            value: kib,
            at_least: "≤ 72 KB",
            aim: "≤ 52 KB",
        },
    ])
}
