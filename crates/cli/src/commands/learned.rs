//! `hansei learned`: what have I learned about this? Lessons first.

use hansei_app::App;
use hansei_app::list::{Looked, MOST_HITS};
use hansei_app::practice::Practised;
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_store::Filter;
use serde::Serialize;

use crate::commands::practice::told::{Shorts, short_observation};
use crate::commands::search;
use crate::daily;
use crate::error::CliError;
use crate::input;
use crate::open::Desk;
use crate::table::wrapped;

/// What have I learned about this? Lessons first, then the rest
///
/// Where a plan of these entries is in practice, you are asked later whether its moment came up: where every word is in the title,
/// the lesson or the change of at most three entries. No more than three such moments are noted a day.
///
/// The lessons you adopted and the library answer too, after your own: all such lessons, and up to five cases. Where nothing
/// has every word, you are shown what may have been meant, or what is near: lessons first. Of a sentence of five words or more,
/// what is near also follows where fewer than five entries have every word.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei learned estimates
  hansei learned client proposal")]
pub(crate) struct Args {
    /// What you are about to do
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// The most entries of your own to show, 1 to 100
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HITS)))]
    limit: u32,
}

pub(crate) async fn run(args: Args, desk: &Desk) -> Result<(), CliError> {
    let words = input::looked_for(&args.words)?;
    let app = desk.app().await?;
    search::renew_words(&app).await?;
    let looked = app.look_up(&words, &Filter::default(), true, args.limit).await?;
    let expected = Expected::of(&app, &words, &looked).await;
    search::show(desk, &app, &looked, Some(&expected)).await?;
    if !expected.0.is_empty() {
        daily::after_a_change(desk, &app).await;
    }
    Ok(())
}

/// The moments that are about to come, because somebody looked up what they learned before they start.
#[derive(Debug, Serialize)]
pub(crate) struct Expected(Vec<ExpectedMoment>);

#[derive(Debug, Serialize)]
struct ExpectedMoment {
    practice: PracticeId,
    short: String,
    observation: OpportunityId,
    plan: String,
}

impl Expected {
    /// Expects them. What cannot be kept is let go: what was looked up counts.
    async fn of(app: &App, words: &str, looked: &Looked) -> Self {
        let Ok(expected) = app.expect_looked_up(words, looked).await else { return Self(Vec::new()) };
        if expected.is_empty() {
            return Self(Vec::new());
        }
        let Ok(all) = app.practice_ids().await else { return Self(Vec::new()) };
        let shorts = Shorts::among(all);
        let moment = |(practised, observation): (Practised, OpportunityId)| ExpectedMoment {
            practice: practised.practice.id,
            short: shorts.of_one(practised.practice.id),
            observation,
            plan: practised.practice.commitment.sentence(),
        };
        Self(expected.into_iter().map(moment).collect())
    }

    /// Says what is asked about later, and how not to be.
    pub(crate) fn told(&self, columns: usize) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut told = "\nLater you are asked whether the moment came up:\n".to_owned();
        for it in &self.0 {
            told.push_str(&wrapped(&format!("{} · {}", it.short, it.plan), columns, "  "));
            let not =
                format!("Not this time: hansei practice --remove {}", short_observation(it.observation));
            told.push_str(&wrapped(&not, columns, "    "));
        }
        told
    }
}
