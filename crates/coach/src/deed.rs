//! What is done, of an intention or an action: a verb whose doing somebody could see, with what follows it.

use std::ops::Range;

use crate::classes::Class;
use crate::party::is_role;
use crate::prose::{NUMBER, Token};

/// Verbs whose doing somebody could see, in their plain form.
const SEEN: [&str; 242] = [
    "accept",
    "add",
    "address",
    "agree",
    "answer",
    "apply",
    "approve",
    "arrive",
    "ask",
    "attach",
    "attend",
    "bake",
    "block",
    "book",
    "bring",
    "build",
    "buy",
    "call",
    "cancel",
    "carry",
    "certify",
    "change",
    "charge",
    "check",
    "clean",
    "clear",
    "climb",
    "close",
    "collect",
    "complete",
    "confirm",
    "cook",
    "copy",
    "count",
    "cover",
    "cross",
    "cut",
    "decide",
    "decline",
    "defend",
    "delete",
    "deliver",
    "deploy",
    "dig",
    "draft",
    "draw",
    "drink",
    "drive",
    "drop",
    "eat",
    "email",
    "empty",
    "enter",
    "escalate",
    "exchange",
    "exclude",
    "explain",
    "export",
    "feed",
    "file",
    "fill",
    "film",
    "find",
    "finish",
    "fit",
    "fix",
    "flag",
    "fold",
    "forward",
    "get",
    "give",
    "grow",
    "hand",
    "hang",
    "hire",
    "hold",
    "import",
    "include",
    "inspect",
    "install",
    "invite",
    "invoice",
    "keep",
    "knit",
    "knock",
    "label",
    "land",
    "launch",
    "lay",
    "leave",
    "lend",
    "lift",
    "list",
    "load",
    "lock",
    "log",
    "look",
    "lose",
    "mail",
    "make",
    "mark",
    "measure",
    "meet",
    "merge",
    "move",
    "mow",
    "mute",
    "name",
    "note",
    "open",
    "order",
    "pack",
    "paint",
    "park",
    "pass",
    "pay",
    "perform",
    "phone",
    "pick",
    "pin",
    "place",
    "plant",
    "plate",
    "play",
    "plug",
    "post",
    "pour",
    "prepare",
    "present",
    "press",
    "print",
    "prune",
    "publish",
    "pull",
    "purchase",
    "push",
    "put",
    "quit",
    "quote",
    "raise",
    "reach",
    "read",
    "rebook",
    "receive",
    "recite",
    "record",
    "recruit",
    "reduce",
    "refuse",
    "register",
    "rehearse",
    "reject",
    "release",
    "remove",
    "renew",
    "rent",
    "repair",
    "repeat",
    "replace",
    "reply",
    "report",
    "request",
    "reserve",
    "reset",
    "restore",
    "retire",
    "return",
    "ride",
    "ring",
    "rinse",
    "rotate",
    "run",
    "save",
    "say",
    "schedule",
    "score",
    "seal",
    "sell",
    "send",
    "separate",
    "serve",
    "set",
    "sew",
    "share",
    "ship",
    "shoot",
    "show",
    "shut",
    "sign",
    "sing",
    "sit",
    "sketch",
    "sleep",
    "sort",
    "speak",
    "spend",
    "split",
    "stand",
    "start",
    "stay",
    "steer",
    "stick",
    "stop",
    "store",
    "strip",
    "submit",
    "swap",
    "sweep",
    "swim",
    "switch",
    "take",
    "talk",
    "tape",
    "teach",
    "tell",
    "test",
    "text",
    "throw",
    "tick",
    "tie",
    "tile",
    "train",
    "treat",
    "trim",
    "turn",
    "unload",
    "update",
    "upload",
    "use",
    "vacate",
    "vaccinate",
    "visit",
    "vote",
    "walk",
    "wash",
    "water",
    "wear",
    "weigh",
    "win",
    "wipe",
    "wrap",
    "write",
];
/// Forms of such verbs that are not made by an ending.
const SEEN_IN_THE_PAST: [&str; 52] = [
    "ate", "bought", "brought", "built", "came", "chose", "drank", "drew", "drove", "found", "gave", "given",
    "go", "goes", "got", "grew", "held", "hidden", "hung", "kept", "laid", "left", "lent", "lost", "made",
    "met", "paid", "ran", "rang", "said", "sang", "sat", "sent", "shown", "shut", "sold", "spent", "spoke",
    "stood", "stuck", "swam", "swept", "taken", "taught", "threw", "told", "took", "went", "won", "wore",
    "written", "wrote",
];
/// Words after which a word that could be a verb is a noun: "the call", "my order".
const BEFORE_A_NOUN: [&str; 39] = [
    "a", "an", "another", "any", "both", "each", "eight", "either", "every", "five", "four", "her", "his",
    "its", "last", "my", "next", "nine", "no", "of", "one", "other", "our", "same", "second", "seven", "six",
    "some", "ten", "that", "the", "their", "these", "third", "this", "those", "three", "two", "your",
];
/// Verbs that say little by themselves.
const LIGHT: [&str; 22] = [
    "gave", "get", "gets", "getting", "give", "go", "goes", "going", "got", "keep", "keeping", "keeps",
    "kept", "made", "make", "makes", "making", "putting", "stay", "stayed", "stays", "went",
];
/// What nobody sees after such a verb: "get better", "keep on".
const NOT_SEEN: [&str; 33] = [
    "along",
    "around",
    "better",
    "bored",
    "calm",
    "fine",
    "focused",
    "going",
    "good",
    "happy",
    "improving",
    "lost",
    "older",
    "on",
    "organised",
    "organized",
    "over",
    "progress",
    "ready",
    "rid",
    "right",
    "smoothly",
    "somewhere",
    "strong",
    "stronger",
    "sure",
    "there",
    "through",
    "tired",
    "used",
    "well",
    "worse",
    "wrong",
];

