//! The project's own tool: builds the site, runs the checks, starts the demo. `cargo xtask` lists
//! the commands. To add one: a module with `pub fn run(arguments) -> Outcome`, a line in [`HELP`]
//! and an arm in [`dispatch`].

mod bench;
mod ci;
mod degraded;
mod demo;
mod e2e;
mod paths;
mod python;
mod run;
mod sh;
mod site;
mod sizes;
mod torture;

use std::process::ExitCode;

use sh::Outcome;

const HELP: &str = "\
cargo xtask <command>

  site [--debug]           build the phone's part into target/site: WebAssembly, scripts, style,
                           names with a hash of the content, brotli and gzip beside each file
  sizes                    what a phone downloads, against the budget
  run [args for `server demo`]
                           build the site and the server (release), then serve the demo;
                           `--lan` listens on the network
  ci                       every check, in order; goes on after a failure and counts at the end
  ci <stage>...            only these stages: fmt, clippy, clippy-wasm, test, doc, site, sizes, e2e
  e2e [playwright args]    build, start a demo on a free port, and run the browser tests against it
  bench [figure...]        every promised figure beside its yardstick, in one table (release; needs
                           `wrk` and PostgreSQL); figures: bytes, get, sqlite, postgres, plates, pack,
                           lists, import, cases, start
  torture [part...]        50 rounds of kill -9 against the server and against PostgreSQL, and 20,000
                           cases of every property (`./test` does 5 and 256); 2,800 pictures of plates
                           on bad days, read by three readers (needs zbar-tools and python3);
                           parts: crash, properties, hostile, plates, api
  help                     this text
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    match dispatch(&command, &arguments.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, arguments: &[String]) -> Outcome {
    match command {
        "site" => site::run(arguments),
        "sizes" => sizes::run(arguments),
        "run" => run::run(arguments),
        "ci" => ci::run(arguments),
        "bench" => bench::run(arguments),
        "torture" => torture::run(arguments),
        "e2e" => e2e::run(arguments),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(format!("there is no command `{unknown}`\n\n{HELP}").into()),
    }
}
