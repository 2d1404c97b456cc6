//! How reminders stand: which ways are on, when each worked last and what went wrong, and what would be said now.

use jiff::Timestamp;
use jiff::civil::Date;

use super::chosen::{Channel, Reminders};
use super::due::{Due, Sort, Titled};
use super::sending::{Pause, letter};
use crate::{App, AppError};

/// How one way stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The way.
    pub channel: Channel,
    /// Whether it is on.
    pub is_on: bool,
    /// Whether what it needs is known, so that it can be tried and turned on.
    pub is_known: bool,
    /// How many things are due that it has not said.
    pub unsent: usize,
    /// The day on which it worked last; `None` where nothing was sent yet.
    pub sent_on: Option<Date>,
    /// Since when nothing arrives; `None` where everything does.
    pub failing_since: Option<Timestamp>,
    /// What went wrong the last time.
    pub fault: Option<String>,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
}

/// Everything about reminders that their page and programs show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// What the person chose.
    pub chosen: Reminders,
    /// Why nothing is sent just now; `None` when something may be.
    pub pause: Option<Pause>,
    /// Whether this program can send at all.
    pub can_send: bool,
    /// How each way stands.
    pub ways: Vec<Standing>,
    /// What is due now, the first first.
    pub due: Vec<Titled>,
    /// What was put off, the first first.
    pub put_off: Vec<Titled>,
    /// What would be said of what is due now.
    pub said: Said,
}

/// What a reminder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether that is what is due; otherwise it is an example.
    pub is_due: bool,
    /// What it is about, in a few words.
    pub summary: String,
    /// The letter.
    pub letter: String,
}

impl App {
    /// Looks at how reminders stand.
    pub async fn reminders_overview(&self) -> Result<Overview, AppError> {
        let (now, chosen) = (self.now(), self.reminders().await?);
        let (due, later): (Vec<_>, Vec<_>) =
            self.coming().await?.into_iter().partition(|it| it.item.day <= now.date());
        let put_off = later.into_iter().filter(|it| it.item.put_off_until.is_some()).collect();
        let items = Due(due.iter().map(|it| it.item.clone()).collect());
        Ok(Overview {
            pause: chosen.pause(now.time()),
            can_send: self.carrier.is_some(),
            ways: self.ways(&chosen, &items).await?,
            said: Said::of(&items),
            chosen,
            due,
            put_off,
        })
    }

    async fn ways(&self, chosen: &Reminders, due: &Due) -> Result<Vec<Standing>, AppError> {
        let standing = self.store.channels(self.space).await?;
        let mut ways = Vec::with_capacity(Channel::ALL.len());
        for channel in Channel::ALL {
            let it = standing.iter().find(|it| it.name == channel.word());
            let said = self.store.reminded(self.space, channel.word()).await?;
            ways.push(Standing {
                channel,
                is_on: chosen.is_on(channel),
                is_known: match channel {
                    Channel::Mail => chosen.mail.is_some(),
                    Channel::Webhook => chosen.webhook.is_some(),
                    Channel::Desktop => true,
                },
                unsent: due.0.iter().filter(|item| !said.contains(&item.key)).count(),
                sent_on: it.and_then(|it| it.sent_on),
                failing_since: it.and_then(|it| it.failing_since),
                fault: it.and_then(|it| it.fault.clone()),
                next_try_at: it.and_then(|it| it.next_try_at),
            });
        }
        Ok(ways)
    }
}

impl Said {
    /// Writes what would be said of what is due; an example where nothing is.
    fn of(due: &Due) -> Self {
        let summary = due.summary();
        let is_due = !summary.is_empty();
        let summary = if is_due { summary } else { format!("1 {}", Sort::Practice.words()) };
        Self { is_due, letter: letter(&summary), summary }
    }
}
