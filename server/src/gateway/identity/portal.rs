//! The portal's sign-in: OpenID Connect, authorization code with PKCE, state and nonce. What the provider says of itself
//! and its keys is read anew each time: sign-ins are few, and keys change.

use super::{IdentityError, Vouched, address, phone_of};
use crate::config::SignInPortal;
use crate::gateway::http::{HttpClient, HttpError};
use crate::gateway::messages::Fault;
use chrono::{DateTime, Utc};
use domain::Millis;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreProviderMetadata};
use openidconnect::{
    AdditionalClaims, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    TokenResponse, UserInfoClaims, UserInfoError,
};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;
use usecases::PortalFlow;

/// Where the provider sends people back to.
pub const BACK: &str = "/my/portal/back";

/// The standard's own claim; any other name is the provider's.
const PHONE_NUMBER: &str = "phone_number";

/// Claims beyond the standard's.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Extra(BTreeMap<String, Value>);

impl AdditionalClaims for Extra {}

type Claims = UserInfoClaims<Extra, CoreGenderClaim>;
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider as it was configured.
#[derive(Debug)]
pub(super) struct Portal {
    http: HttpClient,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    config: SignInPortal,
}

/// Our client for the library's requests.
impl<'c> AsyncHttpClient<'c> for Portal {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string()).map_err(|_| HttpError::Connect)?;
            let answer = self.http.send(parts.method, url, parts.headers, body).await?;
            // A provider that is out of order says nothing about who somebody is.
            if answer.status.is_server_error() {
                return Err(HttpError::Broken);
            }
            let mut response = HttpResponse::new(answer.body);
            *response.status_mut() = answer.status;
            Ok(response)
        })
    }
}

impl Portal {
    /// `None` when it is off.
    pub(super) fn read(config: &SignInPortal, public_url: &str) -> Result<Option<Portal>, HttpError> {
        let Ok(Some(issuer)) = config.check() else { return Ok(None) };
        let Ok(redirect) = RedirectUrl::new(format!("{public_url}{BACK}")) else { return Ok(None) };
        let timeout = Duration::from_secs(config.timeout_seconds);
        let http = HttpClient::new(timeout, issuer.url().scheme() == "https")?;
        Ok(Some(Portal { http, issuer, redirect, config: config.clone() }))
    }

    pub(super) fn name(&self) -> &str {
        &self.config.name
    }

    /// Where she signs in.
    pub(super) async fn start(&self, flow: &PortalFlow) -> Result<Url, IdentityError> {
        let client = self.in_time(self.client()).await?;
        let verifier = PkceCodeVerifier::new(flow.verifier.clone());
        let (state, nonce) = (CsrfToken::new(flow.state.clone()), Nonce::new(flow.nonce.clone()));
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce)
            .add_scopes(self.config.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        Ok(request.url().0)
    }

    /// Whom the provider vouches for by this code.
    pub(super) async fn finish(
        &self,
        code: &str,
        flow: &PortalFlow,
        now: Millis,
    ) -> Result<Vouched, IdentityError> {
        self.in_time(self.exchange(code, flow, now)).await
    }

    /// All requests of a step together take no longer than one may.
    async fn in_time<T>(
        &self,
        step: impl Future<Output = Result<T, IdentityError>>,
    ) -> Result<T, IdentityError> {
        let limit = Duration::from_secs(self.config.timeout_seconds);
        tokio::time::timeout(limit, step).await.unwrap_or(Err(IdentityError::Down))
    }

    async fn client(&self) -> Result<Client, IdentityError> {
        let provider = CoreProviderMetadata::discover_async(self.issuer.clone(), self).await;
        let provider = provider.map_err(|error| match error {
            DiscoveryError::Request(_) => IdentityError::Down,
            _ => IdentityError::NotBelieved,
        })?;
        let secret = Some(self.config.client_secret.clone()).filter(|secret| !secret.is_empty());
        let id = ClientId::new(self.config.client_id.clone());
        let client = CoreClient::from_provider_metadata(provider, id, secret.map(ClientSecret::new));
        Ok(client.set_redirect_uri(self.redirect.clone()))
    }

    async fn exchange(&self, code: &str, flow: &PortalFlow, now: Millis) -> Result<Vouched, IdentityError> {
        let client = self.client().await?;
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| IdentityError::NotBelieved)?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let tokens = request.request_async(self).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => IdentityError::Refused,
            RequestTokenError::Request(_) => IdentityError::Down,
            _ => IdentityError::NotBelieved,
        })?;
        let token = tokens.id_token().ok_or(IdentityError::NotBelieved)?;
        let time = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default();
        let verifier = client.id_token_verifier().set_time_fn(move || time);
        // Signature by a key of the provider, issuer, audience, end and nonce.
        let claims = token
            .claims(&verifier, &Nonce::new(flow.nonce.clone()))
            .map_err(|_| IdentityError::NotBelieved)?;
        let subject = Some(claims.subject().clone());
        let request = client.user_info(tokens.access_token().clone(), subject);
        let user: Claims = match request {
            Ok(request) => request.request_async(self).await.map_err(|error| match error {
                UserInfoError::Request(_) => IdentityError::Down,
                _ => IdentityError::NotBelieved,
            })?,
            Err(_) => return Err(IdentityError::Nameless),
        };
        let config = &self.config;
        let phone = match config.phone_claim.as_str() {
            // A number the provider says it has not verified is anybody's.
            PHONE_NUMBER if user.phone_number_verified() == Some(false) => None,
            PHONE_NUMBER => user.phone_number().and_then(|phone| phone_of(phone.as_str())),
            name => text(&user, name).and_then(|phone| phone_of(&phone)),
        };
        let id_number = text(&user, &config.id_number_claim);
        Vouched { phone, id_number, ticket: Some(format!("portal:{code}")) }.or_nameless()
    }
}

fn text(user: &Claims, name: &str) -> Option<String> {
    user.additional_claims().0.get(name)?.as_str().map(str::to_owned).filter(|text| !text.trim().is_empty())
}

impl SignInPortal {
    /// The provider; `None` when there is none.
    pub(crate) fn check(&self) -> Result<Option<IssuerUrl>, Fault> {
        if self.issuer.is_empty() {
            return Ok(None);
        }
        let issuer = address(&self.issuer).and_then(|_| IssuerUrl::new(self.issuer.clone()).ok());
        let issuer =
            issuer.ok_or(("sign_in.portal.issuer", "应为 https:// 开头的网址, 与门户公布的一字不差"))?;
        let claims = [&self.phone_claim, &self.id_number_claim];
        let rules = [
            ("sign_in.portal.name", !self.name.trim().is_empty(), "应为门户的名称"),
            ("sign_in.portal.client_id", !self.client_id.is_empty(), "应为门户发放的应用标识"),
            (
                "sign_in.portal.phone_claim",
                claims.iter().any(|claim| !claim.is_empty()),
                "和 id_number_claim 至少写一个",
            ),
            ("sign_in.portal.timeout_seconds", (1..=12).contains(&self.timeout_seconds), "应在 1 到 12 之间"),
        ];
        match rules.into_iter().find(|(_, holds, _)| !holds) {
            Some((name, _, rule)) => Err((name, rule)),
            None => Ok(Some(issuer)),
        }
    }
}
