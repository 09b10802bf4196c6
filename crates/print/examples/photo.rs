//! What a photograph of a plate shows, and how long it took to look:
//! `cargo run --release -p print --example photo -- FILE… `.

use std::time::Instant;

use print::{Expectation, check_photo};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let expected = Expectation { base_url: "https://hp.example.cn", window_url: None };
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        let start = Instant::now();
        match check_photo(&bytes, &expected) {
            Ok(check) => println!("{file} ({:.2?}): {check:#?}", start.elapsed()),
            Err(e) => println!("{file} ({:.2?}): {e}", start.elapsed()),
        }
    }
    Ok(())
}
