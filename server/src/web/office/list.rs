//! How a list of the office is asked for: `?q=words&sort=name&down=1&page=2&rows=50` and the list's own filters;
//! and the links that ask for the same list in another order, on another page, or narrowed otherwise.

use app::office::components::{
    ActiveFilter, ColumnView, FilterSearch, FilterView, PageSize, PagerView, SortState,
};
use domain::Scope;
use storage::Listing;

/// Rows on a page, the first being usual.
const ROWS: [u16; 3] = [50, 100, 200];
/// Farthest page: a list is narrowed, not leafed through to its end.
const LAST_PAGE: u64 = 2000;

/// The query of a list.
#[derive(Debug, Clone)]
pub(super) struct ListQuery {
    path: String,
    /// Every field as it came, `page` left out.
    fields: Vec<(String, String)>,
    page: u64,
}

impl ListQuery {
    /// Reads the query; what cannot be read is as if it were not there.
    pub(super) fn read(path: &str, query: Option<&str>) -> ListQuery {
        let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            let text = percent_encoding::percent_decode_str(&spaced).decode_utf8().ok()?;
            // PostgreSQL keeps no NUL, so nothing that is asked for holds one.
            (!text.contains('\0')).then(|| text.into_owned())
        };
        let mut fields = Vec::new();
        let mut page = 1;
        for (name, value) in pairs {
            let (Some(name), Some(value)) = (decode(name), decode(value)) else { continue };
            match name.as_str() {
                "page" => page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                _ if !value.is_empty() && value.chars().count() <= 60 => fields.push((name, value)),
                _ => {}
            }
        }
        ListQuery { path: path.to_owned(), fields, page }
    }

    /// A field of the query; empty when it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// The field as a row id.
    pub(super) fn id(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    fn rows(&self) -> u16 {
        self.get("rows").parse().ok().filter(|rows| ROWS.contains(rows)).unwrap_or(ROWS[0])
    }

    fn is_descending(&self) -> bool {
        self.get("down") == "1"
    }

    /// What storage is asked.
    pub(super) fn listing(&self, scope: &Scope) -> Listing {
        let rows = i64::from(self.rows());
        Listing {
            sort: self.get("sort").to_owned(),
            descending: self.is_descending(),
            offset: (i64::try_from(self.page).unwrap_or(1) - 1) * rows,
            ..Listing::first(scope.clone(), rows)
        }
        .find(self.get("q"))
    }

    /// The same list with these fields instead, from its first page; an empty value takes a field away.
    pub(super) fn with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.fields.iter().filter(|(name, _)| !changes.iter().any(|(n, _)| n == name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        address(&self.path, kept.chain(changes.iter().copied()))
    }

    /// The same list as a file in this format.
    pub(super) fn export(&self, format: &str) -> String {
        let fields = self.fields.iter().filter(|(name, _)| name != "rows" && name != "format");
        let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
        address(&format!("{}/export", self.path), fields.chain([("format", format)]))
    }

    fn at_page(&self, page: u64) -> String {
        let number = page.to_string();
        self.with(&[("page", if page > 1 { &number } else { "" })])
    }

    /// A column that sorts by this name; pressed again it sorts the other way round.
    pub(super) fn column(&self, label: &str, sort: &str, is_usual: bool) -> ColumnView {
        let sorted = self.get("sort") == sort || (is_usual && self.get("sort").is_empty());
        let state = match (sorted, self.is_descending()) {
            (true, false) => SortState::Ascending,
            (true, true) => SortState::Descending,
            (false, _) => SortState::None,
        };
        let down = if state == SortState::Ascending { "1" } else { "" };
        ColumnView::new(label).sorted(self.with(&[("sort", sort), ("down", down)]), state)
    }

    /// The pager under so many rows of so many in all.
    pub(super) fn pager(&self, shown: usize, total: i64) -> PagerView {
        let (rows, total) = (u64::from(self.rows()), u64::try_from(total).unwrap_or(0));
        let before = (self.page - 1) * rows;
        let shown = shown as u64;
        let sizes = ROWS.map(|size| PageSize {
            rows: size,
            href: self.with(&[("rows", &size.to_string())]),
            current: size == self.rows(),
        });
        PagerView {
            from: if shown == 0 { 0 } else { before + 1 },
            to: before + shown,
            total: Some(total),
            prev: (self.page > 1).then(|| self.at_page(self.page - 1)),
            next: (before + shown < total && self.page < LAST_PAGE).then(|| self.at_page(self.page + 1)),
            sizes: sizes.to_vec(),
        }
    }

    /// The filter bar's frame: the field for words, what goes along unseen, what is set. Selects are the list's own.
    pub(super) fn filter(&self, search: &'static str, set: Vec<(&'static str, String)>) -> FilterView {
        let words = (!self.get("q").is_empty()).then(|| ("q", format!("含“{}”", self.get("q"))));
        let active = words
            .into_iter()
            .chain(set)
            .map(|(name, label)| ActiveFilter { label, remove: self.with(&[(name, "")]) });
        let keep = ["sort", "down", "rows"].map(|name| (name.to_owned(), self.get(name).to_owned()));
        FilterView {
            action: self.path.clone(),
            search: Some(FilterSearch { name: "q", label: search, value: self.get("q").to_owned() }),
            selects: Vec::new(),
            keep: keep.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            active: active.collect(),
            clear: self.path.clone(),
        }
    }

    /// Has the list been narrowed by words or by these fields?
    pub(super) fn is_narrowed(&self, names: &[&str]) -> bool {
        !self.get("q").is_empty() || names.iter().any(|name| !self.get(name).is_empty())
    }
}

/// A path with a query of these fields; empty ones are left out.
fn address<'a>(path: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let query: Vec<String> = fields
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> ListQuery {
        ListQuery::read("/office/windows", Some(text))
    }

    #[test]
    fn a_list_is_asked_as_its_address_says() {
        let listing = query("q=%E4%B8%8D%E5%8A%A8%E4%BA%A7&sort=name&down=1&page=3&rows=100")
            .listing(&Scope::below("370300000000"));
        assert_eq!((listing.limit, listing.offset, listing.descending), (100, 200, true));
        assert_eq!((listing.sort.as_str(), listing.pattern.as_deref()), ("name", Some("%不动产%")));
        let plain = query("page=x&rows=7&q=&sort").listing(&Scope::below("1"));
        assert_eq!((plain.limit, plain.offset, plain.pattern), (50, 0, None));
    }

    #[test]
    fn the_list_as_a_file_keeps_words_filters_and_order() {
        let list = query("q=a&hall=7&sort=name&down=1&page=4&rows=100");
        assert_eq!(list.export("csv"), "/office/windows/export?q=a&hall=7&sort=name&down=1&format=csv");
    }

    #[test]
    fn links_keep_what_is_set_and_begin_at_the_first_page() {
        let list = query("q=a+b&hall=7&page=4");
        assert_eq!(list.with(&[("hall", "")]), "/office/windows?q=a%20b");
        assert_eq!(list.at_page(5), "/office/windows?q=a%20b&hall=7&page=5");
        let pager = list.pager(50, 230);
        assert_eq!((pager.from, pager.to, pager.total), (151, 200, Some(230)));
        assert!(pager.prev.is_some() && pager.next.is_some());
        assert!(query("page=5").pager(30, 230).next.is_none());
    }
}
