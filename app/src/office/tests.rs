//! Properties that every page of the office must keep, checked on rendered HTML.
