//! Excerpts: what is marked, where the cut falls, and that no text breaks it.

use proptest::prelude::*;

use super::*;

const STORY: &str = "The order went out on Monday. The supplier had promised a delivery by Friday, \
    and nobody asked for a date in writing.\n\nOn the following Tuesday the delivery had not come; the supplier \
    said that the lorry had broken down.";

fn query(text: &str) -> SearchQuery {
    SearchQuery::parse(text).unwrap()
}

/// Writes an excerpt as a person would see it: `…before [match] after…`.
fn shown(excerpt: &Excerpt) -> String {
    let start = if excerpt.starts_inside { "…" } else { "" };
    let end = if excerpt.ends_inside { "…" } else { "" };
    format!("{start}{}{end}", brackets(&excerpt.pieces))
}

fn brackets(pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Plain(text) => text.clone(),
        Piece::Marked(text) => format!("[{text}]"),
    });
    pieces.collect()
}

fn together(pieces: &[Piece]) -> String {
    pieces.iter().map(Piece::text).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_window_is_cut_between_words_around_the_match() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("lorry"), 20)), "…said that the [lorry] had broken down.");
    assert_eq!(
        shown(&Excerpt::cut(STORY, &query("promised"), 20)),
        "…supplier had [promised] a delivery by…"
    );
}

#[test]
fn the_window_with_most_different_words_wins() {
    assert_eq!(
        shown(&Excerpt::cut(STORY, &query("supplier tuesday"), 40)),
        "…the following [Tuesday] the delivery had not come; the [supplier] said that the…"
    );
}

#[test]
fn of_equal_windows_the_first_is_shown() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("deliv"), 16)), "…promised a [delivery] by Friday,…");
}

#[test]
fn a_short_text_is_shown_whole() {
    assert_eq!(shown(&Excerpt::cut("  late\n\tagain ", &query("again"), 80)), "late [again]");
}

#[test]
fn room_that_one_side_does_not_need_goes_to_the_other() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("order"), 20)), "The [order] went out on Monday. The…");
}

#[test]
fn a_match_at_the_end_has_the_room_before_it() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("down"), 20)), "…said that the lorry had broken [down].");
}

#[test]
fn the_window_is_centred_on_the_closest_pair() {
    let text = "late one two three four late order five six seven eight";
    assert_eq!(
        shown(&Excerpt::cut(text, &query("late order"), 20)),
        "…two three four [late] [order] five six seven…"
    );
}

#[test]
fn a_term_inside_another_is_part_of_its_mark() {
    let text = "昨日の納期遅れ";
    assert_eq!(brackets(&mark(text, &query("納期遅 期"))), "昨日の[納期遅]れ");
    assert_eq!(shown(&Excerpt::cut(text, &query("納期遅 期"), 20)), "昨日の[納期遅]れ");
}

#[test]
fn a_text_that_does_not_match_shows_its_beginning() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("absent"), 12)), "The order went out on…");
}

#[test]
fn without_room_the_match_stands_alone() {
    assert_eq!(shown(&Excerpt::cut(STORY, &query("lorry"), 0)), "…[lorry]…");
}

#[test]
fn line_breaks_become_spaces() {
    assert_eq!(shown(&Excerpt::cut("one\r\n\r\ntwo\n three", &query("two"), 40)), "one [two] three");
}

#[test]
fn a_match_is_marked_in_its_original_letters() {
    let text = "cafe\u{301} Caf\u{e9}s: ﬁnal İzmir STRASSE か\u{3099}き";
    assert_eq!(
        brackets(&mark(text, &query("café"))),
        "[cafe\u{301}] [Caf\u{e9}s]: ﬁnal İzmir STRASSE か\u{3099}き"
    );
    assert_eq!(
        brackets(&mark(text, &query("fin izmir straße が"))),
        "cafe\u{301} Caf\u{e9}s: [ﬁnal] [İzmir] [STRASSE] [か\u{3099}]き"
    );
}

#[test]
fn neighbours_are_one_mark_and_strangers_none() {
    assert_eq!(brackets(&mark("納期が遅れ、納品期限", &query("納期"))), "[納期]が遅れ、納品期限");
    assert_eq!(brackets(&mark("納\n期", &query("納期"))), "[納\n期]");
}

#[test]
fn text_without_spaces_is_cut_between_its_words() {
    let text = "部品が届かなかったので納期に遅れた。次は先に電話で確認する。";
    assert_eq!(shown(&Excerpt::cut(text, &query("納期"), 4)), "…たので[納期]に遅れ…");
}

