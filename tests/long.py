"""What the plain run leaves to `-m long`: further sizes, themes and variants of what it shows already.

Patterns of node ids, beside the mark `long` that tests bear themselves. A new state belongs into the plain run first;
what moves here costs much and has a brother there.
"""

from __future__ import annotations

import re

_SNAPSHOTS = {
    "snapshots": (
        "full_60x20|offline|help|cancel|ten_thousand|ten_thousand_sort|all_failed_columns|empty_help|nothing_fits_palette|offline_pause|read_only_copy|"
        "json|full_160x50|full_100x30|full_50x12|pause_40x10|help_search|pause|retry|metrics_zoomed|"
        "detail_60x20|event_json|reinforcement|events_80x24|no_key_with_a_history|why_not|full_20x5|"
        "checkpoints"
    ),
    "around_snapshots": (
        "jump_120x40|red_green_120x40|params_of_marked_200x60|mono_checkpoints|mono_help|light_120x40|ansi_120x40|jump_60x20|menu_40x10|"
        "events_40x10|json_search_120x40|json_80x24|files_120x40|params_120x40|params_of_marked_80x24|"
        "params_unlike_60x20|metrics_40x10|detail_40x10|detail_60x20|mono_pause|mono_metrics_80x24|"
        "mono_events_80x24|mono_120x40|contrast_120x40|blue_yellow_120x40|menu_120x40"
    ),
    "link_snapshots": (
        "open|lost_at_the_old_end|live_200x60|list_half_read_80x24|rate_limited|waiting|offline_start_40x10|connecting"
    ),
    "log_snapshots": (
        "merged_120x40|filter_80x24|json_200x60|json_zoomed|json_60x20|save_60x20|range_80x24|wrapped_40x10"
    ),
    "alert_snapshots": (
        "alerts_120x40|requests_120x40|copy_120x40|requests_80x24|requests_40x10|copy_80x24|copy_40x10|alerts_80x24|"
        "alerts_20x5|alerts_40x10|no_alerts|watched_200x60"
    ),
    "list_snapshots": (
        "column_menu|grouped_200x60|sort_menu|grouped_60x20|columns_80x24|column_menu_60x20|sort_menu_40x10|pause_marked_60x20|read_only|"
        "column_menu_wrong|grouped_120x40|grouped_40x10|columns_200x60|by_day_80x24|cancel_marked_40x10|note|"
        "sorted_120x40"
    ),
    "chart_snapshots": (
        "dpo_120x40|reinforcement_200x60_light|inspect|compare_per_cent_80x24|compare_ascii|elapsed|clock|clipped|alone|40_columns|block|one_point"
    ),
}

