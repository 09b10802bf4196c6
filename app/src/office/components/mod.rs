//! The office's components: a file here and a style sheet of the same name in `style/office/`.

mod badge;
mod cell;
mod choice_field;
mod confirm;
mod conflict;
mod definitions;
mod empty;
mod field;
mod filter;
mod form;
mod layout;
mod nav;
mod pick;
mod section;
mod signed_out;
mod stat;
mod steps;
mod table;
mod tabs;
mod text_field;
mod timeline;

pub use badge::Badge;
pub use cell::Cell;
pub use choice_field::{CheckField, ChecksField, ChoiceView, RadioField, SelectField};
pub use confirm::{Confirm, ConfirmView, confirm_page};
pub use conflict::{Conflict, ConflictField, ConflictView, conflict_page};
pub use definitions::{DefinitionList, DefinitionView};
pub use empty::{EmptyState, EmptyView};
pub use field::{FieldView, error_links};
pub use filter::{ActiveFilter, FilterBar, FilterSearch, FilterSelect, FilterView};
pub use form::{CsrfField, FormActions, HiddenFields, PostForm};
pub use layout::{OfficeLayout, home_crumb};
pub use pick::{DefaultButton, PickField, PickView};
pub use section::Section;
pub use signed_out::SignedOutLayout;
pub use stat::{Stat, StatView};
pub use steps::Steps;
pub use table::{
    BulkAct, BulkView, ColumnView, PageSize, Pager, PagerView, RowView, SortState, SortView, Table, TableView,
};
pub use tabs::{TabView, Tabs};
pub use text_field::{DateTimeField, FileField, Input, PasswordField, TextAreaField, TextField};
pub use timeline::{Timeline, TimelineView};
