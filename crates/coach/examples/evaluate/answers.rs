//! Whole answers: which one question each of them gets, as on a page.

use std::collections::BTreeMap;

use hansei_coach::{Context, Flaw, read};

use crate::score::{Score, share};
use crate::{Line, field};

/// Judges the one question that each answer gets.
///
/// A question is right when the answer has that flaw at all. An answer counts as missed for a flaw unless it was asked about
/// that flaw, or about another one of its own.
pub(crate) fn judge(lines: &[Line], wrong: usize) {
    let answers: Vec<(&Line, &[String])> =
        lines.iter().filter_map(|line| Some((line, line.flaws.as_deref()?))).collect();
    if answers.is_empty() {
        return;
    }
    let (mut found, mut mistakes) = (BTreeMap::<Flaw, Vec<(bool, bool)>>::new(), Vec::new());
    let (mut first, mut any, mut alarmed) = (0, 0, 0);
    for (line, flaws) in &answers {
        let place = field(&line.field);
        let reading = read(place, &line.text, &Context::default());
        let asked = reading.asked.map(|asked| (asked.flaw, &line.text[asked.words]));
        let has = |flaw: Flaw| flaws.iter().any(|code| code == flaw.code());
        let is_right = asked.is_some_and(|(flaw, _)| has(flaw));
        for flaw in place.flaws() {
            let is_asked = asked.is_some_and(|(asked, _)| asked == *flaw);
            if is_asked || !(has(*flaw) && is_right) {
                found.entry(*flaw).or_default().push((is_asked, has(*flaw)));
            }
        }
        any += usize::from(is_right);
        first +=
            usize::from(asked.is_some_and(|(flaw, _)| flaws.first().is_some_and(|code| code == flaw.code())));
        alarmed += usize::from(flaws.is_empty() && asked.is_some());
        if !is_right && (asked.is_some() || !flaws.is_empty()) {
            let told =
                asked.map_or_else(|| "silent".to_owned(), |(flaw, words)| format!("{} {words}", flaw.code()));
            mistakes.push(format!("     {} {}: {told}", line.id, flaws.join(" ")));
        }
    }
    println!("whole answers, by the one question that each gets");
    for (flaw, judged) in found {
        let score = Score::of(judged.iter().copied());
        if judged.iter().any(|(is_asked, has_flaw)| *is_asked || *has_flaw) {
            println!("{:<4} {:>5} {:>5}  {score}", flaw.code(), judged.len(), score.with());
        }
    }
    let with = answers.iter().filter(|(_, flaws)| !flaws.is_empty()).count();
    println!("with a flaw, asked about one of theirs    {}of {with}", share(any, with));
    println!("with a flaw, asked about the first        {}of {with}", share(first, with));
    let without = answers.len() - with;
    println!("without a flaw, asked about all the same  {}of {without}", share(alarmed, without));
    for mistake in mistakes.iter().take(wrong) {
        println!("{mistake}");
    }
}
