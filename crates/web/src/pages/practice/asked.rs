//! A check-in: recall first, then the plan on demand, then whether the moment came up; and what may come up at any time.

use hansei_app::practice::Practised;
use hansei_method::growth::State;
use hansei_method::opportunity::{Did, Met, Outcome};
use hansei_method::practice::{Subject, Turn};
use jiff::civil::Date;
use maud::{Markup, html};

use super::said;
use super::told::Back;
use crate::error::WebError;
use crate::page::icons::Glyph;
use crate::page::parts::{Button, fold, later, section};
use crate::pages::day;
use crate::state::Web;

/// The most check-ins on Today, and the most moments that can be noted there; the rest is on the page of practice.
const FEW: usize = 3;

/// One of the answers to a check-in.
pub(crate) struct Answer {
    pub(crate) code: &'static str,
    pub(crate) words: &'static str,
    shape: Glyph,
}

/// All that is practised, with what of it is asked today.
pub(crate) struct Line {
    pub(crate) all: Vec<Practised>,
    pub(crate) today: Date,
    /// Names this showing of the page, so that one tap is kept once.
    pub(crate) key: String,
}

/// Reads the word that an answer sends.
pub(crate) fn outcome(code: &str) -> Option<Outcome> {
    let met = |did| Outcome::Met(Met::quick(did));
    Some(match code {
        "done" => met(Did::Done),
        "half" => met(Did::Half),
        "missed" => met(Did::Missed),
        "not_up" => Outcome::DidNotComeUp,
        "installed" => Outcome::Installed,
        "still_there" => Outcome::StillThere,
        "gone" => Outcome::Gone,
        _ => return None,
    })
}

/// Lists the four answers to a check-in; those about what is built depend on whether it is there.
pub(crate) fn answers(it: &Practised) -> [Answer; 4] {
    let answer = |code, words, shape| Answer { code, words, shape };
    if !said::is_built(it) {
        return [
            answer("done", "I did it", Glyph::Full),
            answer("half", "Half", Glyph::Half),
            answer("missed", "I didn’t", Glyph::Open),
            answer("not_up", "It didn’t come up", Glyph::None),
        ];
    }
    let [first, last] = match it.growth.state {
        State::New => {
            [answer("installed", "Installed", Glyph::Condition), answer("not_up", "Not yet", Glyph::None)]
        }
        State::Lapsed => {
            [answer("installed", "Installed again", Glyph::Condition), answer("gone", "Gone", Glyph::None)]
        }
        _ => [answer("still_there", "Still there", Glyph::Condition), answer("gone", "Gone", Glyph::None)],
    };
    let [play, round] =
        [answer("done", "Came into play", Glyph::Full), answer("missed", "Got round", Glyph::Open)];
    [first, play, round, last]
}

impl Line {
    /// Looks up what is practised.
    pub(crate) async fn of(web: &Web) -> Result<Self, WebError> {
        let all = web.app.practices().await?;
        Ok(Self { all, today: web.app.now().date(), key: web.app.new_id().to_string() })
    }

    /// Lists what is asked about today.
    pub(crate) fn asked(&self) -> Vec<&Practised> {
        self.all.iter().filter(|it| it.is_asked(self.today)).collect()
    }

    /// Lists what is in practice and not asked about today.
    pub(crate) fn going(&self) -> Vec<&Practised> {
        let is_going = |it: &&Practised| it.practice.turn() == Turn::Begun && !it.is_asked(self.today);
        self.all.iter().filter(is_going).collect()
    }

    /// Draws what waits on Today; nothing where nothing is practised.
    pub(crate) fn on_today(&self) -> Markup {
        let (asked, going) = (self.asked(), self.going());
        if asked.is_empty() && going.is_empty() {
            return html! {};
        }
        let note = if asked.is_empty() { "" } else { "What you leave counts as unknown, never as missed." };
        section(
            "practice",
            "Practice",
            note,
            &html! {
                @if !asked.is_empty() { (self.check_ins(&asked[..asked.len().min(FEW)], Back::Today)) }
                @if asked.len() > FEW { p.meta { a href="/practice" { (asked.len() - FEW) " more to be asked about" } } }
                @if !going.is_empty() {
                    (fold("It came up", false, &html! {
                        (self.happens(&going[..going.len().min(FEW)], Back::Today))
                        @if going.len() > FEW { p.meta { a href="/practice" { "All " (going.len()) " in practice" } } }
                    }))
                }
            },
        )
    }

