//! Reminders at the command line, with a mail server and a web server of this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::harness::{Answer, Home};

/// Runs a command at a time.
fn at(home: &Home, now: &str, args: &[&str]) -> Answer {
    home.command(args).env("HANSEI_TEST_NOW", format!("{now}+00:00[UTC]")).output().unwrap().into()
}

/// A home with a review that was begun on the 14th of May and left, so that it is due on the 21st.
fn left() -> Home {
    let home = Home::new();
    let answers = json!({"schema": 1, "log": "The proposal went out late", "intended": {"statement": "It goes out on time"}});
    let file = home.path().join("answers.json");
    std::fs::write(&file, answers.to_string()).unwrap();
    at(&home, "2026-05-14T10:00:00", &["review", "--from", file.to_str().unwrap()]).done();
    home
}

/// A server that talks with each caller in its own way and keeps what it heard.
fn server(talk: fn(TcpStream, &Mutex<Vec<String>>)) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heard);
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            talk(caller, &kept);
        }
    });
    (port, heard)
}

/// Takes letters.
fn mail(mut caller: TcpStream, heard: &Mutex<Vec<String>>) {
    let mut say = caller.try_clone().unwrap();
    drop(say.write_all(b"220 ready\r\n"));
    let mut letter = None;
    for line in BufReader::new(&mut caller).lines().map_while(Result::ok) {
        let answer = match (&mut letter, line.as_str()) {
            (Some(_), ".") => {
                heard.lock().unwrap().extend(letter.take());
                "250 taken"
            }
            (Some(letter), line) => {
                *letter = format!("{letter}{line}\n");
                continue;
            }
            (None, "DATA") => {
                letter = Some(String::new());
                "354 go on"
            }
            (None, "QUIT") => "221 bye",
            (None, _) => "250 ok",
        };
        drop(say.write_all(format!("{answer}\r\n").as_bytes()));
    }
}

