//! Letters, against a mail server of this machine.

use std::time::Duration;

use hansei_deliver::mail::{Address, Letter, Login, MailError, Security, Server};
use hansei_deliver::secret::Secret;
use hansei_deliver::trust::Trust;
use jiff::Timestamp;
use uuid::Uuid;

use crate::certificates::Identity;
use crate::mail_server::{MailServer, Manners};

/// Longer than anything on this machine takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Shorter than a server that hangs.
const HASTE: Duration = Duration::from_millis(50);

fn server(port: u16, security: Security, trust: Trust) -> Server {
    let login = Login { user: "me".to_owned(), password: Secret::new("correct horse") };
    Server { host: "localhost".to_owned(), port, security, login: Some(login), trust }
}

async fn send(server: &Server, subject: &str, body: &str, limit: Duration) -> Result<(), MailError> {
    let from: Address = "hansei <me@example.org>".parse().unwrap();
    let to: Address = "me@example.org".parse().unwrap();
    let letter = Letter {
        id: Uuid::from_u128(1),
        from: &from,
        to: &to,
        subject,
        body,
        at: Timestamp::from_second(1_614_265_330).unwrap(),
    };
    server.send(&letter, limit).await
}

/// Sends a letter to a server with these manners, without encryption.
async fn send_plain(manners: Manners, limit: Duration) -> (MailServer, Result<(), MailError>) {
    let heard = MailServer::start(manners).await;
    let server = server(heard.port, Security::Plain, Trust::default());
    let sent = send(&server, "1 practice due", "Hello.", limit).await;
    (heard, sent)
}

#[tokio::test]
async fn a_letter_arrives_with_all_that_a_letter_has() {
    let (server, sent) = send_plain(Manners::default(), PATIENCE).await;
    sent.unwrap();
    let expected = "\
Message-ID: <00000000-0000-0000-0000-000000000001@example.org>
Date: Thu, 25 Feb 2021 15:02:10 +0000
From: hansei <me@example.org>
To: me@example.org
Subject: 1 practice due
Auto-Submitted: auto-generated
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Hello.";
    assert_eq!(server.letters(), [expected]);
}

#[tokio::test]
async fn a_subject_adds_no_header_and_a_body_does_not_end_the_letter() {
    let heard = MailServer::start(Manners::default()).await;
    let server = server(heard.port, Security::Plain, Trust::default());
    send(&server, "Due\r\nBcc: them@example.org", "One.\r\n.\r\nRSET\r\n", PATIENCE).await.unwrap();
    let letters = heard.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].ends_with("\n\nOne.\n..\nRSET\n"), "{letters:?}");
    assert!(!letters[0].contains("\nBcc"), "{letters:?}");
}

#[tokio::test]
async fn a_server_that_refuses_is_quoted() {
    let manners = Manners { instead: Some(("RCPT", "550 no such mailbox")), ..Manners::default() };
    let (_, sent) = send_plain(manners, PATIENCE).await;
    let error = sent.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the mail server localhost refused it: no such mailbox; check the user, the password and the addresses"
    );
    assert!(!error.may_pass());
}

#[tokio::test]
async fn a_server_that_puts_off_is_asked_again_later() {
    let manners = Manners { instead: Some(("RCPT", "451 greylisted")), ..Manners::default() };
    let (_, sent) = send_plain(manners, PATIENCE).await;
    let error = sent.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the mail server localhost put it off: greylisted; it is tried again later"
    );
    assert!(error.may_pass());
}

