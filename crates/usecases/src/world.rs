//! Time and randomness, passed in so that tests decide them.

use domain::Millis;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Millis;
}

/// Gives random bytes fit for secrets.
pub trait Random: Debug + Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's clock and random source.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Clock for System {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

impl Random for System {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("a system without random numbers cannot keep secrets: stop");
    }
}

/// Clock and random source.
#[derive(Debug, Clone)]
pub struct World {
    /// Clock.
    pub clock: Arc<dyn Clock>,
    /// Random source.
    pub random: Arc<dyn Random>,
}

impl World {
    /// The real one.
    pub fn system() -> World {
        World { clock: Arc::new(System), random: Arc::new(System) }
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// A random number.
    pub fn number(&self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }
}
