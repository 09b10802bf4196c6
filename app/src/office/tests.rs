//! Properties that every page of the office must keep, checked on rendered HTML.

use super::components::*;
use super::*;
use crate::page::{Assets, TextSize};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

const HOSTILE: &str = "\"'><script>alert(1)</script></textarea><img src=x onerror=alert(1)>&";

fn page_context() -> PageContext {
    PageContext {
        demo: true,
        text_size: TextSize::Standard,
        assets: Arc::new(Assets {
            css: "/pkg/c.css".into(),
            office_css: "/pkg/o.css".into(),
            boot: "/pkg/boot.js".into(),
            js: "/pkg/c.js".into(),
            wasm: "/pkg/c.wasm".into(),
            office_js: "/pkg/o.js".into(),
            office_wasm: "/pkg/o.wasm".into(),
        }),
        path: format!("/office?{HOSTILE}"),
        host: HOSTILE.into(),
        my: true,
    }
}

fn ctx() -> OfficeContext {
    OfficeContext {
        page: page_context(),
        officer: Some(OfficerView { name: HOSTILE.into(), role: HOSTILE.into(), scope: HOSTILE.into() }),
        nav: vec![NavGroup {
            label: "场所",
            items: vec![NavItem { label: "窗口", href: "/office/windows", current: true }],
        }],
        csrf: "the-token".into(),
        flash: Some(Flash { tone: Tone::Done, text: HOSTILE.into() }),
    }
}

fn html<V: IntoView>(page: impl FnOnce() -> V) -> String {
    Owner::new().with(|| page().into_view().to_html())
}

fn crumbs() -> Vec<(String, String)> {
    vec![(HOSTILE.into(), HOSTILE.into())]
}

fn table() -> TableView {
    let cells = vec![
        Cell::Two { text: HOSTILE.into(), sub: HOSTILE.into() },
        Cell::Link { text: HOSTILE.into(), href: HOSTILE.into() },
        Cell::Badge { text: HOSTILE.into(), tone: Tone::Warn },
        Cell::Muted(String::new()),
        Cell::Code(HOSTILE.into()),
        Cell::Actions(vec![("修改".into(), HOSTILE.into())]),
    ];
    let columns = vec![
        ColumnView::new(HOSTILE).sorted(HOSTILE, SortState::Ascending),
        ColumnView::new("乙").sorted(HOSTILE, SortState::None),
        ColumnView::new("丙").sorted(HOSTILE, SortState::Descending),
        ColumnView::new("丁").numeric(),
        ColumnView::new("戊"),
        ColumnView::new("操作"),
    ];
    let row = |key: &str| RowView {
        cells: cells.clone(),
        href: Some(HOSTILE.into()),
        key: key.into(),
        ticked: key == "7",
    };
    TableView {
        caption: HOSTILE.into(),
        columns,
        rows: vec![row("7"), row("8")],
        select: Some("window"),
        pager: PagerView {
            from: 21,
            to: 22,
            total: Some(22),
            prev: Some(HOSTILE.into()),
            next: None,
            sizes: vec![PageSize { rows: 20, href: HOSTILE.into(), current: true }],
        },
        ..TableView::default()
    }
}

fn list(view: TableView) -> String {
    let act = BulkAct { label: HOSTILE.into(), action: HOSTILE.into(), danger: true };
    let bulk = BulkView { csrf: "the-token".into(), acts: vec![act], whole: Some(22), ..BulkView::default() };
    let filter = FilterView {
        action: HOSTILE.into(),
        search: Some(FilterSearch { name: "q", label: "名称", value: HOSTILE.into() }),
        selects: vec![FilterSelect {
            name: "hall",
            label: "大厅",
            choices: vec![ChoiceView::new(HOSTILE, HOSTILE)],
            value: HOSTILE.into(),
        }],
        keep: vec![("sort".into(), HOSTILE.into())],
        active: vec![ActiveFilter { label: HOSTILE.into(), remove: HOSTILE.into() }],
        clear: HOSTILE.into(),
    };
    html(|| {
        view! {
            <OfficeLayout ctx=ctx() title=HOSTILE crumbs=crumbs()>
                <FilterBar view=filter/>
                <Table view bulk/>
            </OfficeLayout>
        }
    })
}

fn fields() -> [FieldView; 8] {
    let names = ["text", "password", "area", "time", "file", "select", "radio", "checks"];
    names.map(|name| {
        FieldView::new(name, "名称").value(HOSTILE).hint(HOSTILE).error(Some(format!("{name}有误{HOSTILE}")))
    })
}

