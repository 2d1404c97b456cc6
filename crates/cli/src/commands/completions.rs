//! `hansei completions`: what the shell can complete.

use clap_complete::Shell;

use crate::cli;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei completions bash > ~/.local/share/bash-completion/completions/hansei
  hansei completions zsh > ~/.zfunc/_hansei
  hansei completions fish > ~/.config/fish/completions/hansei.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

#[expect(clippy::unused_async, reason = "every command is run alike")]
pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let mut written = Vec::new();
    clap_complete::generate(args.shell, &mut cli::definition(), "hansei", &mut written);
    let script = String::from_utf8_lossy(&written);
    if desk.output.json {
        return output::print_json(&serde_json::json!({ "shell": args.shell.to_string(), "script": script }));
    }
    output::print(&script)
}
