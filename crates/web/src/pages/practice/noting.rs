//! The form in which a moment is noted or corrected, with everything that can be said of one.

use hansei_app::practice::{Noted, Practised};
use hansei_method::entry::Significance;
use hansei_method::opportunity::{Met, Opportunity, Outcome, Recurred, Witness};
use maud::{Markup, html};

use super::{asked, said};
use crate::forms::{Form, Wrongs};
use crate::page::parts::{Field, Pick, Picks, check};

/// The most contexts that are offered while one is typed.
const MOST_CONTEXTS: usize = 50;

/// What of a moment can be seen, with the word that stands for it.
const HABIT: [Pick<'_>; 4] = [
    Pick { value: "done", label: "I did it" },
    Pick { value: "half", label: "Half" },
    Pick { value: "missed", label: "I didn’t" },
    Pick { value: "not_up", label: "It didn’t come up" },
];

/// The same of what is built.
const BUILT: [Pick<'_>; 7] = [
    Pick { value: "installed", label: "Installed" },
    Pick { value: "still_there", label: "Still there" },
    Pick { value: "done", label: "Came into play" },
    Pick { value: "half", label: "In part" },
    Pick { value: "missed", label: "Got round" },
    Pick { value: "gone", label: "Gone" },
    Pick { value: "not_up", label: "Nothing to see yet" },
];

const RECURRED: [Pick<'_>; 3] = [
    Pick { value: "no", label: "No" },
    Pick { value: "yes", label: "Yes" },
    Pick { value: "unknown", label: "Not known" },
];

const HUNG: [Pick<'_>; 4] = [
    Pick { value: "", label: "Not said" },
    Pick { value: "small", label: "Little" },
    Pick { value: "ordinary", label: "Some" },
    Pick { value: "full", label: "A lot" },
];

const KNOWN: [Pick<'_>; 3] = [
    Pick { value: "myself", label: "I remember" },
    Pick { value: "artefact", label: "There is something to look at" },
    Pick { value: "somebody_else", label: "Somebody else saw it" },
];

/// Lists the contexts that were written so far, the latest first.
pub(super) fn contexts(all: &[Practised]) -> Vec<String> {
    let mut written: Vec<_> = all
        .iter()
        .flat_map(|it| &it.observed)
        .filter_map(|it| Some((it.when, it.context.as_ref()?)))
        .collect();
    written.sort_unstable_by_key(|(when, _)| std::cmp::Reverse(*when));
    let mut contexts: Vec<String> = Vec::new();
    for (_, context) in written {
        if contexts.len() < MOST_CONTEXTS && !contexts.iter().any(|known| known == context.as_str()) {
            contexts.push(context.to_string());
        }
    }
    contexts
}

/// Writes what is kept of a moment as the form that it could have been typed into.
pub(super) fn as_form(moment: &Opportunity) -> Form {
    let mut form = Form::default();
    let did = match moment.outcome {
        Outcome::Met(met) => met.did.name(),
        Outcome::DidNotComeUp => "not_up",
        Outcome::Installed => "installed",
        Outcome::StillThere => "still_there",
        Outcome::Gone => "gone",
        Outcome::Pending | Outcome::Expired => "",
    };
    form.set("did", did);
    form.set("when", moment.when.to_string().replace('T', " "));
    if let Some(met) = moment.met() {
        form.set("recurred", met.recurred.name());
        form.set("hung", met.significance.map_or("", Significance::word));
        form.set("reminded", if met.reminded { "true" } else { "" });
    }
    form.set("known", word(moment.known));
    form.set("context", moment.context.as_ref().map_or("", |context| context.as_str()));
    form.set("note", moment.note.as_ref().map_or("", |note| note.as_str()));
    form
}

/// Reads what was typed; `None` where something is wrong in it.
pub(super) fn read(form: &Form, wrong: &mut Wrongs) -> Option<Noted> {
    let outcome = asked::outcome(form.get("did"));
    if outcome.is_none() {
        wrong.add("did", "", "say what there was to see");
    }
    let when = match form.get("when").trim() {
        "" => None,
        typed => wrong.moment("when", "", typed),
    };
    let context = wrong.line("context", "", form.get("context"));
    let note = wrong.line("note", "", form.get("note"));
    let known = Witness::ALL.into_iter().find(|known| word(*known) == form.get("known")).unwrap_or_default();
    let outcome = outcome.map(|outcome| with_effect(outcome, form))?;
    wrong.is_empty().then_some(Noted { outcome, when, known, context, note })
}

fn with_effect(outcome: Outcome, form: &Form) -> Outcome {
    let Outcome::Met(Met { did, .. }) = outcome else { return outcome };
    let recurred = Recurred::ALL.into_iter().find(|it| it.name() == form.get("recurred")).unwrap_or_default();
    // How much hung on it is a matter of what came back.
    let significance = Significance::from_word(form.get("hung")).filter(|_| recurred == Recurred::Yes);
    Outcome::Met(Met { did, recurred, significance, reminded: form.get("reminded") == "true" })
}

fn word(known: Witness) -> &'static str {
    match known {
        Witness::Myself => "myself",
        Witness::Artefact => "artefact",
        Witness::SomebodyElse => "somebody_else",
    }
}

/// Draws the fields.
pub(super) fn fields(it: &Practised, form: &Form, wrong: &Wrongs, contexts: &[String]) -> Markup {
    let typed = |name| form.get(name);
    let chosen = |name: &str, default| match form.get(name) {
        "" => default,
        word => word.to_owned(),
    };
    let outcomes: &[Pick<'_>] = if said::is_built(it) { &BUILT } else { &HABIT };
    let (recurred, hung, known) = (
        chosen("recurred", "unknown".to_owned()),
        form.get("hung").to_owned(),
        chosen("known", "myself".to_owned()),
    );
    html! {
        (Picks::new("did", "What there was to see", outcomes).chosen(Some(typed("did"))).error(wrong.at("did")))
        (Field::fact("when", "When it was").hint("A day, such as “yesterday” or 2026-05-03. Empty is today.").value(typed("when")).error(wrong.at("when")))
        (Picks::new("recurred", "Did the failure come back?", &RECURRED).chosen(Some(&recurred)).note("Whether it was done and whether it helped are two questions."))
        (Picks::new("hung", "If it came back: how much hung on it?", &HUNG).chosen(Some(&hung)))
        (Picks::new("known", "How do you know?", &KNOWN).chosen(Some(&known)))
        (check("reminded", "A reminder helped", "", typed("reminded") == "true"))
        (Field::line("context", "The situation").hint("Optional: a project, a place, people by their roles. A lesson is established in more than one.").list("contexts").value(typed("context")).error(wrong.at("context")))
        datalist #contexts { @for context in contexts { option value=(context) {} } }
        (Field::line("note", "One line about it").hint("Optional.").value(typed("note")).error(wrong.at("note")))
    }
}
