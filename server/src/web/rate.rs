//! What window and case share: from a post to a submission, and from what became of it to an answer.

use super::body::Fields;
use super::encode::Encoding;
use super::entry::Entry;
use super::form::RatingForm;
use super::sent::Sent;
use super::{AppState, RequestId, Web, client, problem, render};
use app::citizen::{FormNotice, KeptForm, ProblemKind, RateTarget, RateView, rate_page};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::{Channel, RatingError, RatingInput};
use leptos::prelude::IntoView;
use std::net::SocketAddr;
use usecases::{FormKey, Submission, SubmitError, Submitted};

/// Seconds after which a full queue or an absent database is worth another try.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("3");

/// The peer's address; absent where there is no socket.
pub(super) type Peer = Option<SocketAddr>;

impl Web {
    /// A fresh idempotency key.
    pub(super) fn new_key(&self) -> String {
        self.service.new_mark()
    }

    /// The last bytes of a page with the rating form: how this visitor came, her form's key, and the end.
    pub(super) fn tail(&self, key: &str, entry: &Entry) -> String {
        let entry = entry.fields();
        format!("{entry}<input type=\"hidden\" form=\"rating\" name=\"key\" value=\"{key}\">{END}")
    }
}

/// How every document ends.
pub(super) const END: &str = "</body></html>";

/// The rating page for one visitor, with what she sent.
pub(super) fn form_page(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    view: RateView,
    (key, entry): (Option<&str>, &Entry),
) -> Response {
    let ctx = web.page(headers, &view.action);
    keyed_page(web, headers, status, (key, entry), || rate_page(ctx, view))
}

/// A page whose form can make a rating. A form that comes back keeps its key: it is the same rating.
pub(super) fn keyed_page<V: IntoView>(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    (key, entry): (Option<&str>, &Entry),
    screen: impl FnOnce() -> V,
) -> Response {
    let html = render::html(screen);
    let key = key.filter(|k| FormKey::parse(k).is_some() && k.bytes().all(|b| b.is_ascii_alphanumeric()));
    let key = key.map_or_else(|| web.new_key(), str::to_owned);
    let whole = format!("{}{}", html.strip_suffix(END).unwrap_or(&html), web.tail(&key, entry));
    let encoding = Encoding::of(headers);
    render::form_document(status, encoding, encoding.encode(whole))
}

/// A page that may carry what was posted to another place, under the key it came with.
pub(super) fn carrying_page<V: IntoView>(
    web: &Web,
    headers: &HeaderMap,
    status: StatusCode,
    posted: Option<&Posted>,
    screen: impl FnOnce() -> V,
) -> Response {
    match posted {
        Some(posted) => keyed_page(web, headers, status, (posted.key(), &posted.entry), screen),
        None => render::page(status, headers, screen),
    }
}

/// A post that was read: everything needed to answer it.
pub(super) struct Posted {
    pub(super) web: AppState,
    pub(super) headers: HeaderMap,
    pub(super) fields: Fields,
    pub(super) form: RatingForm,
    pub(super) entry: Entry,
    pub(super) peer: Peer,
    pub(super) id: RequestId,
    pub(super) action: String,
}

impl Posted {
    /// What was sent, to this path.
    pub(super) fn new(sent: Sent, action: String) -> Posted {
        let Sent { web, id, peer, headers, fields } = sent;
        let (form, entry) = (RatingForm::of(&fields), Entry::of_form(&web, &fields));
        Posted { web, headers, fields, form, entry, peer, id, action }
    }

    /// The same for the use case, with what is known of the sender.
    pub(super) fn submission(&self, channel: Channel) -> Submission {
        Submission {
            input: self.form.input.clone(),
            key: self.form.key.clone(),
            another: self.form.another,
            device: self.web.device(&self.headers).map(str::to_owned),
            address: self.web.address(self.peer.map(|p| p.ip()), &self.headers),
            channel,
            container: self.entry.container(&self.headers),
        }
    }