fn form() -> String {
    let errors = error_links(&fields());
    let [text, password, area, time, file, select, radio, checks] = fields();
    let choices = || vec![ChoiceView::new(HOSTILE, HOSTILE), ChoiceView::new("2", "乙")];
    html(|| {
        view! {
            <OfficeLayout ctx=ctx() title=HOSTILE crumbs=crumbs() errors>
                <PostForm action=HOSTILE csrf="the-token" files=true>
                    <TextField field=text/>
                    <PasswordField field=password/>
                    <TextAreaField field=area/>
                    <DateTimeField field=time/>
                    <FileField field=file accept=".csv"/>
                    <SelectField field=select choices=choices()/>
                    <RadioField field=radio choices=choices()/>
                    <ChecksField field=checks choices=choices() ticked=vec![HOSTILE.to_owned()]/>
                    <FormActions primary=HOSTILE cancel=HOSTILE/>
                </PostForm>
            </OfficeLayout>
        }
    })
}

fn confirm() -> String {
    let view = ConfirmView {
        title: HOSTILE.into(),
        about: HOSTILE.into(),
        does: vec![HOSTILE.into()],
        does_not: vec![HOSTILE.into()],
        reason: Some(FieldView::new("reason", "原因").value(HOSTILE).error(Some(HOSTILE.into()))),
        action: HOSTILE.into(),
        hidden: vec![(HOSTILE.into(), HOSTILE.into())],
        act: HOSTILE.into(),
        danger: true,
        cancel: HOSTILE.into(),
    };
    html(|| confirm_page(ctx(), crumbs(), view))
}

fn conflict() -> String {
    let field = ConflictField {
        name: "note",
        label: HOSTILE.into(),
        yours: ChoiceView::new(HOSTILE, HOSTILE),
        theirs: ChoiceView::new("", ""),
    };
    let view = ConflictView {
        title: HOSTILE.into(),
        by: HOSTILE.into(),
        at: HOSTILE.into(),
        fields: vec![field],
        action: HOSTILE.into(),
        hidden: vec![("version".into(), "8".into())],
        cancel: HOSTILE.into(),
    };
    html(|| conflict_page(ctx(), crumbs(), view))
}

fn thing() -> String {
    let entry = TimelineView {
        at: HOSTILE.into(),
        who: HOSTILE.into(),
        what: HOSTILE.into(),
        tone: Tone::Error,
        details: vec![HOSTILE.into()],
    };
    let tab = TabView { label: HOSTILE.into(), href: HOSTILE.into(), current: true, count: Some(1) };
    html(|| {
        view! {
            <OfficeLayout ctx=ctx() title=HOSTILE crumbs=vec![] lead=HOSTILE>
                <Tabs tabs=vec![tab]/>
                <Steps steps=vec!["选择文件", "核对", "完成"] at=1/>
                <Section title=HOSTILE>
                    <DefinitionList rows=vec![DefinitionView::new(HOSTILE, HOSTILE).action("修改", HOSTILE)]/>
                    <Timeline entries=vec![entry]/>
                </Section>
            </OfficeLayout>
        }
    })
}

fn sign_in(problem: Option<SignInProblem>, notice: Option<SignInNotice>) -> String {
    let view = SignInView {
        account: HOSTILE.into(),
        problem,
        notice,
        csrf: "the-token".into(),
        next: HOSTILE.into(),
    };
    html(|| sign_in_page(page_context(), view))
}

fn second(problem: Option<CodeProblem>) -> String {
    let (account, action, csrf) = (HOSTILE.into(), HOSTILE.into(), "the-token".into());
    html(|| second_factor_page(page_context(), SecondFactorView { account, action, csrf, problem }))
}

fn enrol() -> String {
    let view = EnrolView {
        account: HOSTILE.into(),
        qr_svg: "<svg></svg>".into(),
        secret: HOSTILE.into(),
        sealed: HOSTILE.into(),
        action: HOSTILE.into(),
        csrf: "the-token".into(),
        problem: Some(CodeProblem::Used),
    };
    html(|| enrol_page(page_context(), view))
}

fn password(reason: Option<PasswordReason>) -> String {
    let view = ChangePasswordView {
        reason,
        rules: vec![HOSTILE.into()],
        action: HOSTILE.into(),
        new_error: Some(HOSTILE.into()),
        ..ChangePasswordView::default()
    };
    html(|| change_password_page(ctx(), view))
}

