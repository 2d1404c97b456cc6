//! The help: every text of it, word for word.

use std::fmt::Write as _;

use crate::harness::Home;

/// Lists the commands that the help names.
fn commands(home: &Home) -> Vec<String> {
    let help = home.done(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_help_text_is_as_it_was_read_over() {
    let home = Home::new();
    let mut texts = format!("$ hansei --help\n{}", home.done(&["--help"]));
    for command in commands(&home) {
        writeln!(texts, "\n$ hansei {command} --help\n{}", home.done(&[&command, "--help"])).unwrap();
    }
    insta::assert_snapshot!(texts);
}

#[test]
fn every_command_has_an_example() {
    let home = Home::new();
    for command in commands(&home) {
        let help = home.done(&[&command, "--help"]);
        let examples = help.split("Examples:\n").nth(1).unwrap_or_else(|| panic!("no example: {help}"));
        assert!(examples.contains(&format!("  hansei {command}")), "{help}");
    }
}

#[test]
fn every_command_has_a_manual_page_and_can_be_completed() {
    let home = Home::new();
    home.done(&["man", "man1"]);
    let completions = home.done(&["completions", "bash"]);
    for command in commands(&home) {
        let page = std::fs::read_to_string(home.path().join(format!("man1/hansei-{command}.1"))).unwrap();
        assert!(page.contains(".SH EXTRA") && page.contains(".SH SYNOPSIS"), "{command}: {page}");
        assert!(
            completions.contains(&format!("hansei__subcmd__{}", command.replace('-', "__")))
                || completions.contains(&command),
            "{command}"
        );
    }
    assert!(home.path().join("man1/hansei.1").is_file());
}

#[test]
fn what_is_not_a_command_is_refused_with_what_to_look_at() {
    let home = Home::new();
    for args in
        [&["lgo", "x"][..], &["--what"], &["list", "--limit", "0"], &["list", "--kind", "sad"], &["show"]]
    {
        let answer = home.run(args);
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{answer:?}");
        assert!(answer.err.starts_with("error: "), "{answer:?}");
    }
}
