//! The plate studio: the list of plates, making them, a pack on its way, one plate, checking a printed one.

mod check;
mod list;
mod make;
mod pack;
mod plate;

pub use check::{CheckFinding, CheckView, SeenPlate, check_page};
pub use list::{PlatesView, plates_page};
pub use make::{LayoutChoice, MakeView, make_page};
pub use pack::{PackState, PackView, pack_page};
pub use plate::{PlateReportView, PlateView, plate_page};

use super::components::home_crumb;

/// The way to a page below the list.
pub fn plates_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push(("台牌".to_owned(), "/office/plates".to_owned()));
    crumbs
}