#[test]
fn one_character_that_is_two_matches_is_marked_once() {
    assert_eq!(brackets(&mark("a ﷺ b", &query("صلى الله"))), "a [ﷺ] b");
}

#[test]
fn a_text_without_words_has_an_excerpt_without_pieces() {
    assert_eq!(
        Excerpt::cut(" \n ", &query("a"), 10),
        Excerpt { pieces: vec![], starts_inside: false, ends_inside: false }
    );
}

#[test]
fn a_megabyte_of_hostile_text_gives_a_small_excerpt() {
    let million = 1_000_000;
    let marks = "\u{301}".repeat(million);
    let texts = [
        "a".repeat(million),
        format!("a{marks}"),
        format!("{marks} a"),
        marks,
        "漢".repeat(million),
        "a ".repeat(million),
        format!("漢{}漢", "\n".repeat(million)),
        "🇫".repeat(million),
        "a\u{200d}".repeat(million),
    ];
    for text in &texts {
        for typed in ["a b 漢漢漢", "z"] {
            let excerpt = Excerpt::cut(text, &query(typed), 60);
            let length = together(&excerpt.pieces).chars().count();
            assert!(length <= 120, "{length} characters for {typed:?}");
        }
        assert!(together(&mark(text, &query("a 漢漢"))) == *text);
    }
}

/// Text and query from a small alphabet meet often; from all of Unicode they find what nobody thought of.
fn text_and_query() -> impl Strategy<Value = (String, SearchQuery)> {
    let few = "[abé\u{301}\u{200d}ﬁİﷺ㌀漢字か\u{3099} \n.,🇫👍]{0,80}";
    let typed = "[abefi漢字か㌀ ]{1,8}";
    let pair = prop_oneof![(few, typed), (any::<String>(), any::<String>()), (few, any::<String>())];
    pair.prop_filter_map("a query has a word", |(text, typed)| Some((text, SearchQuery::parse(&typed)?)))
}

proptest! {
    #[test]
    fn an_excerpt_is_part_of_the_text((text, query) in text_and_query(), around in 0_usize..50) {
        let excerpt = Excerpt::cut(&text, &query, around);
        let (line, whole) = (together(&excerpt.pieces), one_line(&text));
        prop_assert!(whole.contains(&line), "{line:?} in {whole:?}");
        prop_assert!(line.chars().count() <= (2 * around).max(LONGEST_WORD));
        prop_assert_eq!(!excerpt.starts_inside && !excerpt.ends_inside, line == whole);
    }

    #[test]
    fn a_text_that_matches_has_a_mark_and_another_that_lacks_every_word_has_none(
        (text, query) in text_and_query(), around in 0_usize..50,
    ) {
        let is_marked = |pieces: &[Piece]| pieces.iter().any(|piece| matches!(piece, Piece::Marked(_)));
        let excerpt = Excerpt::cut(&text, &query, around);
        prop_assert_eq!(is_marked(&excerpt.pieces), is_marked(&mark(&text, &query)));
        if query.matches(crate::search_text(&text).split(' ')) {
            prop_assert!(is_marked(&excerpt.pieces));
        }
    }

    #[test]
    fn marking_changes_no_letter((text, query) in text_and_query()) {
        let pieces = mark(&text, &query);
        prop_assert_eq!(together(&pieces), text);
        prop_assert!(pieces.iter().all(|piece| !piece.text().is_empty()));
    }

    #[test]
    fn a_marked_piece_answers_a_term_of_the_query((text, query) in text_and_query()) {
        for piece in mark(&text, &query) {
            if let Piece::Marked(marked) = piece {
                prop_assert!(!find(&marked, &query).is_empty(), "{marked:?}");
            }
        }
    }
}

#[test]
fn places_are_marked_as_matches_are() {
    let text = "The van broke down at night, and nobody had a spare wheel for it";
    let excerpt = Excerpt::around(text, &[46..57, 4..7], 12);
    let told: Vec<&str> = excerpt.pieces.iter().map(Piece::text).collect();
    assert_eq!(told, ["The ", "van", " broke down at"], "the first of equals");
    assert_eq!(excerpt.pieces[1], Piece::Marked("van".to_owned()));
    let last = Excerpt::around(text, &[46..57, 46..57], 12);
    assert_eq!(last.pieces[1].text(), "spare wheel");
}
