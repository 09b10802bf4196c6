//! What every list of the office is asked with: scope, words, order, page.

use domain::Scope;

/// Reads a page and how many rows there are in all, in as few walks as can be: words are counted first, and no
/// page is looked for when nothing holds them; a first page that is not full holds everything.
macro_rules! page_and_total {
    ($pool:ident, $listing:expr, $page:expr, $count:expr) => {
        if $listing.pattern.is_some() {
            let total: i64 = $count.fetch_one($pool).await?;
            let rows = if total > 0 { $page.fetch_all($pool).await? } else { Vec::new() };
            (rows, total)
        } else {
            let rows: Vec<_> = $page.fetch_all($pool).await?;
            let shown = rows.len() as i64;
            let is_all = $listing.offset == 0 && shown < $listing.limit;
            let total = if is_all { shown } else { $count.fetch_one($pool).await? };
            (rows, total)
        }
    };
}

/// Which part of a list, in which order.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Where the person may look; what lies outside is not found.
    pub scope: Scope,
    /// Words to be found, already a pattern for LIKE; `None`: everything.
    pub pattern: Option<String>,
    /// Name of a column the list can be sorted by; an unknown one means the list's own order.
    pub sort: String,
    /// Largest first.
    pub descending: bool,
    /// Most rows.
    pub limit: i64,
    /// Rows passed over.
    pub offset: i64,
}

impl Listing {
    /// The first so many of everything in this scope.
    pub fn first(scope: Scope, limit: i64) -> Listing {
        Listing { scope, pattern: None, sort: String::new(), descending: false, limit, offset: 0 }
    }

    /// With words to be found; their own `%` and `_` mean themselves.
    pub fn find(self, words: &str) -> Listing {
        let words = words.trim();
        Listing { pattern: (!words.is_empty()).then(|| crate::search::anywhere(words)), ..self }
    }
}
