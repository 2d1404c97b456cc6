//! How what is practised follows what is planned: a commitment that is worded anew stays the same practice, one that was
//! taken out of its plan is asked about no more, and one that comes back brings what was observed of it.

use jiff::civil::Date;

use crate::adoption::Adoption;
use crate::entry::Entry;
use crate::id::PracticeId;
use crate::plan::{Commitment, Plan};
use crate::practice::{Practice, Subject};
use crate::stage::Answer;

/// Returns what changes of the practices of an entry, `kept`, now that the entry is as it is: the new ones and those that are
/// different.
///
/// What is planned becomes a practice once the review is closed; a plan that is still being written promises nothing. A
/// commitment is known by its number, and one that was taken out by its moment.
pub fn follow_plan(
    kept: &[Practice],
    entry: &Entry,
    today: Date,
    mut new_id: impl FnMut() -> PracticeId,
) -> Vec<Practice> {
    let nothing = Plan::default();
    let plan = entry.review.answers.next().and_then(Answer::given).unwrap_or(&nothing);
    let is_closed = entry.review.answers.finished_at().is_some();
    let mut followed: Vec<(Practice, bool)> =
        kept.iter().map(|practice| (Practice { is_dropped: true, ..practice.clone() }, false)).collect();
    let mut added = Vec::new();
    for commitment in &plan.commitments {
        let about = Subject::Commitment { entry: entry.id, number: commitment.number };
        let known = known(kept, &followed, commitment, about);
        if let Some(place) = known {
            let (practice, is_taken) = &mut followed[place];
            (practice.is_dropped, practice.about, *is_taken) = (false, about, true);
            practice.commitment.clone_from(commitment);
            practice.lesson.clone_from(&plan.lesson);
        } else if is_closed {
            added.push(planned(new_id(), about, commitment, plan, today));
        }
    }
    let changed = followed.into_iter().zip(kept).filter(|((after, _), before)| after != *before);
    changed.map(|((after, _), _)| after).chain(added).collect()
}

/// Returns what changes of the practice of an adopted lesson; `None` where nothing does.
pub fn follow_adoption(
    kept: Option<&Practice>,
    adoption: &Adoption,
    today: Date,
    new_id: impl FnOnce() -> PracticeId,
) -> Option<Practice> {
    let lesson = Some(adoption.lesson.clone());
    let after = match kept {
        Some(kept) => Practice { commitment: adoption.commitment.clone(), lesson, ..kept.clone() },
        None => Practice {
            lesson,
            ..planned(new_id(), Subject::Adoption(adoption.id), &adoption.commitment, &Plan::default(), today)
        },
    };
    (kept != Some(&after)).then_some(after)
}

/// Finds the place of the practice that a commitment is: that of its number, else one that was taken out and has its moment.
fn known(
    kept: &[Practice],
    followed: &[(Practice, bool)],
    commitment: &Commitment,
    about: Subject,
) -> Option<usize> {
    let free = |place: &usize| !followed[*place].1;
    let numbered = (0..kept.len()).filter(free).find(|place| {
        let practice = &kept[*place];
        practice.about == about && (!practice.is_dropped || practice.commitment.cue == commitment.cue)
    });
    numbered.or_else(|| {
        (0..kept.len())
            .filter(free)
            .find(|place| kept[*place].is_dropped && kept[*place].commitment.cue == commitment.cue)
    })
}