    /// Draws check-ins under each other; the keys answer the first, or the one that holds the focus.
    pub(crate) fn check_ins(&self, asked: &[&Practised], back: Back) -> Markup {
        html! {
            ol.list role="list" {
                @for (at, it) in asked.iter().enumerate() { li { (self.check_in(it, at > 0, back)) } }
            }
        }
    }

    /// Draws one check-in.
    pub(crate) fn check_in(&self, it: &Practised, is_later: bool, back: Back) -> Markup {
        let at = said::address(it);
        html! {
            article.check-in aria-label={ "A check-in about " (it.title) } data-scope[is_later] {
                div {
                    p.meta { (self.since(it)) }
                    p.ink { (self.recall(it)) }
                }
                (fold("What I wrote", false, &html! { (said::plan(it)) p.meta { a href=(at) { "All about this practice" } } }))
                form method="post" action={ (at) "/answer" } {
                    (self.hidden(it, back))
                    fieldset {
                        legend.ink { (did_it_come(it)) }
                        div.came {
                            @for (number, answer) in (1..).zip(answers(it)) {
                                (Button::plain(answer.words).glyph(answer.shape).key(&format!("{number}")).sends("did", answer.code))
                            }
                        }
                    }
                }
                (later(&format!("{at}/put-off"), &format!("f-until-{}", it.practice.id.uuid().simple()), &it.title, &[("back", back.word())]))
            }
        }
    }

    /// Draws what may come up at any time, each noted with one tap.
    pub(crate) fn happens(&self, going: &[&Practised], back: Back) -> Markup {
        html! {
            ul.happens role="list" {
                @for it in going {
                    li {
                        div {
                            a.words.sm.open href=(said::address(it)) dir="auto" data-open { "If " (it.practice.commitment.cue_after_if()) }
                            p.meta { (said::short(it)) }
                        }
                        form.row method="post" action={ (said::address(it)) "/answer" } {
                            (self.hidden(it, back))
                            @let about = it.practice.commitment.cue.as_str();
                            @for answer in answers(it).iter().filter(|answer| answer.code != "not_up") {
                                (Button::plain(answer.words).small().glyph(answer.shape).sends("did", answer.code).about(about))
                            }
                        }
                    }
                }
            }
        }
    }

    fn hidden(&self, it: &Practised, back: Back) -> Markup {
        html! {
            input type="hidden" name="key" value=(self.key);
            input type="hidden" name="back" value=(back.word());
            @if let Some(open) = it.open_moment() { input type="hidden" name="moment" value=(open.id); }
        }
    }

    fn since(&self, it: &Practised) -> String {
        if let Some(open) = it.open_moment() {
            return format!("You looked this up on {}", day::short(open.when.date(), self.today));
        }
        let asked = it.practice.check_in.map(|check_in| check_in.asked_on.unwrap_or(check_in.on));
        match asked.filter(|on| *on < self.today) {
            Some(on) => format!("Check-in, since {}", day::short(on, self.today)),
            None => "Check-in".to_owned(),
        }
    }

    /// Asks for the plan from memory, without showing any of it.
    fn recall(&self, it: &Practised) -> Markup {
        let question = if said::is_built(it) {
            ", and what did you want to build?"
        } else {
            " apply, and what do you do?"
        };
        html! {
            @if said::is_built(it) { "What was " } @else { "When does " }
            @if let Some(which) = self.which(it) { "the " (which) " of your plans for “" } @else { "your plan for “" }
            bdi { (it.title) } "”" (question) " Say it first, then look."
        }
    }

    /// Tells a plan from the others of the same entry; `None` where there is no other.
    fn which(&self, it: &Practised) -> Option<&'static str> {
        let Subject::Commitment { entry, .. } = it.practice.about else { return None };
        let is_beside = |other: &&Practised| {
            !other.practice.is_dropped
                && matches!(other.practice.about, Subject::Commitment { entry: of, .. } if of == entry)
        };
        let mut beside: Vec<_> =
            self.all.iter().filter(is_beside).map(|it| (it.practice.about, it.practice.id)).collect();
        beside.sort_unstable();
        let place = beside.iter().position(|(_, id)| *id == it.practice.id)?;
        let names = ["first", "second", "third"];
        (beside.len() > 1).then(|| names.get(place).copied()).flatten()
    }
}

fn did_it_come(it: &Practised) -> &'static str {
    match (said::is_built(it), it.growth.state) {
        (false, _) => "Did the moment come up?",
        (true, State::New) => "Is it there?",
        (true, _) => "What is there to see of it?",
    }
}
