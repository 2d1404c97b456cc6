//! What is done with a practice in one command, and how it is told.

use hansei_app::practice::view::{ObservationView, PracticeView};
use hansei_app::{App, Saved};
use hansei_method::automaticity::Scores;
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::text::Text;
use serde::Serialize;

use super::told::{Shorts, brief, is_no_evidence, kept, short_observation};
use super::{Answer, Args};
use crate::commands::Changed;
use crate::error::CliError;
use crate::open::Desk;
use crate::{daily, output, say};

/// What is said where something was kept, which can be taken back.
const KEPT: &str = "Kept";

/// What was kept of a moment, as programs get it.
#[derive(Serialize)]
struct KeptMoment {
    id: OpportunityId,
    version: i64,
    /// The observation; `null` where it was taken out.
    observation: Option<ObservationView>,
    practice: PracticeView,
}

/// Notes a moment, answers one that waits, or says something else of one.
pub(super) async fn note(
    desk: &Desk,
    app: &App,
    practice: PracticeId,
    answer: Answer,
    args: &Args,
) -> Result<(), CliError> {
    let noted = args.details.noted(answer, &desk.world.now())?;
    let saved = match &args.of {
        None => app.note_moment(practice, &noted).await?,
        Some(of) => {
            let observed = app.find_moment(of).await?.opportunity;
            if observed.practice != practice {
                return Err(CliError::invalid(format!(
                    "observation {of} is of another practice; look at the practice for its observations"
                )));
            }
            if observed.is_answered() {
                let noted = args.details.over(&observed, noted);
                app.correct_moment(observed.id, None, &noted).await?
            } else {
                app.answer_moment(observed.id, None, &noted).await?
            }
        }
    };
    told(desk, app, practice, saved, KEPT).await
}

/// Takes back what was said of an observation, or takes it out.
pub(super) async fn take_back(
    desk: &Desk,
    app: &App,
    observation: &str,
    is_undo: bool,
) -> Result<(), CliError> {
    let observed = app.find_moment(observation).await?.opportunity;
    let (saved, what) = if is_undo {
        (app.undo_moment(observed.id, None).await?, "Taken back")
    } else {
        (app.remove_moment(observed.id, None).await?, "Taken out")
    };
    told(desk, app, observed.practice, saved, what).await
}

/// Says what was kept, how far it has come with that, and how to take it back.
async fn told(
    desk: &Desk,
    app: &App,
    practice: PracticeId,
    saved: Saved<OpportunityId>,
    what: &str,
) -> Result<(), CliError> {
    let practised = app.practice(practice).await?;
    let now = practised.observed.iter().find(|it| it.id == saved.id);
    if desk.output.json {
        let kept = app.opportunities_of(practice).await?;
        let observation =
            kept.into_iter().find(|it| it.opportunity.id == saved.id).map(ObservationView::from);
        let view = PracticeView::of(&practised, desk.world.now().date());
        output::print_json(&KeptMoment {
            id: saved.id,
            version: saved.version,
            observation,
            practice: view,
        })?;
    } else {
        if let Some(words) = now.and_then(|now| is_no_evidence(&practised, now)) {
            output::tell(words);
        }
        let moment = now.map_or_else(
            || "nothing is said of this moment any more".to_owned(),
            |now| kept(now, practised.practice.commitment.kind),
        );
        output::print(&format!("{what}: {moment}\n{}", brief(&practised)))?;
        let back = if what == KEPT { "Take it back" } else { "Bring it back" };
        output::tell(&format!("{back}: hansei practice --undo {}", short_observation(saved.id)));
    }
    daily::after_a_change(desk, app).await;
    Ok(())
}

/// Does what was asked for with the practice itself; `None` where nothing was.
pub(super) async fn change(
    desk: &Desk,
    app: &App,
    id: PracticeId,
    args: &Args,
) -> Result<Option<(Saved<PracticeId>, String)>, CliError> {
    let now = desk.world.now();
    let plain = |told: &str| told.to_owned();
    Ok(Some(if args.begin {
        (app.begin_practice(id, None).await?, plain("Begun, and asked about from now on:"))
    } else if args.aside {
        (app.set_practice_aside(id, None).await?, plain("Set aside; nothing asks until you begin"))
    } else if let Some(day) = &args.put_off {
        let until = match day.as_str() {
            "never-mind" => None,
            text => Some(say::coming_day(text, &now).ok_or_else(|| {
                CliError::invalid(format!(
                    "\"{text}\" is no day to come; write it like 2026-06-01, monday or \"in 2 weeks\""
                ))
            })?),
        };
        let told = until.map_or_else(
            || plain("It may be asked about again:"),
            |day| format!("Nothing asks before {} about", say::day(day)),
        );
        (app.put_practice_off(id, None, until).await?, told)
    } else if let Some(around) = &args.around {
        let around = Text::optional(around)?;
        let told =
            if around.is_some() { "Kept what changed around" } else { "Took away what changed around" };
        (app.say_around(id, None, around.as_ref()).await?, plain(told))
    } else if args.retire {
        (app.retire_practice(id, None).await?, plain("Retired; what was observed stays:"))
    } else if args.superseded || args.superseded_by.is_some() {
        let by = match &args.superseded_by {
            Some(by) => Some(app.find_practice(by).await?),
            None => None,
        };
        let told = "Ended, something else takes its place; what was observed stays:";
        (app.supersede_practice(id, None, by).await?, plain(told))
    } else if args.resume {
        (app.resume_practice(id, None).await?, plain("Taken up again:"))
    } else if let Some(scores) = &args.rate {
        let scores = Scores::try_from(scores.clone())?;
        let on = args.details.day(&now)?.map(|when| when.date());
        (app.rate_practice(id, None, on, scores).await?, plain("Rated:"))
    } else if args.unrate {
        (app.unrate_practice(id, None).await?, plain("Took the last rating back of"))
    } else {
        return Ok(None);
    }))
}

/// Says what was done with a practice.
pub(super) async fn changed(
    desk: &Desk,
    app: &App,
    saved: Saved<PracticeId>,
    told: &str,
) -> Result<(), CliError> {
    let short = Shorts::among(app.practice_ids().await?).of_one(saved.id);
    if desk.output.json {
        output::print_json(&Changed { id: saved.id.to_string(), short, version: saved.version })?;
    } else {
        output::print(&format!("{told} {short}\n"))?;
    }
    daily::after_a_change(desk, app).await;
    Ok(())
}