fn planned(
    id: PracticeId,
    about: Subject,
    commitment: &Commitment,
    plan: &Plan,
    planned_on: Date,
) -> Practice {
    Practice {
        id,
        about,
        commitment: commitment.clone(),
        lesson: plan.lesson.clone(),
        planned_on,
        begun_on: None,
        is_aside: false,
        is_dropped: false,
        ending: None,
        check_in: None,
        put_off_until: None,
        around: None,
        ratings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date(2026, 3, 22);

    fn entry(commitments: &[(u32, &str)], is_closed: bool) -> Entry {
        let commitments: Vec<_> = commitments
            .iter()
            .map(|(number, cue)| json!({"number": number, "cue": cue, "act": "call before I order"}))
            .collect();
        let next = json!({"lesson": "call first", "commitments": commitments, "knowledge_only": commitments.is_empty(),
            "choice": {"way": "retry", "reason": "it is worth it"}});
        let finished_at = is_closed.then_some("2026-03-22T23:30:00Z");
        serde_json::from_value(json!({
            "id": "3f2a0000-0000-4000-8000-000000000000", "kind": "failure", "significance": "small",
            "title": "x", "occurred": "2026-03-20", "captured_at": "2026-03-20T09:00:00Z",
            "review": {"answers": {
                "intended": {"statement": "a"}, "happened": {"moments": [{"what": "b"}]},
                "why": {"causes": [{"statement": "c", "kind": "condition"}], "factors": [{"statement": "c", "control": "mine"}]},
                "next": next, "finished_at": finished_at,
            }},
        }))
        .unwrap()
    }

    /// Follows one state of a plan after the other, and returns the practices: name, number, moment, taken out or not.
    fn followed(plans: &[&[(u32, &str)]]) -> Vec<(u128, u32, String, bool)> {
        let (mut kept, mut last): (Vec<Practice>, u128) = (Vec::new(), 0);
        for plan in plans {
            let changed = follow_plan(&kept, &entry(plan, true), TODAY, || {
                last += 1;
                PracticeId::new(Uuid::from_u128(last))
            });
            for practice in changed {
                kept.retain(|kept| kept.id != practice.id);
                kept.push(practice);
            }
            kept.sort_by_key(|practice| practice.id);
            assert_eq!(follow_plan(&kept, &entry(plan, true), TODAY, || unreachable!()), []);
        }
        let told = |practice: &Practice| {
            let Subject::Commitment { number, .. } = practice.about else { unreachable!() };
            let cue = practice.commitment.cue.as_str().to_owned();
            (practice.id.uuid().as_u128(), number, cue, practice.is_dropped)
        };
        kept.iter().map(told).collect()
    }

    fn is(id: u128, number: u32, cue: &str, is_dropped: bool) -> (u128, u32, String, bool) {
        (id, number, cue.to_owned(), is_dropped)
    }

    #[test]
    fn a_plan_becomes_practice_once_its_review_is_closed() {
        let open = entry(&[(1, "an order comes")], false);
        assert_eq!(follow_plan(&[], &open, TODAY, || unreachable!()), []);
        assert_eq!(followed(&[&[(1, "an order comes")]]), [is(1, 1, "an order comes", false)]);
    }

    #[test]
    fn worded_anew_it_stays_the_same_practice() {
        let practices = followed(&[&[(1, "an order comes")], &[(1, "an order comes by phone")]]);
        assert_eq!(practices, [is(1, 1, "an order comes by phone", false)]);
    }

    #[test]
    fn a_number_that_is_given_again_is_another_practice() {
        let practices = followed(&[&[(1, "an order comes")], &[], &[(1, "the phone rings")]]);
        assert_eq!(practices, [is(1, 1, "an order comes", true), is(2, 1, "the phone rings", false)]);
    }

    #[test]
    fn what_comes_back_is_what_it_was() {
        let before: &[(u32, &str)] = &[(1, "an order comes"), (2, "the phone rings")];
        for after in [before, &[(3, "an order comes"), (2, "the phone rings")]] {
            let practices = followed(&[before, &[(2, "the phone rings")], after]);
            let number = after[0].0;
            assert_eq!(
                practices,
                [is(1, number, "an order comes", false), is(2, 2, "the phone rings", false)]
            );
        }
    }

    #[test]
    fn two_with_the_same_moment_stay_two() {
        let twice: &[(u32, &str)] = &[(1, "an order comes"), (2, "an order comes")];
        let practices = followed(&[twice, &[], twice]);
        assert_eq!(practices, [is(1, 1, "an order comes", false), is(2, 2, "an order comes", false)]);
    }

    #[test]
    fn what_is_known_of_a_practice_stays_when_its_plan_is_worded_anew() {
        let mut practice =
            follow_plan(&[], &entry(&[(1, "an order comes")], true), TODAY, || PracticeId::new(Uuid::nil()))
                .remove(0);
        practice.begin(TODAY).unwrap();
        let changed = follow_plan(
            &[practice.clone()],
            &entry(&[(1, "a rush order comes")], false),
            TODAY,
            || unreachable!(),
        );
        let mut expected = practice;
        expected.commitment.cue = "a rush order comes".parse().unwrap();
        assert_eq!(changed, [expected]);
    }
}
