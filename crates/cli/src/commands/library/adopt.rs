//! `hansei library adopt`: a lesson taken from a case into one's own practice.

use hansei_app::adoption::Adopt;
use hansei_method::plan::Commitment;
use hansei_method::text::Text;
use jiff::civil::Date;

use crate::error::CliError;
use crate::open::Desk;
use crate::{daily, output};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei library adopt PM2019-010 --lesson \"Ask first\" --if \"I am sure\" --then \"ask anyway\"")]
pub(super) struct Args {
    /// What its collection calls the case; COLLECTION/KEY where several have one of that name
    key: String,
    /// What is true here too; can be given several times
    #[arg(long = "condition", value_name = "WORDS")]
    conditions: Vec<Text>,
    /// What would be different in your own case
    #[arg(long, value_name = "WORDS")]
    difference: Option<Text>,
    /// The lesson in your own words
    #[arg(long, value_name = "WORDS")]
    lesson: Text,
    /// The moment that calls for it
    #[arg(long = "if", value_name = "MOMENT")]
    cue: Text,
    /// What you do then
    #[arg(long = "then", value_name = "ACT")]
    act: Text,
    /// The day to look whether it still fits
    #[arg(long, value_name = "DAY")]
    review_on: Option<Date>,
}

pub(super) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let app = desk.app().await?;
    let told = app.find_case(&args.key).await?;
    let commitment = Commitment {
        number: 1,
        cue: args.cue,
        act: args.act,
        kind: hansei_method::plan::CommitmentKind::default(),
        strength: hansei_method::plan::Strength::default(),
        review_on: args.review_on,
        evidence: None,
    };
    let adopt =
        Adopt { conditions: args.conditions, difference: args.difference, lesson: args.lesson, commitment };
    let saved = app.adopt(told.collection.id, told.case.key.as_str(), adopt).await?;
    if desk.output.json {
        output::print_json(&serde_json::json!({ "id": saved.id, "version": saved.version }))?;
    } else {
        output::print(&format!("Adopted from {}: {}\n", told.collection.name, told.case.title))?;
        output::tell(&format!(
            "Take it out again: hansei library adopted --remove {}",
            &saved.id.to_string()[..8]
        ));
    }
    daily::after_a_change(desk, &app).await;
    Ok(())
}
