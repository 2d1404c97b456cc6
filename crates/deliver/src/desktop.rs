//! Notifications on the desktop of this machine.

use notify_rust::{Notification, Timeout};

/// A notification could not be shown.
#[derive(Debug, thiserror::Error)]
#[error("the desktop shows no notification: {0}; a session without a desktop cannot")]
pub struct DesktopError(String);

/// Shows a notification, for as long as the desktop shows such things.
pub async fn show(summary: &str, body: &str) -> Result<(), DesktopError> {
    let mut notification = Notification::new();
    notification.appname("hansei").summary(summary).body(body).timeout(Timeout::Default);
    let shown = tokio::task::spawn_blocking(move || notification.show().map(drop)).await;
    match shown {
        Ok(shown) => shown.map_err(|error| DesktopError(error.to_string())),
        Err(error) => Err(DesktopError(error.to_string())),
    }
}