_MORE = (
    r"ui/test_every_size\.py::(?!test_no_pane_draws_outside)",
    r"ui/test_mouse\.py::test_a_double_click",  # two real clicks, which a busy machine takes for single ones
    r"ui/test_toasts\.py::test_they_leave_the_lines_below",
    r"ui/test_filter\.py::test_(what_was_filtered_by|the_job_that_was_chosen_comes_back|the_list_is_moved)",
    r"ui/test_(profiles|docks|mouse_parity|log_search)\.py",
    r"ui/test_around\.py::test_a_letter_goes",
    r"ui/test_list_keys\.py::test_sorts_and_groups",
    r"ui/test_beside\.py::test_marked_jobs_are_drawn",
    r"sync/test_models\.py::test_the_last_days",
    r"monitor/test_log\.py::test_it_keeps_up",
    r"cli/test_events\.py::TestFollowing::test_(to_its_end|until_ctrl_c)",
    r"ui/test_reader\.py::test_(a_filter_keeps|a_click_on_the_strip|a_search_goes|all_jobs_that)",
    r"ui/test_meanwhile\.py::test_the_next_start",
    r"ui/test_alerts\.py::test_(the_list_acknowledges|one_job_is_watched)",
    r"ui/test_beside\.py::test_the_log_and_the_cursor",
    r"ui/test_dialogs\.py::test_confirm",
    r"ui/test_desk\.py::test_jobs_with_unlike",
    r"ui/test_mouse\.py::test_what_only_a_key",
    r"ui/test_app\.py::test_opening_the_wandb",
    r"ui/test_questions\.py::test_one_that_is_dropped",
    r"ui/test_help\.py::test_typing_searches",
    r"ui/test_palette\.py::test_a_job_is_found",
    r"ui/test_start\.py::test_garbage",
    r"ui/test_metrics_pane\.py::test_a_hostile_job",
    r"sync/test_alerts_simulated\.py::test_silence",
    r"ui/test_list_keys\.py::test_(pins_notes_and_marks|nothing_is_asked)",
    r"ui/test_results\.py::test_saved_under_a_safe_name",
    r"ui/test_typing_ahead\.py::test_(the_palette_does|a_path_has|a_note_has|what_follows|keys_behind)",
    r"ui/test_around\.py::test_(a_chosen_theme|what_is_remembered|glyphs_are_changed)",
    r"ui/test_dialogs\.py::test_cancelling_wants",
    r"ui/test_alerts\.py::test_(in_the_quiet_hours|the_count_can_be|the_copy_menu_takes_a_second_key\[ym)",
    r"sync/test_models\.py::test_a_server_that_tells_of_no_models",
    r"ui/test_details\.py::test_(keys_and_clicks|the_server_is_asked)",
    r"ui/test_typing_ahead\.py::test_nothing_is_lost_of_much",
    r"ui/test_help\.py::test_it_closes",
    r"ui/test_results\.py::test_(read_it|the_dialog_returns)",
    r"ui/test_around\.py::test_(borders_are|a_right_click)",
    r"ui/test_beside\.py::test_(a_mark_stays|checkpoints_and)",
    r"ui/test_dialogs\.py::test_(dialogs_fit|newcomers|confirm_ignores)",
    r"ui/test_alerts\.py::test_(the_copy_menu_can_be_clicked|many_at_once|what_happened_while)",
    r"ui/test_reader\.py::test_(a_filtered_log_follows|errors_are_found)",
    r"ui/test_actions\.py::test_(stray_keys|two_presses|what_goes_on)",
    r"ui/test_palette\.py::test_(a_setting|an_action_of_another|it_closes)",
    r"ui/test_app\.py::test_(ctrl_c_never|curves_events|copying|tab_goes|zoom_and|mouse_finds)",
    r"ui/test_palette\.py::test_outside_names",
    r"ui/test_dialogs\.py::test_outside_text_is_shown_as_it_is\[two\]",
    r"ui/test_results\.py::test_a_server_without_(files|checkpoints)",
    r"ui/test_beside\.py::test_a_chart_is_chosen_by_typing",
    r"ui/test_json_view\.py::test_(hostile_texts|long_json)",
    r"ui/test_reader\.py::test_(a_range_is_copied|how_the_log_reads)",
    r"ui/test_around\.py::test_(a_theme_is_seen|no_border_can)",
    r"ui/test_alerts\.py::test_(requests_are_listed|a_job_that_fails_on_the_server)",
    r"ui/test_details\.py::test_marked_jobs_stand",
    r"ui/test_history\.py::test_a_history_that_was_deleted",
    r"ui/test_list_keys\.py::test_(the_sort_menu|columns_and_paths)",
    r"ui/test_app\.py::test_(an_event_shows|resizing_keeps|help_palette_and_json|the_palette_finds)",
    r"sync/test_simulated\.py::test_(a_server_that_is_gone|pause_resume)",
    r"sync/test_engine\.py::test_a_slow_server_is_asked_one_thing",
    r"ui/test_app\.py::test_no_pane_draws_outside",
    r"ui/test_app\.py::test_digits_show_and_focus_panes\[\(120",
    r"ui/test_app\.py::test_ctrl_q_quits_from_anywhere\[keys[12]\]",
    r"ui/test_app\.py::test_hostile_jobs_are_shown_harmlessly\[\(40",
    r"ui/test_alerts\.py::test_the_copy_menu_takes_a_second_key\[y[yij]",
    r"ui/test_alerts\.py::test_without_a_browser_the_address_is_copied\[reach1",
    r"ui/test_alerts\.py::test_a_copy_says_where_it_went\[reach[02]",
    r"ui/test_palette\.py::test_what_fingers_type_to_leave_leaves\[(?!q!)",
    r"ui/test_palette\.py::test_every_word_may_stand",
    r"ui/test_metrics_pane\.py::test_the_bar_gives_way",
    r"ui/test_wrapping\.py::test_the_cursor_is_always_in_sight",
    r"ui/test_event_log\.py::test_hostile_events_are_shown_harmlessly\[size[012]\]",
    r"ui/test_actions\.py::test_stray_keys_change_nothing\[keys1\]",
    r"ui/test_start\.py::test_nothing_of_the_first_frame_moves.*\[size[12]\]",
    r"cli/test_metrics\.py::TestProcesses::test_(a_closed_pipe|a_terminal_shows)",
    r"cli/test_screen\.py::test_it_goes_to_the_background",
    r"ui/test_reader\.py::test_what_is_taken_out",
    r"ui/test_around\.py::test_(letters_stand|any_other_key)",
    r"ui/test_list_keys\.py::test_marks_by_range",
    r"ui/test_job_groups\.py::test_the_cursor_stays_with_its_job",
    r"cli/test_checkpoints\.py::test_in_a_terminal",
    r"cli/test_wait\.py::TestJobsThatTrain::test_through_a_broken",
    r"monitor/test_killed\.py::test_killed_and_begun_again\[None\]",
    r"sync/test_simulated\.py::test_(summaries_say|hostile_words|hundreds_of_jobs)",
    r"metrics/test_digest\.py::.*\[100000",
    r"simulator/test_scenarios\.py::test_every_scenario_lives_for_an_hour\[(crowd|many)\]",
)

_PATTERN = re.compile(
    "|".join((*(rf"ui/test_{name}\.py::.*\[(?:{states})\]$" for name, states in _SNAPSHOTS.items()), *_MORE))
)


def is_left(node_id: str) -> bool:
    """Return whether the plain run leaves a test out."""
    return _PATTERN.search(node_id) is not None
