//! Work on all cores, in order, with a word on how far it is and a way to stop it.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// `work(0..count)` in order. `done` is told, on the calling thread, after each; None if it broke off.
pub(crate) fn each<T: Send>(
    count: usize,
    workers: Option<NonZero<usize>>,
    work: impl Fn(usize) -> T + Sync,
    mut done: impl FnMut() -> ControlFlow<()>,
) -> Option<Vec<T>> {
    let workers = workers.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..workers.min(count) {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                while !stopped.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count || sender.send((at, work(at))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (at, result) in receiver {
            results[at] = Some(result);
            if done().is_break() {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    results.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_each_is_told() {
        let mut told = 0;
        let squares = each(
            1000,
            NonZero::new(4),
            |n| n * n,
            || {
                told += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(squares.unwrap(), (0..1000).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(told, 1000);
    }

    #[test]
    fn breaking_off_leaves_the_rest_undone() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::Relaxed);
        assert!(each(1_000_000, NonZero::new(2), work, || ControlFlow::Break(())).is_none());
        assert!(begun.load(Ordering::Relaxed) < 1_000_000);
    }
}
