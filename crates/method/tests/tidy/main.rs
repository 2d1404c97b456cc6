//! Keeps the house true: walls, sizes, paired migrations, and a map that names every room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a source file, without its tests.
const MOST_LINES: usize = 400;

/// Which crates of the house a crate may name.
const ARROWS: [(&str, &[&str]); 9] = [
    ("method", &[]),
    ("recall", &["method"]),
    ("library", &["method"]),
    ("coach", &["method", "recall"]),
    ("store", &["method"]),
    ("deliver", &[]),
    ("app", &["coach", "library", "method", "recall", "store"]),
    ("web", &["app", "method", "recall", "store"]),
    ("cli", &["app", "deliver", "method", "recall", "store", "web"]),
];

/// What only one crate may name.
const OWNED: [(&str, &str); 11] = [
    ("sqlx", "store"),
    ("rten", "recall"),
    ("lettre", "deliver"),
    ("notify-rust", "deliver"),
    ("tokio-rustls", "deliver"),
    ("webpki-roots", "deliver"),
    ("axum", "web"),
    ("maud", "web"),
    ("clap", "cli"),
    ("rustyline", "cli"),
    ("getrandom", "cli"),
];

/// All that the pure crates may lean on.
const PURE: [(&str, &[&str]); 4] = [
    ("method", &["jiff", "rust_decimal", "serde", "thiserror", "utoipa", "uuid"]),
    (
        "library",
        &["encoding_rs", "hansei-method", "jiff", "serde", "serde-saphyr", "serde_json", "thiserror", "zip"],
    ),
    (
        "recall",
        &[
            "rten",
            "rust-stemmers",
            "strsim",
            "thiserror",
            "unicode-normalization",
            "unicode-properties",
            "unicode-segmentation",
        ],
    ),
    ("coach", &["hansei-method", "hansei-recall", "whatlang"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the `dependencies` of a crate, dev-dependencies left aside.
fn dependencies(of: &str) -> BTreeSet<String> {
    let manifest: toml::Table = read(format!("crates/{of}/Cargo.toml")).parse().expect("a manifest is TOML");
    let table = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    table.keys().cloned().collect()
}

/// Every file with this ending under a folder of the repository, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn arrows_between_crates_point_one_way() {
    for (name, allowed) in ARROWS {
        for dependency in dependencies(name) {
            if let Some(inner) = dependency.strip_prefix("hansei-") {
                assert!(allowed.contains(&inner), "crates/{name} may not depend on crates/{inner}");
            }
        }
    }
}

#[test]
fn there_is_no_crate_beside_those_with_arrows() {
    let crates = fs::read_dir(root().join("crates")).unwrap().flatten();
    let found: BTreeSet<_> = crates.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let known: BTreeSet<_> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        found, known,
        "a new crate needs a decision record, its arrows here and its room in ARCHITECTURE.md"
    );
}

#[test]
fn what_belongs_to_one_crate_is_named_by_no_other() {
    for (library, owner) in OWNED {
        for (name, _) in ARROWS.iter().filter(|(name, _)| *name != owner) {
            assert!(
                !dependencies(name).contains(library),
                "only crates/{owner} names {library}, and crates/{name} does"
            );
        }
    }
}

#[test]
fn the_pure_crates_lean_on_little() {
    for (name, allowed) in PURE {
        let extra: Vec<_> =
            dependencies(name).into_iter().filter(|found| !allowed.contains(&found.as_str())).collect();
        assert!(extra.is_empty(), "crates/{name} is pure and may not depend on {extra:?}");
    }
}

#[test]
fn the_store_alone_holds_sql() {
    for (name, _) in ARROWS.iter().filter(|(name, _)| *name != "store") {
        for path in files(&format!("crates/{name}/src"), ".rs") {
            let text = fs::read_to_string(&path).unwrap();
            for verb in ["\"SELECT ", "\"INSERT INTO", "\"UPDATE ", "\"DELETE FROM"] {
                assert!(
                    !text.contains(verb),
                    "{} holds SQL; all of it lives in crates/store",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_file_outgrows_its_noun() {
    let mut long = BTreeMap::new();
    for path in files("crates", ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        if lines > MOST_LINES {
            long.insert(path.strip_prefix(root()).unwrap_or(&path).display().to_string(), lines);
        }
    }
    assert!(long.is_empty(), "more than {MOST_LINES} lines; split them by nouns: {long:#?}");
}

#[test]
fn migrations_come_in_pairs() {
    let names = |database: &str| -> Vec<String> {
        let found = files(&format!("crates/store/migrations/{database}"), ".sql");
        found.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn the_map_names_every_module_and_nothing_else() {
    let map = read("ARCHITECTURE.md");
    for (name, _) in ARROWS {
        let heading = format!("### crates/{name}\n");
        let section = map
            .split(&heading)
            .nth(1)
            .unwrap_or_else(|| panic!("ARCHITECTURE.md has no \"{}\"", heading.trim()));
        let section =
            section.split("\n### ").next().unwrap_or(section).split("\n## ").next().unwrap_or(section);
        let named: BTreeSet<String> = section
            .lines()
            .filter_map(|line| line.strip_prefix("- `")?.split('`').next().map(str::to_owned))
            .collect();
        let there: BTreeSet<String> = fs::read_dir(root().join(format!("crates/{name}/src")))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "rs"))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .filter(|module| module != "lib" && module != "main" && module != "snapshots")
            .collect();
        assert_eq!(named, there, "the section of crates/{name} in ARCHITECTURE.md and its modules differ");
    }
}

#[test]
fn nothing_is_switched_off_or_left_for_later() {
    let later = ["TO", "DO"].concat();
    let switched_off = [
        ["#[", "allow("].concat(),
        ["#[", "ignore"].concat(),
        ["todo", "!("].concat(),
        format!("// {later}"),
    ];
    for path in files("crates", ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        for pattern in &switched_off {
            assert!(!text.contains(pattern.as_str()), "{} holds {pattern}", path.display());
        }
    }
}

#[test]
fn the_root_holds_what_everybody_looks_for_there_and_nothing_else() {
    const HELD: &str = "ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md Cargo.lock Cargo.toml LICENSE-APACHE LICENSE-MIT \
                        README.md SECURITY.md STYLE.md benches clippy.toml crates deny.toml docs fuzz rustfmt.toml target";
    let found = fs::read_dir(root()).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
    let strange: Vec<_> =
        found.filter(|name| !name.starts_with('.') && !HELD.split(' ').any(|held| held == name)).collect();
    assert!(
        strange.is_empty(),
        "{strange:?} stand in the root; say here what they are for, or take them out"
    );
}

#[test]
fn decisions_are_numbered_without_gaps() {
    let records = files("docs/decisions", ".md");
    let numbers: Vec<_> =
        records.iter().map(|path| path.file_name().unwrap().to_string_lossy()[..4].to_owned()).collect();
    let expected: Vec<_> = (1..=numbers.len()).map(|number| format!("{number:04}")).collect();
    assert!(!numbers.is_empty());
    assert_eq!(numbers, expected);
}
