//! Everything the use cases share.

use crate::count_scans::ScanCounter;
use crate::disguise::Disguise;
use crate::guard::GuessGuard;
use crate::import::ImportDesk;
use crate::keep_calendar::CalendarCache;
use crate::month_figures::FigureCache;
use crate::show_window::WindowCache;
use crate::work_orders::OrderSettings;
use crate::{CitizenSettings, Keys, Purpose, World};
use domain::division::Zones;
use domain::item_code::ItemCodeRule;
use domain::rating::RatingRules;
use domain::{Phone, ReceiptCode};
use storage::{Db, Ids, Writer};
use tokio::sync::{Notify, Semaphore};

/// A city's choices, all with the default of the work plan or of GB/T 39734/39735.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Rules of a rating.
    pub rules: RatingRules,
    /// A second rating of one window from the same device within this time is asked about, ms.
    pub ask_within_ms: i64,
    /// Working days after the handling day in which a rating is in time.
    pub rating_days: u16,
    /// Days for which a case's link outlives the rating window; a rating in them is marked 逾期.
    pub late_days: u16,
    /// Wrong codes and PINs in one minute, from anybody, before look-ups are paused.
    pub guesses_per_minute: u32,
    /// Wrong PINs in a row before a receipt is locked.
    pub pin_tries: i16,
    /// How long it is locked, ms.
    pub pin_lock_ms: i64,
    /// Signing in to the office.
    pub office: OfficeSettings,
    /// Limits of work orders, and how often something may be done with one.
    pub orders: OrderSettings,
    /// Signing in as a citizen.
    pub citizen: CitizenSettings,
    /// How many signs an item's code has.
    pub items: ItemCodeRule,
    /// The city's functional zones, offered when one is added to the tree.
    pub zones: Zones,
}

/// How long people of the office stay signed in, and how often they may err.
#[derive(Debug, Clone, Copy)]
pub struct OfficeSettings {
    /// A session nobody uses ends after this time, ms.
    pub idle_ms: i64,
    /// A session ends after this time at the latest, ms.
    pub longest_ms: i64,
    /// Wrong passwords and codes in a row from one device before it is locked out.
    pub tries: i64,
    /// For how long, ms.
    pub lock_ms: i64,
    /// A person who does not sign out of her window is signed out after this time, ms,
    pub shift_longest_ms: i64,
    /// or when halls close, minutes after midnight.
    pub closing_minute: u16,
}

impl Default for OfficeSettings {
    fn default() -> Self {
        OfficeSettings {
            idle_ms: 30 * 60_000,
            longest_ms: 12 * 3_600_000,
            tries: 5,
            lock_ms: 15 * 60_000,
            shift_longest_ms: 10 * 3_600_000,
            closing_minute: 18 * 60,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rules: RatingRules::default(),
            ask_within_ms: 10 * 60_000,
            rating_days: domain::calendar::RATING_DAYS,
            late_days: 0,
            guesses_per_minute: 300,
            pin_tries: 5,
            pin_lock_ms: 15 * 60_000,
            office: OfficeSettings::default(),
            orders: OrderSettings::default(),
            citizen: CitizenSettings::default(),
            items: ItemCodeRule::default(),
            zones: Zones::default(),
        }
    }
}

/// Reports about plates taken in one minute, from anybody: a city has a few a day.
const REPORTS_PER_MINUTE: u32 = 60;

/// The use cases. One per process, shared by reference.
#[derive(Debug)]
pub struct Service {
    pub(crate) db: Db,
    pub(crate) writer: Writer,
    pub(crate) keys: Keys,
    pub(crate) world: World,
    pub(crate) ids: Ids,
    pub(crate) settings: Settings,
    pub(crate) windows: WindowCache,
    pub(crate) calendars: CalendarCache,
    pub(crate) figures: FigureCache,
    pub(crate) guard: GuessGuard,
    /// Wrong one-time codes; others than receipts', so that guessing there does not keep people from signing in.
    pub(crate) code_guard: GuessGuard,
    pub(crate) disguise: Disguise,
    /// Scans of plates not yet written.
    pub(crate) scans: ScanCounter,
    /// Reports about plates in this minute.
    pub(crate) reports: GuessGuard,
    pub(crate) imports: ImportDesk,
    /// Woken by every rating that was stored.
    pub(crate) rated: Notify,
    /// Turns at hashing passwords.
    pub(crate) hashing: Semaphore,
}

impl Service {
    /// Puts the parts together.
    pub fn new(db: Db, writer: Writer, keys: Keys, world: World, settings: Settings) -> Service {
        let ids = Ids::new(world.number() as u32);
        let guard = GuessGuard::new(settings.guesses_per_minute);
        let code_guard = GuessGuard::new(settings.guesses_per_minute);
        let mut key = [0; 16];
        key.copy_from_slice(&keys.hash(Purpose::Receipt, &[])[..16]);
        let (disguise, windows) = (Disguise::new(key), WindowCache::default());
        let (calendars, figures) = (CalendarCache::default(), FigureCache::default());
        let (imports, hashing) = (ImportDesk::default(), Semaphore::new(2));
        let (scans, reports) = (ScanCounter::default(), GuessGuard::new(REPORTS_PER_MINUTE));
        Service {
            db,
            writer,
            keys,
            world,
            ids,
            settings,
            windows,
            calendars,
            figures,
            guard,
            code_guard,
            disguise,
            scans,
            reports,
            imports,
            rated: Notify::new(),
            hashing,
        }
    }

    /// The database, for what needs no use case (export, health).
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The writer, for health and metrics.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// The city's choices.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Clock and random source.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Waits until a rating was stored by this process.
    pub async fn rated(&self) {
        self.rated.notified().await;
    }

    /// A new row id.
    pub fn next_id(&self) -> i64 {
        self.ids.next(self.world.now())
    }

    /// The keys, for what must be made outside the use cases (demo data).
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The receipt of the rating with this id.
    pub(crate) fn receipt_of(&self, id: i64) -> ReceiptCode {
        ReceiptCode::from_random(self.disguise.hide(id.unsigned_abs()))
    }

    /// The id a receipt stands for, whether or not there is such a rating.
    pub(crate) fn id_of(&self, receipt: ReceiptCode) -> i64 {
        self.disguise.reveal(receipt.number()).cast_signed()
    }

    /// A phone as stored: encrypted, and its keyed hash for search.
    pub(crate) fn seal_phone(&self, phone: &Phone) -> (Vec<u8>, Vec<u8>) {
        let digits = phone.digits();
        let sealed = self.keys.seal(crate::keys::PersonalField::Phone, digits, self.world.bytes());
        (sealed, self.phone_hash(phone))
    }
}