fn home(todos: Vec<TodoView>) -> String {
    let view = HomeView {
        part: DayPart::Morning,
        todos,
        stats: vec![StatView {
            label: HOSTILE.into(),
            value: HOSTILE.into(),
            href: Some(HOSTILE.into()),
            ..StatView::default()
        }],
        shortcuts: vec![ShortcutView { label: HOSTILE.into(), hint: HOSTILE.into(), href: HOSTILE.into() }],
    };
    html(|| home_page(ctx(), view))
}

fn sessions() -> String {
    let session = |id: &str, current| SessionView {
        id: id.into(),
        device: HOSTILE.into(),
        since: HOSTILE.into(),
        last_seen: HOSTILE.into(),
        current,
    };
    let view = SessionsView {
        sessions: vec![session("this", true), session("other", false)],
        revoke: "/office/sessions/end".into(),
        revoke_others: "/office/sessions/end-others".into(),
    };
    html(|| sessions_page(ctx(), view))
}

/// Pages in which everything that can come from outside is hostile.
fn all() -> Vec<String> {
    let todo = TodoView { text: HOSTILE.into(), href: HOSTILE.into(), count: 3, urgent: true };
    let mut pages = vec![list(table()), form(), confirm(), conflict(), thing(), enrol(), sessions()];
    pages.extend([home(vec![]), home(vec![todo]), second(None), second(Some(CodeProblem::Wrong))]);
    pages.extend([password(None), password(Some(PasswordReason::First))]);
    pages.extend([sign_in(None, None), sign_in(None, Some(SignInNotice::Revoked))]);
    pages.extend([
        sign_in(Some(SignInProblem::Wrong), None),
        sign_in(Some(SignInProblem::Locked { minutes: 15 }), Some(SignInNotice::Idle)),
    ]);
    for kind in OfficeProblem::ALL {
        let view = || OfficeProblemView {
            kind,
            detail: Some(HOSTILE.into()),
            request_id: HOSTILE.into(),
            kept: Some(KeptPost {
                action: HOSTILE.into(),
                csrf: "the-token".into(),
                fields: vec![(HOSTILE.into(), HOSTILE.into())],
            }),
        };
        pages.push(html(|| office_problem_page(ctx(), view())));
        pages.push(html(|| office_problem_page(OfficeContext { officer: None, ..ctx() }, view())));
    }
    pages
}

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.split(&open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_is_a_whole_document_with_one_heading_and_the_office_style_sheet() {
    for page in all() {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\""), "{page}");
        assert!(page.ends_with("</body></html>"));
        assert_eq!(page.matches("<h1").count(), 1, "{page}");
        assert!(page.contains("href=\"/pkg/o.css\"") && !page.contains("/pkg/c.css"));
    }
}

#[test]
fn what_comes_from_outside_is_never_markup() {
    for page in all() {
        assert!(!page.contains("<script>"), "{page}");
        assert!(!page.contains("<img"), "{page}");
        assert_eq!(page.matches("<textarea").count(), page.matches("</textarea>").count());
    }
}

#[test]
fn no_page_has_inline_script_or_style() {
    for page in all() {
        assert_eq!(page.matches("<script").count(), 1, "the one that starts the islands");
        assert!(!page.contains(" style=") && !page.contains("<style"));
        let tags = page.split('<').filter(|tag| !tag.contains("alert("));
        assert!(!tags.into_iter().any(|tag| tag.contains(" onclick=") || tag.contains("javascript:")));
    }
}

/// The text-size form changes nothing that is kept here, and anybody may press it.
#[test]
fn every_form_that_posts_carries_the_token() {
    for page in all() {
        for form in page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
            let posts = form.contains("method=\"post\"") && !form.contains("action=\"/display\"");
            assert!(!posts || form.contains("name=\"csrf\" value=\"the-token\""), "{form}");
        }
    }
}

#[test]
fn no_form_that_asks_carries_the_token_into_its_address() {
    let page = list(table());
    let form = page.split("method=\"get\"").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap();
    assert!(form.contains("name=\"q\"") && !form.contains("csrf"));
}

