//! The writer: one task takes whatever has arrived, commits it as a group, and answers each only after the
//! commit is on disk. Its queue is bounded: when it is full the caller is told at once.

use crate::{Db, NewRating, Outcome, StorageError, StorageResult};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Longest wait for a commit. Less than a request may take, so that the answer still carries the words.
const PATIENCE: Duration = Duration::from_secs(8);

/// Sizes of the writer.
#[derive(Debug, Clone, Copy)]
pub struct WriterOptions {
    /// Ratings that may wait; one more is refused with [`StorageError::Busy`].
    pub queue: usize,
    /// Most ratings in one commit.
    pub group: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        WriterOptions { queue: 4096, group: 256 }
    }
}

/// Hands ratings to the writing task. Cheap to clone; the task ends when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
    well: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Job {
    rating: NewRating,
    answer: oneshot::Sender<StorageResult<Outcome>>,
}

impl Writer {
    /// Starts the writing task on the current runtime.
    pub fn start(db: Db, options: WriterOptions) -> Writer {
        start_with(options, db)
    }

    /// Stores a rating; returns when its commit is on disk.
    ///
    /// # Errors
    /// [`StorageError::Busy`] at once when the queue is full; [`StorageError::Unavailable`] when the database
    /// cannot write — then, and only then, it is not known whether the rating is stored, and sending it again
    /// with the same key is safe.
    pub async fn store(&self, rating: NewRating) -> StorageResult<Outcome> {
        let (answer, outcome) = oneshot::channel();
        self.queue.try_send(Job { rating, answer }).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => StorageError::Busy,
            mpsc::error::TrySendError::Closed(_) => {
                StorageError::Unavailable("the writer has stopped".into())
            }
        })?;
        match tokio::time::timeout(PATIENCE, outcome).await {
            Ok(answered) => {
                answered.unwrap_or_else(|_| Err(StorageError::Unavailable("the writer has stopped".into())))
            }
            Err(_) => Err(StorageError::Unavailable("the commit takes too long".into())),
        }
    }

    /// Ratings waiting right now.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Did the last commit reach the disk?
    pub fn is_well(&self) -> bool {
        self.well.load(Ordering::Relaxed)
    }

    /// Writing works again, as somebody found out by another way.
    pub fn is_well_again(&self) {
        self.well.store(true, Ordering::Relaxed);
    }

    /// Is the writing task alive?
    pub fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }
}

/// Where a group goes.
pub(crate) trait Commit: Send + Sync + 'static {
    /// Commits a group; answers for every row.
    fn commit(&self, rows: &[NewRating]) -> impl Future<Output = Vec<StorageResult<Outcome>>> + Send;
}

impl Commit for Db {
    async fn commit(&self, rows: &[NewRating]) -> Vec<StorageResult<Outcome>> {
        self.commit_ratings(rows).await.unwrap_or_else(|outage| {
            tracing::error!(error = %outage, ratings = rows.len(), "a group of ratings could not be committed");
            rows.iter().map(|_| Err(outage.clone())).collect()
        })
    }
}

pub(crate) fn start_with(options: WriterOptions, commit: impl Commit) -> Writer {
    let (queue, jobs) = mpsc::channel(options.queue.max(1));
    let well = Arc::new(AtomicBool::new(true));
    tokio::spawn(run(commit, jobs, options.group.max(1), well.clone()));
    Writer { queue, well }
}

async fn run(target: impl Commit, mut jobs: mpsc::Receiver<Job>, most: usize, well: Arc<AtomicBool>) {
    let mut group = Vec::with_capacity(most);
    while jobs.recv_many(&mut group, most).await > 0 {
        gather(&mut jobs, &mut group, most).await;
        let started = Instant::now();
        let (rows, answers): (Vec<NewRating>, Vec<_>) = group.drain(..).map(|j| (j.rating, j.answer)).unzip();
        // A database that neither answers nor breaks off holds up this group only.
        let outcomes = tokio::time::timeout(PATIENCE, target.commit(&rows)).await.unwrap_or_else(|_| {
            tracing::error!(ratings = rows.len(), "a commit took too long and was given up");
            let gave_up = StorageError::Unavailable("the commit takes too long".into());
            rows.iter().map(|_| Err(gave_up.clone())).collect()
        });
        let outage = outcomes.iter().any(|o| matches!(o, Err(StorageError::Unavailable(_))));
        well.store(!outage, Ordering::Relaxed);
        metrics::histogram!("hcp_commit_group_ratings").record(rows.len() as f64);
        metrics::histogram!("hcp_commit_seconds").record(started.elapsed().as_secs_f64());
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // A person who has gone away does not undo what is stored.
            let _ = answer.send(outcome);
        }
    }
}

/// Lets handlers that are ready to run put their ratings in, as long as more come: no timer, no waiting for
/// anybody who is not there. Fewer, larger commits serve more people with the same disk.
async fn gather(jobs: &mut mpsc::Receiver<Job>, group: &mut Vec<Job>, most: usize) {
    loop {
        let before = group.len();
        tokio::task::yield_now().await;
        while group.len() < most
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        if group.len() == before {
            break;
        }
    }
}
