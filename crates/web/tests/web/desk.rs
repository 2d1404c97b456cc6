//! An entry on its way through the questions, as a browser without scripts sends them.

use axum::http::header;

use crate::harness::{Answer, House};

/// A house with one captured line.
pub(crate) struct Desk {
    pub(crate) house: House,
    pub(crate) id: String,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        let house = House::new().await;
        let id =
            house.captured("2026-03-22: The proposal went out late. Finance did not sign.").await.to_string();
        Self { house, id }
    }

    /// A desk whose first questions are answered, up to this one.
    pub(crate) async fn before(question: &str) -> Self {
        let desk = Self::new().await;
        let answers: [(&str, &[(&str, &str)]); 3] = [
            (
                "intended",
                &[
                    ("statement", "Deliver"),
                    ("target.0.name", "Day"),
                    ("target.0.kind", "deadline"),
                    ("target.0.value", "2026-03-15"),
                ],
            ),
            (
                "happened",
                &[
                    ("quick", "2026-03-22: it was sent"),
                    ("outcome.0.target", "1"),
                    ("outcome.0.value", "2026-03-22"),
                ],
            ),
            ("why", &[("new.statement", "The scope grew"), ("new.kind", "event")]),
        ];
        for (answered, fields) in answers.iter().take_while(|(answered, _)| *answered != question) {
            desk.save(answered, fields).await.expect(303);
        }
        desk
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/entries/{}/{rest}", self.id)
    }

    pub(crate) async fn open(&self, rest: &str) -> String {
        self.house.get(&self.path(rest)).await.expect(200).body
    }

    pub(crate) async fn post(&self, rest: &str, fields: &[(&str, &str)]) -> Answer {
        self.house.post(&self.path(rest), fields).await
    }

    /// Sends a form of a question as the page has it, with the version that is on it.
    pub(crate) async fn save(&self, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let version = self.version().await;
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        self.post(rest, &all).await
    }

    /// Sends a form that is refused, and opens the page that this leads to as the browser does.
    pub(crate) async fn refused(&self, rest: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.save(rest, fields).await;
        let place = leads(&answer);
        assert!(place.contains("?check="), "{place}");
        self.open(place).await
    }

    pub(crate) async fn version(&self) -> String {
        self.kept().await.version.to_string()
    }

    pub(crate) async fn kept(&self) -> hansei_store::Kept {
        self.house.app.entry(self.id.parse().unwrap()).await.unwrap()
    }

    pub(crate) async fn review(&self) -> serde_json::Value {
        serde_json::to_value(&self.kept().await.entry.review).unwrap()
    }
}

/// Where an answer leads, without the entry in front.
pub(crate) fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    let place = answer.headers[header::LOCATION].to_str().unwrap();
    place.strip_prefix("/entries/").and_then(|rest| rest.split_once('/')).map_or(place, |(_, rest)| rest)
}
