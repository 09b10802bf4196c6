//! Emptying the outbox of messages: plan, take, send some at a time, note.

use crate::web::AppState;
use storage::StorageResult;
use tokio::task::JoinSet;
use usecases::MessageOutcome;

/// Requests to the gateway at a time. Also how many tries a gateway that is down costs each time it is looked.
const AT_ONCE: i64 = 8;

/// Sends what is due. Ends when nothing is, or when the gateway takes none of several: then it is asked again at the
/// next look, not a thousand times now.
pub async fn send_due(web: &AppState) -> StorageResult<()> {
    let Some(gateway) = &web.messages else { return Ok(()) };
    let rules = web.config.messages.rules();
    web.service.plan_messages(&rules).await?;
    loop {
        let taken = web.service.take_messages(&rules, AT_ONCE).await?;
        if taken.is_empty() {
            return Ok(());
        }
        metrics::counter!("hcp_messages_total", "outcome" => "not-needed").increment(taken.settled as u64);
        let mut sending = JoinSet::new();
        let tried = taken.to_send.len() as u64;
        for message in taken.to_send {
            let (web, gateway) = (web.clone(), gateway.clone());
            sending.spawn(async move {
                let outcome = gateway.send(&message).await;
                web.service.note_message(&message, &outcome).await.map(|()| outcome)
            });
        }
        let (mut accepted, mut refused, mut not_noted) = (0, None, None);
        while let Some(sent) = sending.join_next().await {
            match sent {
                Ok(Ok(MessageOutcome::Accepted { .. })) => accepted += 1,
                Ok(Ok(MessageOutcome::Failed(why))) => refused = Some(why),
                Ok(Err(error)) => not_noted = Some(error),
                // A task that panicked leaves its message to be taken again.
                Err(_) => {}
            }
        }
        metrics::counter!("hcp_messages_total", "outcome" => "accepted").increment(accepted);
        metrics::counter!("hcp_messages_total", "outcome" => "not-accepted").increment(tried - accepted);
        if let Some(why) = refused {
            tracing::warn!(why, tried, accepted, "the gateway did not take messages; they are tried again");
        }
        if let Some(error) = not_noted {
            return Err(error);
        }
        if tried > 0 && accepted == 0 {
            return Ok(());
        }
    }
}