#[test]
fn ids_are_unique_and_everything_that_is_named_by_one_exists() {
    for page in all() {
        let ids = attributes(&page, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        let named = ["for", "aria-describedby", "aria-labelledby"].map(|name| attributes(&page, name));
        for id in named.concat().into_iter().flat_map(str::split_whitespace) {
            assert!(unique.contains(&id), "{id} in {ids:?}");
        }
        for href in attributes(&page, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(unique.contains(&href), "{href} in {ids:?}");
        }
    }
}

#[test]
fn errors_are_said_beside_their_fields_and_the_summary_leads_there() {
    let page = form();
    assert_eq!(page.matches("<title>有错误：").count(), 1);
    assert!(page.contains("role=\"alert\"") && page.contains("autofocus"));
    for field in fields() {
        assert!(page.contains(&format!("href=\"#field-{}\"", field.name)), "{}", field.name);
        assert_eq!(page.matches(&format!("{}有误", field.name)).count(), 2, "{}", field.name);
        let described = format!("field-{0}-error field-{0}-hint", field.name);
        assert!(attributes(&page, "aria-describedby").contains(&described.as_str()), "{}", field.name);
    }
}

#[test]
fn at_most_one_element_asks_for_the_focus() {
    for page in all() {
        assert!(page.matches(" autofocus").count() <= 1, "{page}");
    }
}

#[test]
fn a_password_is_never_sent_back() {
    let field = FieldView::new("password", "密码").value("geheim");
    let page = html(|| view! { <PasswordField field/> });
    assert!(page.contains("type=\"password\"") && !page.contains("geheim"));
}

#[test]
fn a_field_says_that_it_may_be_left_empty_and_only_then() {
    let page = |field| html(|| view! { <TextField field/> });
    assert!(page(FieldView::new("a", "甲")).contains("（选填）"));
    assert!(!page(FieldView::new("a", "甲").required()).contains("（选填）"));
}

#[test]
fn a_list_without_a_choice_yet_begins_with_the_question() {
    let choices = || vec![ChoiceView::new("1", "甲")];
    let page = |value| {
        html(|| view! { <SelectField field=FieldView::new("a", "甲").value(value) choices=choices()/> })
    };
    assert!(page("").contains("请选择"));
    assert!(!page("1").contains("请选择") && page("1").contains("value=\"1\" selected"));
}

#[test]
fn the_table_says_how_it_is_sorted() {
    let page = list(table());
    assert_eq!(attributes(&page, "aria-sort"), ["ascending", "descending"]);
}

#[test]
fn each_box_of_a_table_says_which_row_it_ticks() {
    let page = list(table());
    assert_eq!(page.matches("type=\"checkbox\" name=\"window\"").count(), 2);
    assert_eq!(page.matches("选择&quot;").count() + page.matches("选择\"").count(), 2, "{page}");
    assert!(page.contains("name=\"window\" value=\"7\" checked") && !page.contains("value=\"8\" checked"));
}

#[test]
fn an_empty_table_says_what_to_do_next() {
    let empty = EmptyView {
        title: "还没有窗口".into(),
        text: "先建大厅。".into(),
        action: Some(("新建窗口".into(), "/office/windows/new".into())),
    };
    let page = list(TableView { rows: vec![], empty, ..table() });
    assert!(!page.contains("<table") && page.contains("还没有窗口"));
    assert!(page.contains("href=\"/office/windows/new\""));
}

#[test]
fn neither_side_of_a_conflict_is_chosen_beforehand() {
    let page = conflict();
    assert_eq!(page.matches("type=\"radio\"").count(), 2);
    assert!(!page.contains(" checked") && page.contains("name=\"version\" value=\"8\""));
}

#[test]
fn this_session_cannot_be_ended_from_the_list() {
    let page = sessions();
    assert!(page.contains("name=\"session\" value=\"other\""));
    assert!(!page.contains("name=\"session\" value=\"this\""));
}

#[test]
fn whoever_must_change_the_password_is_offered_nothing_else() {
    assert!(password(None).contains("aria-label=\"主导航\""));
    assert!(!password(Some(PasswordReason::Expired)).contains("aria-label=\"主导航\""));
}

#[test]
fn a_lock_is_said_once_and_hides_why_one_came() {
    let page = sign_in(Some(SignInProblem::Locked { minutes: 15 }), Some(SignInNotice::Idle));
    assert!(page.contains("15 分钟") && !page.contains("长时间没有操作"));
}

#[test]
fn the_day_has_its_greetings() {
    let parts = [4, 5, 10, 11, 13, 17, 18].map(DayPart::of_hour);
    use DayPart::*;
    assert_eq!(parts, [Evening, Morning, Morning, Noon, Afternoon, Afternoon, Evening]);
}
