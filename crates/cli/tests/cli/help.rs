//! The help: every text of it, word for word.

use std::fmt::Write as _;

use crate::harness::Home;

/// Lists the commands that the help names, and those under them, as they are typed.
fn commands(home: &Home) -> Vec<String> {
    let mut all = under(home, "");
    let mut at = 0;
    while at < all.len() {
        let more = under(home, &all[at]);
        at += 1;
        all.splice(at..at, more);
    }
    all
}

/// Lists the commands that the help of one names.
fn under(home: &Home, command: &str) -> Vec<String> {
    let help = help_of(home, command);
    let Some((_, listed)) = help.split_once("Commands:\n") else { return Vec::new() };
    let listed = listed.split("\n\n").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .map(|line| format!("{command} {}", line.split_whitespace().next().unwrap()).trim().to_owned())
        .collect()
}

fn help_of(home: &Home, command: &str) -> String {
    home.done(&command.split_whitespace().chain(["--help"]).collect::<Vec<_>>())
}

#[test]
fn every_help_text_is_as_it_was_read_over() {
    let home = Home::new();
    let mut texts = format!("$ hansei --help\n{}", help_of(&home, ""));
    for command in commands(&home) {
        writeln!(texts, "\n$ hansei {command} --help\n{}", help_of(&home, &command)).unwrap();
    }
    insta::assert_snapshot!(texts);
}

#[test]
fn every_command_has_an_example() {
    let home = Home::new();
    let commands = commands(&home);
    assert!(
        ["library search", "patterns undo"].iter().all(|under| commands.iter().any(|name| name == under))
    );
    for command in commands {
        let help = help_of(&home, &command);
        let examples = help.split("Examples:\n").nth(1).unwrap_or_else(|| panic!("no example: {help}"));
        let examples = examples.split("\n\n").next().unwrap();
        assert!(examples.contains(&format!("  hansei {command}")), "{help}");
        assert!(
            examples.lines().all(|line| line.starts_with("  ") && line.matches('"').count() % 2 == 0),
            "{help}"
        );
    }
}

#[test]
fn every_command_has_a_manual_page_and_can_be_completed() {
    let home = Home::new();
    home.done(&["man", "man1"]);
    let completions = home.done(&["completions", "bash"]);
    for command in commands(&home) {
        let name = command.replace(' ', "-");
        let page = std::fs::read_to_string(home.path().join(format!("man1/hansei-{name}.1"))).unwrap();
        assert!(page.contains(".SH EXTRA") && page.contains(".SH SYNOPSIS"), "{command}: {page}");
        let name = command.replace(['-', ' '], "__subcmd__");
        assert!(completions.contains(&format!("hansei__subcmd__{name}")), "{command}");
    }
    assert!(home.path().join("man1/hansei.1").is_file());
}

/// Types a line as it stands in a text, with its quoted words and without what is said beside it.
fn typed(line: &str) -> Vec<String> {
    let line = line.split("  #").next().unwrap();
    let parts = line.trim().split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

#[test]
fn what_readme_and_help_show_of_searching_the_library_finds_something_on_the_first_day() {
    let home = Home::new();
    let readme = include_str!("../../../../README.md");
    let shown = readme.lines().filter_map(|line| line.trim().strip_prefix("$ hansei library "));
    let mut examples: Vec<String> = shown.map(str::to_owned).collect();
    assert!(!examples.is_empty());
    for command in ["library", "library search", "library show", "library list"] {
        let help = help_of(&home, command);
        let lines = help.split("Examples:\n").nth(1).unwrap().lines();
        let shown = lines.filter_map(|line| line.trim().strip_prefix("hansei library "));
        let reads = |line: &&str| ["search ", "show ", "list "].iter().any(|word| line.starts_with(word));
        examples.extend(shown.filter(reads).map(str::to_owned));
    }
    for example in examples {
        let words = typed(&example);
        let args: Vec<&str> = ["library"].into_iter().chain(words.iter().map(String::as_str)).collect();
        let answer = home.run(&args);
        assert_eq!(answer.err, "", "{example}");
        assert!(answer.done().contains("PM20"), "{example}");
    }
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
