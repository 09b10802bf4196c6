//! What can be imported, in the words of the office.

use domain::Permission;
use storage::BulkTable;
use storage::bulk_tables as tables;

macro_rules! kinds {
    ($($name:ident $word:literal $label:literal $counter:literal $permission:ident $table:ident)+) => {
        /// What a spreadsheet lists.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ImportKind {
            $(#[doc = $label] $name,)+
        }

        impl ImportKind {
            /// All, in the order in which a city is set up.
            pub const ALL: &'static [ImportKind] = &[$(ImportKind::$name,)+];

            /// The word in URLs and in the database.
            pub const fn word(self) -> &'static str {
                match self { $(ImportKind::$name => $word,)+ }
            }

            /// What people call it.
            pub const fn label(self) -> &'static str {
                match self { $(ImportKind::$name => $label,)+ }
            }

            /// What one of them is counted by: 3 个窗口.
            pub const fn counter(self) -> &'static str {
                match self { $(ImportKind::$name => $counter,)+ }
            }

            /// What it takes to import it.
            pub const fn permission(self) -> Permission {
                match self { $(ImportKind::$name => Permission::$permission,)+ }
            }

            /// Where it goes.
            pub fn table(self) -> &'static BulkTable {
                match self { $(ImportKind::$name => &tables::$table,)+ }
            }

            /// Acts of the audit trail: put in, taken back.
            pub const fn acts(self) -> (&'static str, &'static str) {
                match self { $(ImportKind::$name => (concat!("import.", $word), concat!("import.undo_", $word)),)+ }
            }

            /// Act of the audit trail: taken out.
            pub const fn taken_out(self) -> &'static str {
                match self { $(ImportKind::$name => concat!($word, ".export"),)+ }
            }
        }
    };
}

kinds! {
    Divisions   "divisions"   "区划" "个" EditDivisions   DIVISIONS
    Departments "departments" "部门" "个" EditDepartments DEPARTMENTS
    Halls       "halls"       "大厅" "个" EditHalls       HALLS
    Windows     "windows"     "窗口" "个" EditWindows     WINDOWS
    Staff       "staff"       "人员" "名" EditStaff       STAFF
    Shifts      "shifts"      "值班" "条" EditShifts      SHIFTS
    Items       "items"       "事项" "项" EditItems       ITEMS
}

impl ImportKind {
    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<ImportKind> {
        ImportKind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}