/// Answers 204 to whatever it is sent.
fn web(mut caller: TcpStream, heard: &Mutex<Vec<String>>) {
    let mut request = String::new();
    let mut bytes = [0; 4096];
    while !request.ends_with('}') {
        let read = caller.read(&mut bytes).unwrap();
        request.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    heard.lock().unwrap().push(request);
    drop(caller.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"));
}

fn by_mail(home: &Home, port: u16) {
    let port = port.to_string();
    home.done(&[
        "remind",
        "mail",
        "--host",
        "localhost",
        "--port",
        &port,
        "--security",
        "plain",
        "--from",
        "me@example.org",
    ]);
}

#[test]
fn a_letter_says_how_much_is_due_once() {
    let home = left();
    let (port, heard) = server(mail);
    by_mail(&home, port);
    let early = at(&home, "2026-05-21T07:30:00", &["remind", "--once"]);
    assert_eq!(
        (early.code, early.err.as_str()),
        (Some(0), "Nothing is sent before 08:00: it is a quiet hour.\n")
    );
    assert_eq!(
        at(&home, "2026-05-21T09:00:00", &["remind", "--once"]).done(),
        "Sent by mail: 1 review begun\n"
    );
    let again = at(&home, "2026-05-22T09:00:00", &["remind", "--once"]);
    assert_eq!((again.code, again.err.as_str()), (Some(0), "There is nothing to send.\n"));
    let letters = heard.lock().unwrap().clone();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("\nSubject: hansei: 1 review begun\n"), "{}", letters[0]);
    assert!(!letters[0].contains("proposal") && !letters[0].contains("on time"), "{}", letters[0]);
}

#[test]
fn a_webhook_gets_an_id_and_a_type_and_its_key_is_shown_once() {
    let home = left();
    let (port, heard) = server(web);
    let url = format!("http://127.0.0.1:{port}/due");
    home.run(&["remind", "webhook", "--url", &url])
        .assert_refused(3, &["the address has to begin with https://"]);
    let made = home.run(&["remind", "webhook", "--url", &url, "--at-home", "yes"]);
    assert!(made.err.starts_with("The key, which is shown only now: whsec_"), "{made:?}");
    let key = made.err.trim().rsplit(' ').next().unwrap();
    for args in [&["remind"][..], &["remind", "--json"], &["settings", "--json"], &["remind", "webhook"]] {
        let shown = home.run(args);
        assert!(!shown.out.contains(key) && !shown.err.contains(key), "{shown:?}");
    }
    home.done(&["remind", "--test", "webhook"]);
    at(&home, "2026-05-21T09:00:00", &["remind", "--once"]).done();
    let bodies: Vec<Value> = heard
        .lock()
        .unwrap()
        .iter()
        .map(|request| serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap())
        .collect();
    let kinds: Vec<_> = bodies.iter().map(|body| body["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reminder.test", "reminder.due"]);
    assert!(bodies.iter().all(|body| body.as_object().unwrap().len() == 2), "{bodies:?}");
}

#[test]
fn what_cannot_be_sent_is_named_kept_and_tried_again() {
    let home = left();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    by_mail(&home, port);
    let failed = at(&home, "2026-05-21T09:00:00", &["remind", "--once"]);
    failed.assert_refused_after("Not sent by mail: the mail server localhost cannot be reached");
    let soon = at(&home, "2026-05-21T09:00:30", &["remind", "--once"]);
    assert_eq!((soon.code, soon.err.as_str()), (Some(0), "There is nothing to send.\n"));
    let told = at(&home, "2026-05-21T09:00:30", &["doctor"]);
    assert!(
        told.out.contains("notice    reminders   mail: the mail server localhost cannot be reached"),
        "{told:?}"
    );
    let told = at(&home, "2026-05-22T09:00:30", &["doctor"]);
    assert!(told.out.contains("problem   reminders   mail:"), "{told:?}");
    let (port, heard) = server(mail);
    by_mail(&home, port);
    assert_eq!(
        at(&home, "2026-05-22T09:01:00", &["remind", "--once"]).done(),
        "Sent by mail: 1 review begun\n"
    );
    assert_eq!(heard.lock().unwrap().len(), 1);
}

impl Answer {
    /// Asserts that the command told this first and then ended with exit code 1.
    #[track_caller]
    fn assert_refused_after(&self, told: &str) {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(
            self.err.starts_with(told) && self.err.contains("\nError: nothing could be sent"),
            "{self:?}"
        );
    }
}

#[test]
fn what_is_due_and_how_it_is_sent_is_shown() {
    let home = left();
    home.done(&["remind", "hours", "--at", "9:30", "--quiet", "22:00-7:00"]);
    by_mail(&home, 25);
    let shown = at(&home, "2026-05-21T09:00:00", &["remind"]).done();
    assert!(shown.starts_with("1 review begun\n\nDue\nNAME"), "{shown}");
    assert!(
        shown.ends_with(
            "2026-05-21  review begun: The proposal went out late\n\nmail      on, 1 to send\nwebhook   off\n\
             desktop   off\ncalendar  has no address\nhours     from 09:30 on, quiet from 22:00 to 07:00\n"
        ),
        "{shown}"
    );
}

#[test]
fn a_password_comes_from_a_file_and_is_shown_nowhere() {
    let home = Home::new();
    let given = home.feed(
        &[
            "remind",
            "mail",
            "--host",
            "smtp.example.org",
            "--user",
            "me",
            "--password-from",
            "-",
            "--from",
            "me@example.org",
        ],
        "correct horse\n",
    );
    assert!(given.done().starts_with("Nothing is due.\n\nmail      on"));
    for args in [&["remind"][..], &["remind", "--json"], &["settings", "--json"], &["doctor"], &["export"]] {
        let shown = home.run(args);
        assert!(!shown.out.contains("correct horse") && !shown.err.contains("correct horse"), "{shown:?}");
    }
    home.run(&["remind", "mail", "--host", "smtp.example.org", "--security", "plain"])
        .assert_refused(3, &["would travel unencrypted"]);
}

#[test]
fn a_calendar_is_written_for_its_owner_only() {
    let home = left();
    at(&home, "2026-05-21T09:00:00", &["remind", "--calendar", "due.ics"]).done();
    let written = std::fs::read_to_string(home.path().join("due.ics")).unwrap();
    assert_eq!(written, at(&home, "2026-05-21T09:00:00", &["remind", "--calendar", "-"]).out);
    assert!(written.contains("DTSTART;VALUE=DATE:20260521\r\nSUMMARY:1 review begun\r\n"), "{written}");
}

#[test]
fn a_timer_for_systemd_names_the_program_and_the_data() {
    let home = Home::new();
    let printed = home.done(&["remind", "--systemd"]);
    let data = home.data().display().to_string();
    assert!(printed.contains(&format!("--data-dir \"{data}\" remind --once\n")), "{printed}");
    assert!(!home.data().exists());
}

/// A home with a closed review whose decision is looked at again on the 21st of May.
fn decided() -> Home {
    let home = Home::new();
    let answers = json!({
        "schema": 1, "log": "The proposal went out late",
        "intended": {"statement": "It goes out on time"},
        "happened": {"moments": [{"what": "It went out late"}]},
        "why": {"factors": [{"statement": "My estimate", "control": "mine"}]},
        "next": {"lesson": "Ask first", "knowledge_only": true,
            "choice": {"way": "retry", "reason": "The tender comes again", "on": "2026-05-21"}},
        "finish": true,
    });
    let file = home.path().join("answers.json");
    std::fs::write(&file, answers.to_string()).unwrap();
    at(&home, "2026-05-14T10:00:00", &["review", "--from", file.to_str().unwrap()]).done();
    home
}

#[test]
fn a_decision_is_named_where_it_is_due_put_off_and_looked_at() {
    let home = decided();
    let on = |day: &str, args: &[&str]| at(&home, &format!("{day}T09:00:00"), args);
    let today = on("2026-05-21", &[]).done();
    assert!(today.contains("To look at again") && today.contains("The tender comes again"), "{today}");
    let shown = on("2026-05-21", &["remind"]).done();
    let name = shown.split_whitespace().find(|word| word.starts_with("decision/")).unwrap();
    assert_eq!(name.len(), "decision/".len() + 4, "{shown}");
    assert!(shown.starts_with("1 decision to look at again\n"), "{shown}");
    let put_off = on("2026-05-21", &["put-off", name, "in a week"]).done();
    assert!(put_off.starts_with("Nothing asks before Thu 28 May 2026 about decision/"), "{put_off}");
    let shown = on("2026-05-27", &["remind"]).done();
    assert!(shown.starts_with("Nothing is due.\n") && shown.contains("Put off until"), "{shown}");
    assert!(!on("2026-05-27", &[]).done().contains("To look at again"));
    let shown = on("2026-05-28", &["remind"]).done();
    assert!(shown.starts_with("1 decision to look at again\n"), "{shown}");
    let looked = on("2026-05-28", &["remind", "looked-at", name]);
    assert!(looked.out.starts_with("Looked at, and not due any more: decision/"), "{looked:?}");
    assert!(on("2026-05-29", &["remind"]).done().starts_with("Nothing is due.\n"));
    let whole = looked.out.trim().rsplit(' ').next().unwrap();
    on("2026-05-29", &["remind", "looked-at", whole, "--undo"]).done();
    assert!(on("2026-05-29", &["remind"]).done().starts_with("1 decision to look at again\n"));
    let due: Value = serde_json::from_str(&on("2026-05-29", &["remind", "--json"]).done()).unwrap();
    assert_eq!(
        (&due["due"][0]["sort"], &due["due"][0]["title"]),
        (&json!("decision"), &json!("The proposal went out late"))
    );
    on("2026-05-29", &["put-off", "decision/ffff", "monday"])
        .assert_refused(4, &["nothing is due under the name"]);
    on("2026-05-29", &["put-off", name, "2026-05-29"]).assert_refused(3, &["choose a day that is to come"]);
}

#[test]
fn a_look_back_is_put_off_by_its_word() {
    let home = decided();
    let on = |day: &str, args: &[&str]| at(&home, &format!("{day}T09:00:00"), args).done();
    assert!(on("2026-08-14", &[]).contains("look back at Second quarter of 2026: hansei quarter"));
    assert!(on("2026-08-14", &["put-off", "quarter", "in 2 weeks"]).contains("(quarter to look back at)"));
    assert!(!on("2026-08-14", &[]).contains("hansei quarter"));
}
