//! Plates read back from pictures of bad days: a short run with our own reader. `cargo xtask torture` makes
//! thousands and asks two other readers, too.

pub mod pictures;

use pictures::{DEGRADATIONS, Studio, png};
use print::read_codes;

#[test]
fn plates_read_after_blur_tilt_fading_stains_and_photocopying() {
    const EACH: u32 = 10;
    let studio = Studio::new(1, true);
    for (degradation, must) in DEGRADATIONS {
        let missed = (0..EACH).filter(|number| {
            let shot = studio.shot(degradation, *number);
            let read = read_codes(&png(&shot.picture)).expect("a picture");
            // Nothing but the truth, and of those that must read at most one not at all.
            assert!(
                read.iter().all(|text| text == shot.url),
                "{degradation} {number}, {}: {read:?}",
                shot.made
            );
            read.is_empty()
        });
        let missed = missed.count();
        assert!(must.is_none() || missed <= 1, "{degradation}: {missed} of {EACH} do not read");
    }
}
