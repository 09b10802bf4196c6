//! Registering routes of the office: each with the permission it needs, and each listed, so that a test can
//! walk every route in every role.

use super::guard::guard;
use crate::web::AppState;
use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use domain::Permission;

/// A route of the office.
#[derive(Debug, Clone)]
pub struct OfficeRoute {
    /// GET or POST.
    pub method: Method,
    /// Pattern of its path.
    pub path: &'static str,
    /// What it takes to get there.
    pub needs: Permission,
}

/// Routes being put together.
pub(super) struct Routes {
    state: AppState,
    router: Router<AppState>,
    list: Vec<OfficeRoute>,
}

impl Routes {
    pub(super) fn new(state: AppState) -> Routes {
        Routes { state, router: Router::new(), list: Vec::new() }
    }

    /// A page that is read.
    pub(super) fn get<H, T>(self, path: &'static str, needs: Permission, handler: H) -> Routes
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Method::GET, path, needs, get(handler))
    }

    /// A form that is posted.
    pub(super) fn post<H, T>(self, path: &'static str, needs: Permission, handler: H) -> Routes
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Method::POST, path, needs, post(handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        needs: Permission,
        handler: MethodRouter<AppState>,
    ) -> Routes {
        let guarded = handler.layer(from_fn_with_state((self.state.clone(), needs), guard));
        self.router = self.router.route(path, guarded);
        self.list.push(OfficeRoute { method, path, needs });
        self
    }

    pub(super) fn finish(self) -> (Router<AppState>, Vec<OfficeRoute>) {
        (self.router, self.list)
    }
}
