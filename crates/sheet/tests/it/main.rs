//! Tables as people send them.

mod bad_days;
mod bytes;
mod delimited;
mod exports;
mod way;
mod workbook;
mod workbooks;
