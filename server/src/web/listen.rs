//! Serving on a socket, with a limit on everything a client can drag out.
//!
//! `axum::serve` sets no time limit on a request's head: somebody who sends one byte a minute would hold a
//! connection for ever. Here a head must arrive in ten seconds, and a stop waits ten for what is under way.

use super::AppState;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Longest time for the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// Longest wait for requests under way when the server stops.
const GOODBYE: Duration = Duration::from_secs(10);
/// Pause when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until told to stop.
pub async fn serve(listener: TcpListener, state: AppState, stop: impl Future<Output = ()>) {
    let app = super::router(state);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => greet(&http, &connections, app.clone(), stream, peer),
                Err(error) => {
                    tracing::warn!(%error, "no connection could be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(GOODBYE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the server stopped");
    }
}

fn greet(
    http: &http1::Builder,
    connections: &GracefulShutdown,
    app: Router,
    stream: TcpStream,
    peer: SocketAddr,
) {
    // Answers are small: do not wait to fill a packet.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request)
    });
    let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // A client that breaks off is no event of ours.
        let _ = connection.await;
    });
}
