//! What is frozen stays, whatever becomes of the log; and of what is erased nothing stays but what was counted.

use axum::http::Method;
use serde_json::{Value, json};

use super::life::Life;
use super::truth::Frozen;

impl Life {
    /// Compares every frozen review with what it was, byte for byte.
    pub(crate) async fn stays(&mut self) {
        for Frozen { id, name, documents, .. } in self.deeds.truth.quarters.clone() {
            let found = self.documents(&id).await;
            for (form, (found, kept)) in ["JSON", "Markdown", "HTML"].iter().zip(found.iter().zip(&documents))
            {
                let differs = || format!("the {form} of the {name} quarter changed");
                self.deeds.compared.is_true(found == kept, differs);
            }
        }
    }

    /// Does everything to the log that can be done to it, but for erasing.
    pub(crate) async fn turns_it_all_over(&mut self) {
        let deeds = &mut self.deeds;
        let entries: Vec<_> =
            deeds.truth.entries.iter().filter(|entry| !entry.deleted).map(|it| it.id.clone()).collect();
        let lessons: Vec<_> = deeds.truth.shown().into_iter().cloned().collect();
        for (at, entry) in entries.iter().enumerate() {
            let body = json!({"title": format!("Another title {at}"), "kind": "mixed", "occurred": "2024-02-29", "tags": []});
            deeds.api(Method::PATCH, &format!("/entries/{entry}"), body, 200).await;
            if deeds.truth.entry(entry).closed.is_some() {
                let plan = json!({"next": {"lesson": "Another lesson", "commitments": [],
                    "choice": {"way": "stop", "reason": "Another reason"}}});
                deeds.api(Method::PATCH, &format!("/entries/{entry}/review"), plan, 200).await;
            }
        }
        for lesson in lessons {
            for (at, moment) in lesson.moments.iter().enumerate() {
                let path = format!("/opportunities/{}", moment.id);
                if at % 2 == 0 && !moment.removed {
                    deeds.api(Method::DELETE, &path, Value::Null, 200).await;
                } else {
                    deeds.api(Method::POST, &format!("{path}/undo"), Value::Null, 200).await;
                }
            }
        }
        let numbers = json!({"parameters": {"half_life_days": 5, "fidelity": 0.4, "most_in_practice": 9, "stale_days": 3}});
        deeds.api(Method::PATCH, "/parameters", numbers, 200).await;
        deeds.api(Method::PUT, "/quarters/rhythm", json!({"months": 1}), 200).await;
        for entry in entries.iter().step_by(3) {
            deeds.delete(entry, true).await;
        }
        deeds.ask("/practices").await;
    }

    /// Erases one entry after the other, and compares what is left of the frozen reviews with what may be left.
    pub(crate) async fn erases(&mut self, count: usize) {
        let planned = |id: &str| self.deeds.truth.lessons.iter().any(|lesson| lesson.entry == id);
        let erased: Vec<_> =
            self.deeds.truth.entries.iter().filter(|entry| planned(&entry.id)).take(count).cloned().collect();
        let mut untouched = 0;
        for entry in erased {
            self.deeds.api(Method::POST, &format!("/entries/{}/erase", entry.id), Value::Null, 204).await;
            let words = self.words_of(&entry.id);
            let practices: Vec<String> = self.of(&entry.id).map(|lesson| lesson.id.clone()).collect();
            for at in 0..self.deeds.truth.quarters.len() {
                let frozen = self.deeds.truth.quarters[at].clone();
                let found = self.documents(&frozen.id).await;
                let left: Value = serde_json::from_str(&found[0]).unwrap();
                let mut kept: Value = serde_json::from_str(&frozen.documents[0]).unwrap();
                let quotes = words
                    .iter()
                    .chain(&practices)
                    .chain([&entry.id])
                    .any(|word| frozen.documents[0].contains(word));
                let compared = &mut self.deeds.compared;
                let place = format!("the {} quarter without {}", frozen.name, &entry.id[..8]);
                if quotes {
                    forget(&mut kept, &entry.id, &practices);
                    compared.same(&place, &left, &kept);
                    let said =
                        "Something that it quoted was erased since, so it has no fingerprint any more.";
                    let page = self.deeds.page(&format!("/quarter/{}", frozen.id)).await.body;
                    for (form, text) in
                        ["JSON", "Markdown", "HTML", "page"].iter().zip(found.iter().chain([&page]))
                    {
                        let compared = &mut self.deeds.compared;
                        for word in words.iter().chain(&practices) {
                            compared.is_true(!text.contains(word), || {
                                format!("{place}, its {form} still says {word:?}")
                            });
                        }
                        if *form != "JSON" {
                            compared.says(&place, text, said);
                        }
                    }
                } else {
                    untouched += 1;
                    compared.is_true(found == frozen.documents, || {
                        format!("{place} quotes nothing of it, and changed")
                    });
                }
                self.deeds.truth.quarters[at].documents = found;
            }
        }
        self.deeds.compared.is_true(untouched > 0, || "every review quotes every entry".to_owned());
    }

    fn of(&self, entry: &str) -> impl Iterator<Item = &super::truth::Lesson> {
        self.deeds.truth.lessons.iter().filter(move |lesson| lesson.entry == entry)
    }

    /// Every word that was written of an entry, as it may stand in a review.
    fn words_of(&self, id: &str) -> Vec<String> {
        let entry = self.deeds.truth.entry(id);
        let lesson = entry.plan["lesson"].as_str().map(str::to_owned);
        let planned = self.of(id).flat_map(|lesson| [lesson.cue.clone(), lesson.act.clone()]);
        [entry.title.clone()].into_iter().chain(lesson).chain(planned).collect()
    }
}

/// Takes out of a review what it quotes of an entry: what was counted stays counted, and the person's own words stay.
fn forget(review: &mut Value, entry: &str, practices: &[String]) {
    let is_of_it = |line: &Value| {
        line["entry"] == entry
            || line["about"]["commitment"]["entry"] == entry
            || practices.iter().any(|practice| line["practice"] == *practice)
    };
    let quarter = &mut review["quarter"];
    quarter["frozen"].as_object_mut().unwrap().remove("fingerprint");
    let answers = quarter["answers"].as_object_mut().unwrap();
    if answers.get("success_entry").is_some_and(|of| of == entry) {
        answers.remove("success_entry");
    }
    leave_out(answers, "decisions", true, is_of_it);
    let report = quarter["frozen"]["report"].as_object_mut().unwrap();
    for lines in ["moved", "steady", "untested", "due", "coming", "successes"] {
        leave_out(report, lines, false, is_of_it);
    }
    leave_out(report, "decided", true, is_of_it);
    if report.get("success").is_some_and(is_of_it) {
        report.remove("success");
    }
    review.as_object_mut().unwrap().remove("is_as_frozen");
    review["report"] = review["quarter"]["frozen"]["report"].clone();
}

/// Leaves lines out of a list; an empty one may be left out whole.
fn leave_out(
    of: &mut serde_json::Map<String, Value>,
    name: &str,
    whole: bool,
    is_of_it: impl Fn(&Value) -> bool,
) {
    let Some(lines) = of.get_mut(name).and_then(Value::as_array_mut) else { return };
    lines.retain(|line| !is_of_it(line));
    if whole && lines.is_empty() {
        of.remove(name);
    }
}
