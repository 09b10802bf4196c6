//! What every handler is given.

use super::api::{Limits, STREAMS};
use super::page_cache::PageCache;
use super::watch::RequestIds;
use crate::config::Config;
use crate::gateway::{Identities, MessageGateway, ProvincePage};
use crate::studio::Studio;
use app::page::Assets;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use tokio::sync::Semaphore;
use usecases::Service;

/// Shared by all requests.
pub type AppState = Arc<Web>;

/// Service, configuration, and what pages are made of.
#[derive(Debug)]
pub struct Web {
    /// The use cases.
    pub service: Service,
    /// Configuration.
    pub config: Config,
    /// URLs of style sheet and scripts.
    pub assets: Arc<Assets>,
    /// The data are samples.
    pub demo: bool,
    /// Where `/metrics` reads; `None` in tests.
    pub metrics: Option<PrometheusHandle>,
    /// Press and layouts.
    pub studio: Studio,
    /// Where messages go; `None`: they are off.
    pub messages: Option<MessageGateway>,
    /// The province's own rating page; `None`: there is none.
    pub province: Option<ProvincePage>,
    /// The ways in which citizens can sign in.
    pub identities: Identities,
    /// Rendered rating pages.
    pub(super) pages: PageCache,
    /// What partners may ask in a minute.
    pub(super) limits: Limits,
    /// Places for streams of cases that are being received.
    pub(super) streams: Semaphore,
    /// Numbers of requests.
    pub(super) requests: RequestIds,
}

impl Web {
    /// Puts the parts together.
    pub fn new(
        service: Service,
        config: Config,
        assets: Assets,
        demo: bool,
        metrics: Option<PrometheusHandle>,
    ) -> AppState {
        let requests = RequestIds::new(service.world().number());
        let (assets, pages) = (Arc::new(assets), PageCache::default());
        let (studio, limits) = (Studio::default(), Limits::default());
        let streams = Semaphore::new(STREAMS);
        let messages = MessageGateway::new(&config.messages, &config.server.public_url);
        let messages = messages.unwrap_or_else(|error| {
            tracing::error!(%error, "no messages are sent");
            None
        });
        let province = ProvincePage::read(&config.province, &config.server.public_url);
        let province = province.unwrap_or_else(|(name, rule)| {
            tracing::error!(name, rule, "nobody is led to the province's page");
            None
        });
        let identities = Identities::read(&config, messages.clone());
        Arc::new(Web {
            service,
            config,
            assets,
            demo,
            metrics,
            studio,
            messages,
            province,
            identities,
            pages,
            limits,
            streams,
            requests,
        })
    }
}
