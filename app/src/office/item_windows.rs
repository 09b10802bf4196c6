//! Which window handles what, ticked from either side: the windows of a hall for an item, items for a window.

use super::OfficeContext;
use super::components::{
    ChecksField, ChoiceView, EmptyState, EmptyView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, OfficeLayout, PostForm, Section,
};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    tick_all { zh: "全选" }
    tick_none { zh: "全不选" }
    save { zh: "保存" }
    others { zh: "换一个大厅" }
    also { zh: "其他大厅的办理窗口" }
    fixed { zh: "还办理（不在您的管理范围内，这里不能改）" }
}

/// Boxes to tick.
#[derive(Debug, Clone, Default)]
pub struct TicksView {
    /// What is set.
    pub title: String,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// One line under the heading.
    pub lead: String,
    /// Narrows what is shown.
    pub filter: Option<FilterView>,
    /// Choosing another hall.
    pub other_hall: Option<String>,
    /// What the boxes are.
    pub label: &'static str,
    /// The boxes.
    pub choices: Vec<ChoiceView>,
    /// Those that are ticked.
    pub ticked: Vec<String>,
    /// The same page with all boxes ticked, and with none.
    pub all_or_none: [String; 2],
    /// What holds besides and is not shown as a box; the heading of it first.
    pub besides: Vec<String>,
    /// What holds besides cannot be changed by her.
    pub besides_fixed: bool,
    /// May she change anything?
    pub may_edit: bool,
    /// What is said where there are no boxes.
    pub empty: EmptyView,
    /// Where the form posts to.
    pub action: String,
    /// What goes along unseen.
    pub hidden: Vec<(String, String)>,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/items/{item}/windows?hall=`, `GET /office/windows/{window}/items`
pub fn ticks_page(ctx: OfficeContext, view: TicksView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let filter = view.filter.map(|view| view! { <FilterBar view/> });
    let actions = view
        .other_hall
        .map(|href| view! { <a class="button button--plain" href=href>{others()}</a> }.into_any());
    let actions = view! { {actions} }.into_any();
    let body = if view.choices.is_empty() {
        view! { <EmptyState view=view.empty/> }.into_any()
    } else if !view.may_edit {
        let held = view.choices.iter().filter(|c| view.ticked.contains(&c.value));
        let held = held.map(|c| view! { <li>{c.label.clone()}</li> }).collect_view();
        view! { <Section><ul>{held}</ul></Section> }.into_any()
    } else {
        let shown = view.choices.iter().map(|c| ("shown".to_owned(), c.value.clone()));
        let hidden: Vec<_> = view.hidden.into_iter().chain(shown).collect();
        let [all, none] = view.all_or_none;
        let field = FieldView::new("on", view.label).required();
        view! {
            <Section>
                <p><a href=all>{tick_all()}</a>" "<a href=none>{tick_none()}</a></p>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=hidden/>
                    <ChecksField field choices=view.choices ticked=view.ticked/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        }
        .into_any()
    };
    let heading = if view.besides_fixed { fixed() } else { also() };
    let besides = (!view.besides.is_empty()).then(|| {
        let list = view.besides.into_iter().map(|one| view! { <li>{one}</li> }).collect_view();
        view! { <Section title=heading><ul>{list}</ul></Section> }
    });
    view! {
        <OfficeLayout ctx title=view.title crumbs=view.crumbs lead=view.lead actions>
            {filter}
            {body}
            {besides}
        </OfficeLayout>
    }
}
