//! Load by `wrk` (Debian package `wrk`): 64 connections, one thread.

use crate::Outcome;
use std::path::Path;
use std::process::Command;

/// Seconds of one run.
const SECONDS: u32 = 6;
/// Connections.
pub const CLIENTS: u32 = 64;

/// What a run showed.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    pub per_second: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub requests: u64,
}

/// Runs a script against a URL. Any answer of 4xx or 5xx, or a broken connection, is an error.
pub fn run(url: &str, script: &Path) -> Outcome<Run> {
    run_with(url, script, CLIENTS, SECONDS)
}

/// The same with so many clients for so many seconds.
pub fn run_with(url: &str, script: &Path, clients: u32, seconds: u32) -> Outcome<Run> {
    let (seconds, clients) = (format!("-d{seconds}s"), format!("-c{clients}"));
    let mut command = Command::new("wrk");
    command.args(["-t1", &clients, &seconds, "--latency", "--timeout", "10s", "-s"]).arg(script).arg(url);
    let output = command.output().map_err(|e| format!("wrk (Debian package `wrk`): {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("wrk against {url}:\n{text}{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let field = |name: &str| text.lines().find_map(|l| l.trim().strip_prefix(name)).map(str::trim);
    let per_second = field("Requests/sec:").and_then(|v| v.parse().ok()).ok_or("wrk printed no rate")?;
    // wrk's own table lacks it: the script of [`session_script`] prints it.
    let p95_ms = field("p95:").and_then(milliseconds).unwrap_or_default();
    let p99_ms = field("99%").and_then(milliseconds).ok_or("wrk printed no p99")?;
    let total = text.lines().find(|l| l.contains(" requests in ")).and_then(|l| l.split_whitespace().next());
    let requests = total.and_then(|n| n.parse().ok()).ok_or("wrk printed no total")?;
    Ok(Run { per_second, p95_ms, p99_ms, requests })
}

fn milliseconds(text: &str) -> Option<f64> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = text[..split].parse().ok()?;
    Some(match &text[split..] {
        "us" => value / 1000.0,
        "ms" => value,
        "s" => value * 1000.0,
        _ => return None,
    })
}

/// A reader who comes back: the device cookie and a browser's encodings.
pub const GET: &str = r#"
wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
wrk.headers["Cookie"] = "hp_device=00112233445566778899aabbccddeeff"
"#;

/// Somebody of the office who is signed in; prints the p95.
pub fn session_script(cookie: &str) -> String {
    format!(
        r#"
wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
wrk.headers["Cookie"] = "{cookie}"
function done(summary, latency)
  io.write(string.format("p95: %.2fms\n", latency:percentile(95) / 1000))
end
"#
    )
}

/// Ratings as phones send them, every one from another device with a key of its own. Both begin with the
/// time they were made at, as the page makes them.
pub fn post_script(round: usize) -> String {
    format!(
        r#"
local n = 0
local head = "level=1&indicator_1=108&indicator_1=113&words=%E7%AD%89%E4%BA%86%E4%B8%89%E5%B0%8F%E6%97%B6"
  .. "&anonymous=1&phone=&key="
function request()
  n = n + 1
  local mark = string.format("%012x{round:08x}%012x", os.time() * 1000 + n % 1000, n)
  wrk.headers["Cookie"] = "hp_device=" .. mark
  return wrk.format("POST", nil, nil, head .. mark)
end
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Accept"] = "text/html"
"#
    )
}
