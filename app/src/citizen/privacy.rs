//! The privacy notice in plain words.

use crate::components::Layout;
use crate::page::PageContext;
use crate::text as t;
use leptos::prelude::*;

/// `GET /privacy`
pub fn privacy_page(ctx: PageContext) -> impl IntoView {
    let mut what = vec![t::privacy_what_level(), t::privacy_what_phone(), t::privacy_what_device()];
    if ctx.my {
        what.push(t::privacy_what_sign_in());
    }
    let sections: [(&str, Vec<&str>); 6] = [
        (t::privacy_what(), what),
        (t::privacy_use(), vec![t::privacy_use_1()]),
        (t::privacy_who(), vec![t::privacy_who_unit(), t::privacy_who_anonymous(), t::privacy_who_phone()]),
        (t::privacy_local(), vec![t::privacy_local_1()]),
        (t::privacy_keep(), vec![t::privacy_keep_1()]),
        (t::privacy_rights(), vec![t::privacy_rights_1()]),
    ];
    let sections = sections.map(|(title, paragraphs)| {
        let paragraphs = paragraphs.into_iter().map(|text| view! { <p>{text}</p> });
        view! { <h2 class="title-2">{title}</h2> {paragraphs.collect_view()} }
    });
    view! {
        <Layout ctx title=t::privacy()>
            <h1 class="title">{t::privacy()}</h1>
            <p class="lead">{t::privacy_lead()}</p>
            <section class="card prose">{sections.into_iter().collect_view()}</section>
        </Layout>
    }
}
