//! What is practised, compared with what happened: every day in the list, at the end on every page.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::growth::{Stand, Turn};
use super::life::Life;
use super::numbers::compatible;
use super::report::{name, words};
use super::tally::returned_words;
use super::truth::{Lesson, Saw, Saying};

/// "Wed 13 May", with the year where it is another one.
fn short(day: Date, today: Date) -> String {
    let format = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.strftime(format).to_string()
}

/// Begins a sentence large.
fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Names the state as pages do.
fn called(lesson: &Lesson, stand: &Stand) -> &'static str {
    if stand.state == "lapsed" { "slipping" } else { name(stand.state, lesson.kind, stand.rare) }
}

/// Takes the words out of a page, with one blank between them; the signs that pages escape are read.
pub(crate) fn text(html: &str) -> String {
    let mut words = String::new();
    for piece in html.split('<') {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        // What is set off by these stands in the same line.
        let is_inline =
            ["b", "/b", "a", "/a", "span", "/span", "bdi", "/bdi"].contains(&tag.split(' ').next().unwrap());
        if !is_inline {
            words.push(' ');
        }
        words.push_str(after);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

impl Life {
    /// Looks at what is practised, and compares it.
    pub(crate) async fn look(&mut self) {
        let found = self.deeds.practices().await;
        if !self.is_watched {
            return;
        }
        let (today, zone) = (self.deeds.today(), self.deeds.now.time_zone().clone());
        let compared = &mut self.deeds.compared;
        let truth = &self.deeds.truth;
        let standing = truth.standing(today);
        let order: Vec<&str> = standing.iter().map(|(lesson, _)| lesson.id.as_str()).collect();
        let ids: Value = found.iter().map(|it| it["id"].clone()).collect();
        compared.same(&format!("{today} order"), &ids, &json!(order));
        for (found, (lesson, stand)) in found.iter().zip(&standing) {
            let place = format!("{today} {}", &lesson.id[..8]);
            let expected = json!({"turn": lesson.turn(), "begun_on": lesson.begun_on, "dropped": lesson.dropped,
                "planned_on": lesson.planned_on, "put_off_until": lesson.put_off, "lesson": lesson.learned,
                "title": truth.entry(&lesson.entry).title});
            compared.part(&place, found, &expected);
            compared.same(&format!("{place}.growth"), &found["growth"]["tally"], &stand.tally.json());
            let stands = json!({"state": stand.state, "since": stand.turns.last().map(|turn| turn.on),
                "rare": stand.rare, "last_evidence": stand.last});
            compared.part(&place, &found["growth"], &stands);
            if let Some(is_asked) = lesson.is_asked(today, &zone) {
                compared.same(&format!("{place}.asked"), &found["asked"], &json!(is_asked));
            }
        }
    }

    /// Compares everything that is shown of what is practised with what happened.
    pub(crate) async fn look_closely(&mut self) {
        self.look().await;
        let lessons: Vec<(Lesson, Stand)> = self.standing();
        for (lesson, stand) in &lessons {
            let found = self.deeds.ask(&format!("/practices/{}", lesson.id)).await;
            self.one(lesson, stand, &found);
            let page = self.deeds.page(&format!("/practice/{}", lesson.id)).await.body;
            self.on_page(lesson, stand, &text(&page));
        }
        self.growth(&lessons).await;
        self.today(&lessons).await;
    }

    fn standing(&self) -> Vec<(Lesson, Stand)> {
        let standing = self.deeds.truth.standing(self.deeds.today());
        standing.into_iter().map(|(lesson, stand)| (lesson.clone(), stand)).collect()
    }

    /// Compares a practice as programs read it.
    fn one(&mut self, lesson: &Lesson, stand: &Stand, found: &Value) {
        let (today, compared) = (self.deeds.now.date(), &mut self.deeds.compared);
        let place = format!("practice {}", &lesson.id[..8]);
        let ending = lesson.ended.map(|(on, replaced)| (if replaced { "superseded" } else { "retired" }, on));
        let growth = &found["practice"]["growth"];
        let turn = |it: &Turn| json!({"on": it.on, "from": it.from, "to": it.to, "reason": it.why, "words": words(it.why), "by": it.by});
        let (done, not_done) = stand.weighed;
        let flags: Value =
            stand.flags.iter().map(|flag| json!({"flag": flag, "words": words(flag)})).collect();
        let (returned, of) = stand.returned;
        let recurrence = returned_words(stand.returned).map(|words| {
            json!({"returned": returned, "of": of, "at_most": compatible(returned, of), "words": words})
        });
        let fits = stand
            .tally
            .range()
            .map(|(from, to)| json!({"from": from, "to": to, "words": stand.tally.fits()}));
        let expected = json!({"state": stand.state, "name": name(stand.state, lesson.kind, stand.rare),
            "since": stand.turns.last().map(|it| it.on), "flags": flags, "tally": stand.tally.json(),
            "transitions": stand.turns.iter().map(turn).collect::<Vec<_>>(), "words": stand.tally.words(),
            "fits": fits, "recurrence": recurrence, "rare": stand.rare, "last_evidence": stand.last,
            "fidelity": {"opportunities": done + not_done, "mean": (1.0 + done) / (2.0 + done + not_done),
                "probability": stand.surely()}});
        compared.same(&place, growth, &expected);
        if let Some((how, on)) = ending {
            compared.same(&place, &found["practice"]["ending"][how]["on"], &json!(on));
        } else {
            compared.same(&place, &found["practice"]["ending"], &Value::Null);
        }
        let ratings: Value =
            lesson.ratings.iter().map(|(on, scores)| json!({"on": on, "scores": scores})).collect();
        compared.same(&place, &found["practice"]["ratings"], &ratings);
        let observed = found["observations"].as_array().unwrap();
        let mut said: Vec<(&str, &Saying)> = lesson.said().collect();
        said.sort_by_key(|(id, said)| (said.on, said.time, said.at, (*id).to_owned()));
        compared.same(&place, &json!(observed.len()), &json!(said.len()));
        for (found, (id, said)) in observed.iter().zip(said) {
            let found = &found["observation"];
            let open = said.saw == Saw::Open;
            let outcome = if open { json!("pending") } else { said.outcome(today) };
            let known = (said.known != "myself").then_some(said.known);
            let expected = json!({"id": id, "when": said.when(), "outcome": outcome, "known": known, "context": said.context});
            compared.part(&format!("{place} {id}"), found, &expected);
        }
    }

    /// Compares the page of a practice.
    fn on_page(&mut self, lesson: &Lesson, stand: &Stand, page: &str) {
        let (today, compared) = (self.deeds.now.date(), &mut self.deeds.compared);
        let place = format!("page of {}", &lesson.id[..8]);
        let mut says = |words: &str| compared.says(&place, page, words);
        says(&format!("{}.", capital(&stand.tally.words())));
        says(&match stand.turns.last() {
            Some(last) => {
                format!(
                    "{} since {}: {}.",
                    capital(called(lesson, stand)),
                    short(last.on, today),
                    words(last.why)
                )
            }
            None => format!("{}: nothing has changed it yet.", capital(called(lesson, stand))),
        });
        for turn in stand.turns.iter().rev().take(20) {
            let to = if turn.to == "lapsed" { "slipping" } else { name(turn.to, lesson.kind, stand.rare) };
            says(&format!("{}: {}, because {}.", short(turn.on, today), capital(to), words(turn.why)));
        }
        if let Some(fits) = stand.tally.fits() {
            says(&format!("Whether I do it {fits}."));
            says(&match returned_words(stand.returned) {
                Some(words) => {
                    let ((returned, of), (_, bound)) = (stand.returned, words.split_once(": ").unwrap());
                    let times = if of == 1 { "time" } else { "times" };
                    format!("Whether it helps It came back {returned} of {of} {times}, {bound}.")
                }
                None => "Not known: nobody has said whether it came back.".to_owned(),
            });
        }
        let (done, not_done) = stand.weighed;
        says(&format!(
            "together they are worth {:.1} of today, and the probability that it is done in more than 70 % of them is {:.2}.",
            done + not_done,
            stand.surely()
        ));
        for (flag, words) in [
            ("challenged", "Done, and it happened again."),
            ("stale", "Stale: nothing was observed for a long time."),
            ("untested", "Never tested: the moment has not come up for longer than was to be expected."),
            ("retired", "Let go: the moment does not exist any more."),
            ("superseded", "Something was built that takes its place."),
        ] {
            let is_said = page.contains(words);
            compared.is_true(is_said == stand.flags.contains(&flag), || format!("{place}: {flag}"));
        }
    }

    /// Compares the page of growth, and what programs read of it.
    async fn growth(&mut self, lessons: &[(Lesson, Stand)]) {
        let found = self.deeds.ask("/growth").await;
        let page = self.deeds.page("/growth").await.body;
        let today = self.deeds.today();
        let compared = &mut self.deeds.compared;
        let turns = |turn| lessons.iter().filter(|(lesson, _)| lesson.turn() == turn).count();
        let going = || lessons.iter().filter(|(lesson, _)| !lesson.is_over());
        let states = ["new", "practising", "established", "automatic", "lapsed"].map(|state| {
            let of = || going().filter(|(_, stand)| stand.state == state);
            json!({"state": state, "lessons": of().count(), "moments": of().map(|(_, stand)| stand.tally.met).sum::<u32>()})
        });
        let expected = json!({"states": states, "waiting": turns("waiting"), "aside": turns("aside"), "ended": turns("ended")});
        compared.part("growth", &found, &expected);
        for (id, state) in [
            ("slipping", "lapsed"),
            ("new", "new"),
            ("practising", "practising"),
            ("established", "established"),
            ("automatic", "automatic"),
            ("ended", ""),
        ] {
            let of: Vec<_> = lessons
                .iter()
                .filter(|(lesson, stand)| {
                    lesson.is_over() == (id == "ended") && (id == "ended" || stand.state == state)
                })
                .collect();
            let section = page.split(&format!("<section class=\"sec\" id=\"{id}\"")).nth(1);
            let section = section.map(|rest| rest.split("</section>").next().unwrap());
            compared.is_true(section.is_none() == of.is_empty(), || {
                format!("growth has no part {id}, or one too many")
            });
            let section = section.unwrap_or_default();
            let rows: Vec<String> = section.split("<li>").skip(1).map(text).collect();
            let most = if id == "new" { 6 } else { 20 };
            compared.same(&format!("growth {id}"), &json!(rows.len()), &json!(of.len().min(most)));
            for (row, (lesson, stand)) in rows.iter().zip(of) {
                compared.says(
                    &format!("growth {id} {}", &lesson.id[..8]),
                    row,
                    &lesson.sentence()[..lesson.cue.len()],
                );
                compared.says(&format!("growth {id} {}", &lesson.id[..8]), row, &shared(stand, today));
            }
        }
    }

    /// Compares Today: what is asked, and nothing else.
    async fn today(&mut self, lessons: &[(Lesson, Stand)]) {
        let page = text(&self.deeds.page("/").await.body);
        let (today, zone) = (self.deeds.today(), self.deeds.now.time_zone().clone());
        let asked = self.deeds.ask("/practices?asked=true").await;
        let asked: Vec<&str> =
            asked["practices"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        let compared = &mut self.deeds.compared;
        for (lesson, _) in lessons {
            let is_asked = asked.contains(&lesson.id.as_str());
            let expected = lesson.is_asked(today, &zone);
            compared.is_true(expected.is_none_or(|expected| expected == is_asked), || {
                format!("{} is asked", lesson.id)
            });
        }
        let questions = ["Did the moment come up?", "Is it there?", "What is there to see of it?"];
        let shown: usize = questions.iter().map(|question| page.matches(question).count()).sum();
        compared.same("questions on Today", &json!(shown), &json!(asked.len().min(3)));
        if asked.len() > 3 {
            compared.says("Today", &page, &format!("{} more to be asked about", asked.len() - 3));
        }
        let captured =
            self.deeds.truth.entries.iter().filter(|entry| entry.closed.is_none() && !entry.deleted).count();
        let entries = self.deeds.truth.entries.iter().filter(|entry| !entry.deleted).count();
        let found = self.deeds.ask("/today").await;
        let expected = json!({"entries": entries, "open_reviews": captured, "deleted": self.deeds.truth.entries.len() - entries});
        self.deeds.compared.part("today", &found["overview"], &expected);
    }
}

/// What the page of growth says of how often it was done.
fn shared(stand: &Stand, today: Date) -> String {
    let (returned, of) = stand.returned;
    let came_back = if returned > 0 { format!(". It came back {returned} of {of}") } else { String::new() };
    match (stand.tally.fits(), stand.last) {
        (Some(fits), Some(last)) => format!("{fits}. The last on {}{came_back}.", short(last, today)),
        (None, Some(_)) => format!("{}.", capital(&stand.tally.words())),
        _ if stand.flags.contains(&"untested") => "Never tested: the moment has not come up".to_owned(),
        _ => "Nothing yet".to_owned(),
    }
}