    /// The answer to a stored rating: to its receipt, carrying the PIN that is shown once.
    pub(super) fn stored(&self, submitted: &Submitted) -> Response {
        let path = format!("/r/{}", submitted.receipt);
        let location = self.entry.path(&path);
        metrics::counter!("hcp_ratings_total", "repeated" => submitted.repeated.to_string()).increment(1);
        let pass = self.web.service.pass_for_sender(submitted);
        let cookies = AppendHeaders([
            (header::SET_COOKIE, self.web.arrival_cookie(&path, &submitted.pin, submitted.repeated)),
            (header::SET_COOKIE, self.web.pass_cookie(&path, &pass)),
        ]);
        if client::wants_json(&self.headers) {
            let status = if submitted.repeated { StatusCode::OK } else { StatusCode::CREATED };
            let body = serde_json::json!({
                "receipt": submitted.receipt.grouped(),
                "location": location,
                "repeated": submitted.repeated,
            });
            (status, cookies, axum::Json(body)).into_response()
        } else {
            let location =
                HeaderValue::from_str(&location).expect("codes, words and encoded addresses are ASCII");
            (StatusCode::SEE_OTHER, [(header::LOCATION, location)], cookies).into_response()
        }
    }

    /// The answer when nothing was stored and the form can be sent again: the same page, everything kept.
    pub(super) fn refused(self, error: SubmitError, target: RateTarget) -> Response {
        let (status, errors, notice) = match error {
            SubmitError::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
            SubmitError::AskAnother => {
                let minutes = self.web.config.rating.ask_within_minutes;
                (StatusCode::CONFLICT, Vec::new(), Some(FormNotice::AskAnother { minutes }))
            }
            SubmitError::Busy => (StatusCode::SERVICE_UNAVAILABLE, Vec::new(), Some(FormNotice::Busy)),
            SubmitError::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, Vec::new(), Some(FormNotice::NotSent))
            }
            other => {
                tracing::error!(id = %self.id, error = %other, "a rating was refused by the database");
                return problem::page(&self.web, &self.headers, ProblemKind::Internal, self.id, Some(&self));
            }
        };
        count_refusal(status, &errors, &self.form.input);
        self.again(status, errors, notice, target)
    }

    /// The answer to a post from another site's page: send it from here.
    pub(super) fn foreign(self, target: RateTarget) -> Response {
        self.again(StatusCode::FORBIDDEN, Vec::new(), Some(FormNotice::ForeignPage), target)
    }

    /// What was written, to be sent to this place.
    pub(super) fn kept(&self, action: &str) -> KeptForm {
        KeptForm { action: action.to_owned(), input: self.form.input.clone() }
    }

    /// The key the form carried.
    pub(super) fn key(&self) -> Option<&str> {
        Some(self.fields.get("key"))
    }

    fn again(
        self,
        status: StatusCode,
        errors: Vec<RatingError>,
        notice: Option<FormNotice>,
        target: RateTarget,
    ) -> Response {
        if client::wants_json(&self.headers) {
            return retry_later((status, axum::Json(serde_json::json!({ "sent": false }))).into_response());
        }
        let view = RateView { action: self.action, target, input: self.form.input, errors, notice };
        // What is asked about is another rating: it gets a key of its own.
        let key = Some(self.fields.get("key")).filter(|_| status != StatusCode::CONFLICT);
        retry_later(form_page(&self.web, &self.headers, status, view, (key, &self.entry)))
    }
}

fn retry_later(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    response
}

/// How often a reason was asked for, by level: whether asking keeps people away must be seen.
fn count_refusal(status: StatusCode, errors: &[RatingError], input: &RatingInput) {
    if status == StatusCode::UNPROCESSABLE_ENTITY && errors.contains(&RatingError::ReasonMissing) {
        metrics::counter!("hcp_reason_asked_total", "level" => input.level.clone()).increment(1);
    }
}
