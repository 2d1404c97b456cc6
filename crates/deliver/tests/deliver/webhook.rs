//! Webhooks, against a web server of this machine.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hansei_deliver::guard::{Destination, MachineResolver, Resolve};
use hansei_deliver::trust::Trust;
use hansei_deliver::webhook::{Event, Key, Webhook, WebhookError};
use jiff::Timestamp;
use uuid::Uuid;

use crate::certificates::Identity;
use crate::web_server::{Answer, WebServer};

/// Longer than anything on this machine takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Shorter than a server that hangs.
const HASTE: Duration = Duration::from_millis(50);

/// A name server that gives its answers one after the other, and counts how often it was asked.
struct Changing {
    answers: Vec<&'static str>,
    asked: AtomicUsize,
}

impl Changing {
    fn new(answers: &[&'static str]) -> Self {
        Self { answers: answers.to_vec(), asked: AtomicUsize::new(0) }
    }
}

impl Resolve for Changing {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        Ok(vec![self.answers[asked.min(self.answers.len() - 1)].parse().unwrap()])
    }
}

fn says(status: &str) -> Answer {
    Answer::Says(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n"))
}

fn webhook(address: &str, home: bool, trust: Trust) -> Webhook {
    Webhook { destination: Destination::parse(address, home).unwrap(), key: Key::from_random([1; 32]), trust }
}

async fn send(webhook: &Webhook, resolver: &impl Resolve, limit: Duration) -> Result<(), WebhookError> {
    let event = Event { id: Uuid::from_u128(1), kind: "reminder.due" };
    webhook.send(event, Timestamp::from_second(1_614_265_330).unwrap(), resolver, limit).await
}

/// Sends to a server at home, without encryption.
async fn send_home(server: &WebServer, limit: Duration) -> Result<(), WebhookError> {
    let webhook = webhook(&format!("http://{}/due?key=1", server.address), true, Trust::default());
    send(&webhook, &MachineResolver, limit).await
}

#[tokio::test]
async fn an_id_and_a_type_are_sent_signed_and_nothing_else() {
    let server = WebServer::start(says("204 No Content")).await;
    send_home(&server, PATIENCE).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let expected = format!(
        "POST /due?key=1 HTTP/1.1\r\n\
         host: {}\r\n\
         user-agent: hansei\r\n\
         content-type: application/json\r\n\
         webhook-signature: v1,3tFmFyXQExoYa/B2WRBFFQzot3wsvfoeipCyyVjocfM=\r\n\
         webhook-id: 00000000-0000-0000-0000-000000000001\r\n\
         webhook-timestamp: 1614265330\r\n\
         content-length: 67\r\n\
         \r\n\
         {{\"id\":\"00000000-0000-0000-0000-000000000001\",\"type\":\"reminder.due\"}}",
        server.address
    );
    assert_eq!(requests[0], expected);
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let elsewhere = WebServer::start(says("204 No Content")).await;
    let location = format!("http://{}/", elsewhere.address);
    let server = WebServer::start(Answer::Says(format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
    )))
    .await;
    let error = send_home(&server, PATIENCE).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "127.0.0.1 answered with 307 Temporary Redirect, a redirection, which is not followed; give the address that it leads to"
    );
    assert!(!error.may_pass());
    assert_eq!(elsewhere.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn a_second_answer_of_the_name_server_leads_nowhere() {
    let meant = WebServer::start(says("204 No Content")).await;
    let port = meant.address.port();
    let other = WebServer::start_at(&format!("127.0.0.2:{port}"), says("204 No Content"), None).await;
    let resolver = Changing::new(&["127.0.0.1", "127.0.0.2"]);
    let webhook = webhook(&format!("http://home.example.org:{port}/"), true, Trust::default());
    send(&webhook, &resolver, PATIENCE).await.unwrap();
    assert_eq!((meant.requests().len(), other.requests().len()), (1, 0));
    assert_eq!(resolver.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_name_that_leads_home_is_not_connected_to() {
    let server = WebServer::start(says("204 No Content")).await;
    let resolver = Changing::new(&["127.0.0.1"]);
    let address = format!("https://evil.example.org:{}/", server.address.port());
    let error = send(&webhook(&address, false, Trust::default()), &resolver, PATIENCE).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "evil.example.org is on this machine or in this network (127.0.0.1); allow that in the settings if it is meant"
    );
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_left() {
    let server = WebServer::start(Answer::Hangs).await;
    let error = send_home(&server, HASTE).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 did not answer within 0.05 seconds; it is tried again later");
    assert!(error.may_pass());
}

#[tokio::test]
async fn a_server_that_never_stops_talking_is_not_listened_to() {
    let server = WebServer::start(Answer::NeverStops).await;
    send_home(&server, PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_server_that_hangs_up_is_asked_again_later() {
    let server = WebServer::start(Answer::HangsUp).await;
    let error = send_home(&server, PATIENCE).await.unwrap_err();
    assert!(matches!(error, WebhookError::Unreachable { .. }), "{error:?}");
    assert!(error.may_pass());
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error =
        send(&webhook(&address, true, Trust::default()), &MachineResolver, PATIENCE).await.unwrap_err();
    assert!(matches!(error, WebhookError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn only_what_may_pass_is_called_so() {
    let mut may_pass = Vec::new();
    for status in
        ["400 Bad Request", "404 Not Found", "410 Gone", "429 Too Many Requests", "503 Service Unavailable"]
    {
        let server = WebServer::start(says(status)).await;
        may_pass.push((status, send_home(&server, PATIENCE).await.unwrap_err().may_pass()));
    }
    assert_eq!(
        may_pass,
        [
            ("400 Bad Request", false),
            ("404 Not Found", false),
            ("410 Gone", false),
            ("429 Too Many Requests", true),
            ("503 Service Unavailable", true),
        ]
    );
}

#[tokio::test]
async fn a_certificate_that_the_person_added_is_believed() {
    let identity = Identity::of("home.example.org");
    let server = WebServer::encrypted(says("204 No Content"), identity.acceptor).await;
    let address = format!("https://home.example.org:{}/", server.address.port());
    let resolver = Changing::new(&["127.0.0.1"]);
    send(&webhook(&address, true, identity.trust), &resolver, PATIENCE).await.unwrap();
    assert!(server.requests()[0].starts_with("POST / HTTP/1.1\r\nhost: home.example.org:"));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_believed() {
    let server =
        WebServer::encrypted(says("204 No Content"), Identity::of("home.example.org").acceptor).await;
    let address = format!("https://home.example.org:{}/", server.address.port());
    let error = send(&webhook(&address, true, Trust::default()), &Changing::new(&["127.0.0.1"]), PATIENCE)
        .await
        .unwrap_err();
    assert!(matches!(error, WebhookError::Untrusted { .. }), "{error:?}");
    assert_eq!(server.requests(), [""]);
}

#[tokio::test]
async fn a_certificate_of_another_name_is_not_believed() {
    let identity = Identity::of("other.example.org");
    let server = WebServer::encrypted(says("204 No Content"), identity.acceptor).await;
    let address = format!("https://home.example.org:{}/", server.address.port());
    let error = send(&webhook(&address, true, identity.trust), &Changing::new(&["127.0.0.1"]), PATIENCE)
        .await
        .unwrap_err();
    assert!(matches!(error, WebhookError::Untrusted { .. }), "{error:?}");
    assert_eq!(server.requests(), [""]);
}