#[tokio::test]
async fn a_wrong_password_is_no_passing_fault() {
    let manners = Manners { instead: Some(("AUTH", "535 wrong password")), ..Manners::default() };
    let (server, sent) = send_plain(manners, PATIENCE).await;
    let error = sent.unwrap_err();
    assert!(matches!(&error, MailError::Refused { .. }), "{error:?}");
    assert!(!format!("{error:?}").contains("correct horse"));
    assert_eq!(server.letters().len(), 0);
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left() {
    for word in ["GREETING", "EHLO", "DATA", "LETTER"] {
        let (_, sent) = send_plain(Manners { silent_after: Some(word), ..Manners::default() }, HASTE).await;
        let error = sent.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the mail server localhost did not answer within 0.05 seconds; it is tried again later",
            "{word}"
        );
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_asked_again_later() {
    for word in ["GREETING", "EHLO", "DATA", "LETTER"] {
        let (_, sent) =
            send_plain(Manners { instead: Some((word, "")), ..Manners::default() }, PATIENCE).await;
        let error = sent.unwrap_err();
        assert!(error.may_pass(), "{word}: {error:?}");
    }
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error =
        send(&server(port, Security::Plain, Trust::default()), "Due", "Hello.", PATIENCE).await.unwrap_err();
    assert!(matches!(error, MailError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn without_encryption_nothing_leaves_this_machine() {
    for host in ["mail.example.org", "192.168.1.1", "localhost.example.org", ""] {
        let server = Server { host: host.to_owned(), ..server(25, Security::Plain, Trust::default()) };
        let error = send(&server, "Due", "Hello.", PATIENCE).await.unwrap_err();
        assert!(matches!(error, MailError::Unencrypted(_)), "{host}: {error:?}");
        assert!(server.check().is_err(), "{host}");
    }
}

#[test]
fn a_server_without_a_name_or_with_a_name_that_is_none_is_refused_before_anything_is_sent() {
    for host in ["", " ", "mail server", "-"] {
        let server = Server { host: host.to_owned(), ..server(465, Security::Tls, Trust::default()) };
        assert!(server.check().is_err(), "{host}");
    }
    assert!(server(465, Security::Tls, Trust::default()).check().is_ok());
}

#[tokio::test]
async fn a_server_that_hides_starttls_hears_neither_password_nor_letter() {
    let heard = MailServer::start(Manners::default()).await;
    let error = send(&server(heard.port, Security::StartTls, Trust::default()), "Due", "Hello.", PATIENCE)
        .await
        .unwrap_err();
    assert!(!error.may_pass(), "{error:?}");
    let words: Vec<_> = heard.heard().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(words, ["EHLO"]);
}

#[tokio::test]
async fn a_letter_arrives_over_both_ways_of_encryption() {
    for (security, wrapped) in [(Security::Tls, true), (Security::StartTls, false)] {
        let identity = Identity::of("localhost");
        let manners = Manners { acceptor: Some(identity.acceptor), wrapped, ..Manners::default() };
        let heard = MailServer::start(manners).await;
        send(&server(heard.port, security, identity.trust), "Due", "Hello.", PATIENCE).await.unwrap();
        assert_eq!(heard.letters().len(), 1, "{security:?}");
    }
}

#[tokio::test]
async fn a_server_with_a_certificate_that_nobody_vouches_for_hears_neither_password_nor_letter() {
    for (security, wrapped) in [(Security::Tls, true), (Security::StartTls, false)] {
        let acceptor = Some(Identity::of("localhost").acceptor);
        let heard = MailServer::start(Manners { acceptor, wrapped, ..Manners::default() }).await;
        let error = send(&server(heard.port, security, Trust::default()), "Due", "Hello.", PATIENCE)
            .await
            .unwrap_err();
        assert!(matches!(error, MailError::Untrusted { .. }), "{security:?}: {error:?}");
        assert!(!heard.heard().iter().any(|line| line.starts_with("AUTH") || line == "DATA"));
    }
}

#[test]
fn what_is_no_address_of_mail_is_refused() {
    for text in ["", "me", "me@", "@example.org", "me@example.org\r\nBcc: them@example.org", "a@b.c, d@e.f"] {
        assert!(text.parse::<Address>().is_err(), "{text}");
    }
}
