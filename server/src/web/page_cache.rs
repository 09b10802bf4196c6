//! Rendered rating pages of windows. An entry is good as long as the window it was rendered from is the one
//! in memory, so nothing has to be invalidated by hand.

use super::spliced::Spliced;
use app::page::TextSize;
use domain::WindowCode;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use usecases::WindowInfo;

type Entry = (Arc<WindowInfo>, Arc<Spliced>);

/// Most pages kept, about 20 KB each. Beyond it all are dropped: rendering takes a fraction of a millisecond.
const MOST: usize = 2_000;

/// By window and size of text. Only windows that exist get in.
#[derive(Debug, Default)]
pub(super) struct PageCache(RwLock<HashMap<(WindowCode, TextSize), Entry>>);

impl PageCache {
    /// The page rendered from exactly this state of the window.
    pub(super) fn get(
        &self,
        code: WindowCode,
        size: TextSize,
        info: &Arc<WindowInfo>,
    ) -> Option<Arc<Spliced>> {
        let pages = self.0.read().unwrap_or_else(|p| p.into_inner());
        let (rendered_from, page) = pages.get(&(code, size))?;
        Arc::ptr_eq(rendered_from, info).then(|| page.clone())
    }

    /// Keeps a rendered page.
    pub(super) fn put(
        &self,
        code: WindowCode,
        size: TextSize,
        info: Arc<WindowInfo>,
        page: Spliced,
    ) -> Arc<Spliced> {
        let page = Arc::new(page);
        let mut pages = self.0.write().unwrap_or_else(|p| p.into_inner());
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert((code, size), (info, page.clone()));
        page
    }
}
