//! Tables in and out, for people who live in spreadsheets and were never trained.
//!
//! A [`Table`] says once which columns there are; from it come the template that is downloaded, the matching of
//! headers, the checks and the typed access to cells. To import something new, write a file like this:
//!
//! ```
//! use sheet::{Column, Limits, Table};
//!
//! const HALL: Column = Column::new("大厅名称").required().example("示例大厅");
//! const FLOOR: Column = Column::new("楼层").note("1 至 9 的整数");
//! const STATE: Column = Column::new("状态").choices(&["启用", "停用"]);
//! const WINDOWS: Table = Table::new("窗口", &[HALL, FLOOR, STATE]);
//!
//! let file = "大厅名称,楼层,状态\n示例大厅,一,启用\n";
//! let mut sheet = WINDOWS.read(file.as_bytes(), &Limits::default())?;
//! for row in &sheet.rows {
//!     let _hall = row.text(&HALL);
//!     let _floor = row.integer(&FLOOR, 1..=9, &mut sheet.faults);
//! }
//! assert_eq!(sheet.faults.iter().next().unwrap().to_string(), "第 2 行“楼层”填的是“一”：应为 1 至 9 的整数");
//! # Ok::<(), sheet::SheetError>(())
//! ```
//!
//! Out: [`Table::template`] before, [`Sheet::write_faults`] after, and [`Export`] for everything else.
//!
//! What a file may do to us is bounded by [`Limits`]: the parts of an XLSX package are inflated only while they
//! are read, and what comes out is counted, whatever the package says of itself.

mod column;
mod error;
mod export;
mod fault;
mod layout;
mod read;
mod row;
mod template;
mod text;

pub use column::{Column, Table};
pub use error::{ColumnFaults, SheetError};
pub use export::{Export, Format};
pub use fault::{Fault, Faults};
pub use read::Limits;
pub use row::{Row, Sheet};
pub use template::Template;
pub use text::decode;
