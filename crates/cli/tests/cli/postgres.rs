//! The commands and the pages on PostgreSQL: everything that a person does in a day.

use hansei_store::Place;
use hansei_store::test_support::postgres;
use serde_json::Value;

use crate::faults::serving::Server;
use crate::harness::Home;

const STORY: &str = include_str!("../stories/client-proposal.json");

/// Makes a home in an empty database of its own; `None` when PostgreSQL is not installed.
fn home() -> Option<Home> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match runtime.block_on(postgres(1))? {
        Place::Postgres(address) => Some(Home::on_postgres(address)),
        place => panic!("{place:?} is no PostgreSQL"),
    }
}

#[test]
fn a_day_with_the_log_is_the_same_on_postgresql() {
    let Some(home) = home() else { return };
    assert_eq!(home.json(&[])["entries"], 0);
    let line = home.log("yesterday: The handover ended before we reached bed 9");
    let story: Value = serde_json::from_str(STORY).unwrap();
    let reviewed = home.review(&story);

    assert_eq!(home.sorted("id").len(), 2);
    let found = home.json(&["search", "handov"]);
    assert_eq!(found["entries"][0]["id"], line.as_str(), "{found:#}");
    let learned = home.json(&["learned", "proposal"]);
    assert_eq!(learned["entries"][0]["id"], reviewed.as_str(), "{learned:#}");
    let shown = home.json(&["show", &reviewed]);
    assert_eq!(shown["stage"], "done", "{shown:#}");
    assert!(home.done(&["show", &reviewed[..8]]).contains("7 days late"));

    home.done(&["edit", &line, "--title", "The handover was cut short", "--tag", "handover"]);
    assert_eq!(home.json(&["list", "--tag", "handover"])["entries"][0]["id"], line.as_str());
    home.done(&["undo", &line]);
    assert_eq!(home.entry(&line)["title"], "The handover ended before we reached bed 9");
    assert_eq!(home.json(&["history", &line])["revisions"].as_array().unwrap().len(), 3);
    home.done(&["put-off", &line, "2999-01-01"]);
    home.done(&["attempt", &reviewed, "The second proposal"]);
    assert_eq!(home.json(&["attempts", &reviewed])["attempts"].as_array().unwrap().len(), 2);

    home.done(&["delete", &line]);
    home.run(&["show", &line]).assert_refused(4, &[]);
    assert_eq!(home.json(&["deleted"])["entries"][0]["id"], line.as_str());
    home.done(&["take-back", &line]);
    assert_eq!(home.sorted("id").len(), 3);

    let exported = home.done(&["export"]);
    let other = self::home().unwrap();
    let done = other.feed(&["import", "-", "--json"], &exported).json();
    assert_eq!((&done["added"], &done["bad"]), (&3.into(), &0.into()), "{done:#}");
    assert_eq!(other.entry(&reviewed), home.entry(&reviewed));
    let again = other.feed(&["import", "-", "--json"], &exported).json();
    assert_eq!((&again["added"], &again["same"]), (&0.into(), &3.into()), "{again:#}");

    other.done(&["settings", "--name", "Ada"]);
    assert_eq!(other.json(&["settings"])["name"], "Ada");
    other.done(&["erase", &line, "--yes"]);
    assert_eq!(other.sorted("id").len(), 2);
    for home in [&home, &other] {
        home.assert_sound();
    }
    home.run(&["backup"]).assert_refused(3, &["pg_dump"]);
    home.run(&["restore"]).assert_refused(3, &["pg_restore"]);

    let server = Server::start(&home);
    let entry = format!("/entries/{reviewed}");
    let [today, entry, log] = server.pages(["/", &entry, "/log"]);
    assert!(today.contains("The second proposal") && !today.contains("The handover"), "{today}");
    assert!(entry.contains(story["context"].as_str().unwrap()), "{entry}");
    assert!(log.contains("The handover ended before we reached bed 9"), "{log}");
    assert!(!home.database().exists());
}
