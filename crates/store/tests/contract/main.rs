//! What the store promises, claimed once and stamped onto SQLite and PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a claim that cannot even be made has failed")]

mod asked;
mod careers;
mod drafts;
mod due;
mod entries;
mod file;
mod fixture;
mod history;
mod library;
mod likenesses;
mod lists;
mod patterns;
mod practices;
mod quarters;
mod reminders;
mod replies;
mod searches;
mod spaces;
mod trash;
mod writes;

use fixture::Ground;

/// Stamps every claim out, once for each database.
macro_rules! contract {
    (both { $($module:ident: $($name:ident),+;)+ } postgres { $only:ident: $alone:ident })  => {
        mod sqlite {
            $($(
                #[tokio::test]
                async fn $name() {
                    crate::$module::$name(crate::Ground::sqlite()).await;
                }
            )+)+
        }
        mod postgres {
            /// How many claims there are.
            const CLAIMS: usize = [stringify!($alone), $($(stringify!($name)),+),+].len();
            #[tokio::test]
            async fn $alone() {
                if let Some(ground) = crate::Ground::postgres(CLAIMS).await {
                    crate::$only::$alone(ground).await;
                }
            }
            $($(
                #[tokio::test]
                async fn $name() {
                    if let Some(ground) = crate::Ground::postgres(CLAIMS).await {
                        crate::$module::$name(ground).await;
                    }
                }
            )+)+
        }
    };
}

contract! {
  both {
    entries: an_entry_with_everything_in_it_comes_back_as_it_was, an_id_is_given_once,
        the_first_digits_of_an_id_find_it, all_entries_come_in_the_order_of_their_ids, attempts_come_in_their_order,
        the_number_of_an_attempt_in_the_trash_counts,
        a_megabyte_of_text_is_kept_and_found, a_setting_is_made_and_changed;
    asked: what_was_asked_is_one_line_for_each_phrase, what_was_asked_goes_with_its_entry;
    lists: a_list_pages_like_the_model, a_line_shows_what_the_entry_holds, a_place_in_a_list_outlives_its_entry,
        what_happened_at_one_time_stands_in_the_order_of_its_capture_across_pages,
        what_was_begun_comes_in_the_order_in_which_it_was_touched, the_overview_counts, tags_are_counted;
    searches: search_agrees_with_a_plain_scan, the_beginnings_of_words_and_accents_are_found,
        whatever_is_typed_is_no_error, what_has_the_words_in_its_title_comes_first, search_can_be_narrowed,
        a_changed_entry_is_found_by_its_new_words_only, words_are_taken_anew_in_their_place, what_was_taken_back_counts_as_saved_last,
        what_has_a_lesson_is_found_among_many_without,
        neighbours_are_found_as_neighbours, the_words_that_begin_alike_are_listed_with_their_entries;
    likenesses: what_was_saved_is_due_until_it_was_made, what_either_of_two_makers_made_is_not_due, what_was_made_of_an_older_version_is_not_kept,
        what_was_made_is_read_from_a_time_on, a_verdict_is_read_from_both_sides_until_it_is_taken_back,
        what_is_erased_takes_its_likeness_and_verdicts_along;
    patterns: what_was_said_of_a_pattern_comes_back_as_it_was, of_each_pattern_the_latest_version_counts,
        a_version_is_kept_once, what_is_erased_is_in_no_version_of_a_pattern, spaces_do_not_see_each_others_patterns,
        the_stamp_changes_with_the_log_and_with_verdicts;
    practices: what_is_practised_comes_back_with_what_it_grew_out_of, what_is_practised_is_found_stretch_by_stretch_and_by_name,
        what_is_practised_of_a_removed_lesson_is_not_found, a_practice_is_saved_over_the_version_that_was_seen,
        what_was_observed_is_read_of_all_and_of_one,
        an_observation_is_found_by_the_start_of_its_id_also_when_it_was_taken_back, practice_is_hidden_and_erased_with_its_entry;
    due: a_decision_is_listed_from_its_day_on_and_hidden_with_its_entry, what_was_said_of_what_is_due_is_kept_and_erased_with_it,
        a_review_that_was_begun_says_until_when_it_is_put_off;
    reminders: of_many_processes_one_sends, one_message_goes_a_day_and_what_it_said_is_kept,
        a_process_that_died_while_sending_is_followed_by_another_with_the_same_message,
        what_did_not_arrive_is_tried_again_in_its_time, a_clock_that_was_wrong_holds_nothing_up,
        what_was_said_of_an_entry_is_erased_with_it;
    library: cases_are_kept_under_their_keys, only_what_is_written_takes_a_number, a_collection_goes_whole_and_at_once, cases_are_found_as_they_are_typed,
        cases_of_other_spaces_are_not_found, what_shares_the_most_telling_words_comes_first,
        what_came_is_due_until_it_is_compared, what_is_compared_was_all_made_by_one, an_adopted_lesson_is_kept_changed_and_removed,
        nothing_is_left_of_an_erased_lesson;
    quarters: a_review_is_kept_until_it_is_frozen_and_then_as_it_is,
        a_period_has_one_review_beside_those_that_were_removed, what_is_erased_is_quoted_in_no_review,
        nothing_is_left_of_an_erased_review, a_review_looks_at_what_is_of_its_days;
    careers: a_story_is_kept_and_saved_over_the_version_that_was_seen, a_removed_story_is_listed_apart_and_comes_back,
        what_is_erased_is_told_in_no_story, nothing_is_left_of_an_erased_story;
    history: every_save_is_kept, a_stale_save_is_a_conflict_and_changes_nothing,
        what_is_taken_out_of_the_history_is_in_no_version, undo_knows_where_it_returns_to,
        of_two_saved_in_one_moment_the_one_captured_last_was_changed_last;
    writes: work_that_fails_leaves_nothing, work_that_is_given_up_leaves_nothing, a_write_can_be_spawned,
        writers_of_several_stores_all_get_through, eight_clashes_are_enough;
    drafts: a_draft_is_kept_until_it_is_dropped, a_draft_of_nothing_is_refused;
    replies: a_reply_is_given_again, a_second_reply_under_one_key_is_tried_again, old_replies_are_dropped;
    spaces: spaces_do_not_see_each_other, a_space_is_made_once, of_many_first_spaces_at_once_one_is_made;
    trash: the_trash_hides_an_entry_and_gives_it_back, an_erased_entry_leaves_nothing_to_ask_for,
        verify_finds_nothing_in_a_sound_store, the_trash_is_read_page_by_page;
  }
  postgres { writes: a_deadlock_is_tried_again }
}
