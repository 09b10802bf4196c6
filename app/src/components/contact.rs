//! Who it was: anonymity, and a phone number for those who want to be called back.

use super::{FieldError, FieldMessage};
use crate::text as t;
use domain::{RatingError, RatingInput};
use leptos::prelude::*;

/// The fields `anonymous`, `phone` and `phone_consent`.
#[component]
pub fn Contact(
    input: RatingInput,
    errors: Vec<RatingError>,
    /// What the unit rated still sees of an anonymous rating.
    anonymous_hint: &'static str,
) -> impl IntoView {
    let phone_error = FieldError::Phone.message(&errors);
    let consent_error = FieldError::Consent.message(&errors);
    let open = !input.phone.is_empty() || phone_error.is_some() || consent_error.is_some();
    let phone_invalid = phone_error.is_some().then_some("true");
    let consent_invalid = consent_error.is_some().then_some("true");
    let phone_described = if phone_error.is_some() { "phone-error phone-hint" } else { "phone-hint" };
    let consent_described = consent_error.is_some().then_some("phone-consent-error");
    view! {
        <div class="field">
            <div class="check">
                <input
                    type="checkbox" id="anonymous" name="anonymous" value="1" checked=input.anonymous
                    aria-describedby="anonymous-hint"
                />
                <label for="anonymous">{t::anonymous()}</label>
            </div>
            <p class="hint" id="anonymous-hint">{anonymous_hint}</p>
        </div>
        <details class="fold" open=open>
            <summary>{t::phone_fold()}</summary>
            <div class="fold__in">
                <label class="label" for="phone">{t::phone()}</label>
                <p class="hint" id="phone-hint">{t::phone_hint()}</p>
                <FieldMessage id="phone-error" message=phone_error/>
                <input
                    class="input" type="tel" id="phone" name="phone" value=input.phone maxlength="20"
                    autocomplete="tel" aria-describedby=phone_described aria-invalid=phone_invalid
                />
                <FieldMessage id="phone-consent-error" message=consent_error/>
                <div class="check">
                    <input
                        type="checkbox" id="phone-consent" name="phone_consent" value="1"
                        checked=input.phone_consent aria-describedby=consent_described
                        aria-invalid=consent_invalid
                    />
                    <label for="phone-consent">{t::phone_consent()}</label>
                </div>
            </div>
        </details>
    }
}
