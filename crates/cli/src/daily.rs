//! The backup that makes itself, at most once a day, after something was changed.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use hansei_app::App;
use hansei_app::backup::is_due;

use crate::open::Desk;

/// Lets the day's backup be made, by a process of its own: copying a large log must not make anybody wait.
///
/// What goes wrong here is not told: the change itself is safe, and `hansei doctor` says when backups are missing.
pub(crate) async fn after_a_change(desk: &Desk, app: &App) {
    let folder = desk.config.backups_dir();
    let is_wanted = desk.config.automatic_backups && app.store().is_sqlite();
    if !is_wanted || !is_due(&folder, desk.world.now().timestamp()).unwrap_or(false) {
        return;
    }
    if app.settings().await.is_ok_and(|settings| settings.automatic_backups) {
        start(desk);
    }
}

fn start(desk: &Desk) {
    let Ok(program) = std::env::current_exe() else { return };
    let mut backup = Command::new(program);
    backup.arg("--data-dir").arg(&desk.config.data_dir).args(["backup", "--automatic"]);
    // A group of its own, so that Ctrl-C on whatever comes next in this terminal does not end it.
    backup.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    drop(backup.spawn());
}