/// Words right before a verb in its plain form.
const LEADS: [&str; 31] = [
    "again", "all", "also", "always", "and", "both", "can", "did", "didn't", "do", "does", "don't", "first",
    "help", "it", "just", "let", "may", "only", "or", "please", "shall", "still", "that", "them", "then",
    "they", "to", "who", "will", "you",
];
/// Words that end no phrase.
const TRAILS: [&str; 27] = [
    "a", "all", "an", "and", "as", "at", "before", "by", "each", "for", "from", "in", "into", "my", "of",
    "on", "or", "our", "out", "that", "the", "their", "this", "to", "when", "while", "with",
];

/// Which endings are taken off, and what is put in their place, to find the plain form.
const ENDINGS: [(&str, &str); 8] =
    [("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e")];

/// How many words of what is done are shown.
const SHOWN: usize = 4;

/// Finds the first thing done in a run of tokens, with a few of the words after it, up to the next mark.
pub(crate) fn deed(tokens: &[Token], run: Range<usize>) -> Option<Range<usize>> {
    let at = run.clone().find(|at| is_deed(tokens, *at))?;
    let is_mark = |token: &Token| token.word != NUMBER && !token.word.starts_with(char::is_alphanumeric);
    let marked = tokens[at..run.end].iter().position(is_mark).unwrap_or(run.end - at);
    let end = at + marked.min(SHOWN);
    let trails = tokens[at + 1..end]
        .iter()
        .rev()
        .take_while(|token| TRAILS.binary_search(&token.word.as_str()).is_ok());
    Some(at..end - trails.count())
}

fn is_deed(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].word.as_str();
    let before = at.checked_sub(1).map_or("", |before| tokens[before].word.as_str());
    let next = tokens.get(at + 1).map_or("", |next| next.word.as_str());
    let is_joined = before == "-" && at > 1 && tokens[at - 2].source.end == tokens[at - 1].source.start;
    let is_noun = BEFORE_A_NOUN.binary_search(&before).is_ok() && !is_object(tokens, at)
        || before == NUMBER
        || is_joined;
    // A plain form with anything else before it is more often a noun: "the school play".
    let is_led = at == 0
        || tokens[at - 1].is_capital
        || matches!(Class::of(before), Class::Me | Class::They | Class::Modal | Class::Not | Class::Manner)
        || LEADS.binary_search(&before).is_ok()
        || !before.starts_with(char::is_alphanumeric)
        || is_role(tokens, at - 1);
    let is_plain = SEEN.binary_search(&word).is_ok() && !SEEN_IN_THE_PAST.contains(&word);
    let is_name = tokens[at].is_capital && before.starts_with(char::is_alphanumeric);
    let is_light = LIGHT.binary_search(&word).is_ok() && NOT_SEEN.binary_search(&next).is_ok();
    is_seen(word) && !is_noun && !is_name && !is_light && (is_led || !is_plain)
}

/// Says whether what stands before a word is somebody rather than what a noun is called by: "my brother and I call", "each
/// of us reads".
fn is_object(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).map(|next| next.word.as_str());
    let takes_an_object =
        next.is_some_and(|next| BEFORE_A_NOUN.binary_search(&next).is_ok() || next == NUMBER);
    takes_an_object && matches!(tokens[at - 1].word.as_str(), "each" | "both" | "other" | "one" | "second")
}

fn is_seen(word: &str) -> bool {
    let holds = |word: &str| SEEN.binary_search(&word).is_ok();
    let plain = |(ending, instead): &(&str, &str)| {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) else { return false };
        let mut letters = stem.chars().rev();
        let is_doubled = instead.is_empty() && *ending != "s" && letters.next() == letters.next();
        holds(&format!("{stem}{instead}"))
            || is_doubled && holds(&stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)])
    };
    holds(word) || SEEN_IN_THE_PAST.binary_search(&word).is_ok() || ENDINGS.iter().any(plain)
}

/// Says whether a word could be something done, by its class: used where a subject stands right before it.
pub(crate) fn is_done(word: &str) -> bool {
    is_seen(word) || Class::of(word) == Class::Past
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Prose;

    fn found(text: &str) -> Option<&str> {
        let prose = Prose::of(text);
        deed(&prose.tokens, 0..prose.tokens.len()).map(|run| &text[prose.source(&run)])
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(SEEN.is_sorted() && SEEN_IN_THE_PAST.is_sorted());
        assert!(
            BEFORE_A_NOUN.is_sorted()
                && NOT_SEEN.is_sorted()
                && LIGHT.is_sorted()
                && LEADS.is_sorted()
                && TRAILS.is_sorted()
        );
    }

    #[test]
    fn a_deed_is_found_in_every_form_and_up_to_the_next_mark() {
        for (text, deed) in [
            ("The child was carried home", "carried home"),
            ("Stopping, then", "Stopping"),
            ("She wrote it", "wrote it"),
            ("All bills are paid", "paid"),
            ("We try to call the shop; soon", "call the shop"),
        ] {
            assert_eq!(found(text), Some(deed), "{text}");
        }
    }

    #[test]
    fn a_noun_a_name_and_what_nobody_sees_are_no_deeds() {
        for text in [
            "It was the call",
            "with two orders",
            "a read-back",
            "I want to get better",
            "The Mark Hotel",
            "be calm",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
