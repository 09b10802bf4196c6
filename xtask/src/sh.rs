//! Running other programs, and saying plainly when one fails.

use std::{
    error::Error,
    io::{BufRead, BufReader, Read, Write},
    process::{Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread,
};

pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Cargo itself: the one that runs us, where there is one.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::paths::root());
    command
}

/// Runs to the end; what it prints goes where ours goes.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", name(command)))?;
    succeeded(command, status)
}

/// Runs to the end; of what it says on its error stream, the paragraphs that begin with a warning of
/// this text are left out.
pub fn run_without(command: &mut Command, expected: &str) -> Outcome {
    let output =
        command.stderr(Stdio::piped()).output().map_err(|error| format!("{}: {error}", name(command)))?;
    eprint!("{}", without(&String::from_utf8_lossy(&output.stderr), expected));
    succeeded(command, output.status)
}

fn without(said: &str, expected: &str) -> String {
    let is_expected = |paragraph: &&str| {
        paragraph.lines().next().is_some_and(|line| line.starts_with("warning: ") && line.contains(expected))
    };
    said.split_inclusive("\n\n").filter(|paragraph| !is_expected(paragraph)).collect()
}

/// Runs to the end with `input`, and gives back what it printed; its errors go where ours go.
pub fn pipe(command: &mut Command, input: &[u8]) -> Outcome<Vec<u8>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", name(command)))?;
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    let output = thread::scope(|scope| {
        // A program that stops reading shows in its exit status.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output()
    })?;
    succeeded(command, output.status)?;
    Ok(output.stdout)
}

/// Runs to the end, shows what it prints as it comes, and gives it back for counting.
pub fn tee(command: &mut Command) -> Outcome<(ExitStatus, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", name(command)))?;
    let said = Arc::new(Mutex::new(String::new()));
    let readers = [
        child.stdout.take().map(|stream| copy(stream, said.clone())),
        child.stderr.take().map(|stream| copy(stream, said.clone())),
    ];
    let status = child.wait()?;
    for reader in readers.into_iter().flatten() {
        reader.join().map_err(|_| "a reading thread panicked")?;
    }
    let said = said.lock().map_err(|_| "a reading thread panicked")?.clone();
    Ok((status, said))
}

fn copy(stream: impl Read + Send + 'static, said: Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            if let Ok(mut said) = said.lock() {
                said.push_str(&text);
            }
            line.clear();
        }
    })
}

fn succeeded(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() {
        return Ok(());
    }
    Err(format!("{} failed ({status})", name(command)).into())
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(2));
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn only_paragraphs_that_begin_with_the_expected_warning_are_left_out() {
        let said = "warning: unknown `a`\n  |\n  = help: x\n\nwarning: unused\n\nerror: unknown `a`\n";
        assert_eq!(without(said, "unknown `a`"), "warning: unused\n\nerror: unknown `a`\n");
    }
}
