//! Changes to what the person chose: what is left out stays, and no password comes out again.

use super::chosen::{Hidden, Mail, Reminders, Security, Webhook};
use crate::{App, AppError};

/// What somebody says about mail. What is `None` stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailSaid {
    /// Whether letters are sent; where nothing was said before, they are.
    pub on: Option<bool>,
    /// The name of the server.
    pub host: Option<String>,
    /// Its port; where the encryption changes and no port is said, the usual one of that.
    pub port: Option<u16>,
    /// How the way to it is encrypted.
    pub security: Option<Security>,
    /// The user there; an empty one takes user and password away.
    pub user: Option<String>,
    /// The password.
    pub password: Option<Hidden>,
    /// Who the letters are from.
    pub from: Option<String>,
    /// Who they are for; where nothing was said before, the one they are from.
    pub to: Option<String>,
    /// A certificate that is believed as well; an empty one takes it away.
    pub certificate: Option<String>,
}

/// What somebody says about the webhook. What is `None` stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookSaid {
    /// Whether it is told; where nothing was said before, it is.
    pub on: Option<bool>,
    /// Its address.
    pub url: Option<String>,
    /// Whether it may be on this machine or in this network.
    pub at_home: Option<bool>,
    /// A certificate that is believed as well; an empty one takes it away.
    pub certificate: Option<String>,
    /// Whether another key is made.
    pub new_key: bool,
}

impl Security {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::Plain];

    /// Returns the word that stands for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Plain => "plain",
        }
    }

    /// Finds it by its word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.word() == word)
    }

    /// Returns the port that a server which takes letters so usually has.
    // RFC 8314, 3.3 and RFC 6409, 3.1; for a server on this machine RFC 5321, 4.5.4.2.
    #[must_use]
    pub fn usual_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::Plain => 25,
        }
    }
}

impl MailSaid {
    fn over(&self, before: Option<Mail>) -> Mail {
        let is_first = before.is_none();
        let before = before.unwrap_or_else(|| Mail {
            on: true,
            host: String::new(),
            port: Security::Tls.usual_port(),
            security: Security::Tls,
            user: None,
            password: None,
            from: String::new(),
            to: String::new(),
            certificate: None,
        });
        let usual = self.security.filter(|security| is_first || *security != before.security);
        let from = self.from.clone().unwrap_or(before.from);
        let before_to = if before.to.is_empty() { from.clone() } else { before.to };
        let is_anonymous = self.user.as_deref() == Some("");
        Mail {
            on: self.on.unwrap_or(before.on),
            host: self.host.clone().unwrap_or(before.host),
            port: self.port.or(usual.map(Security::usual_port)).unwrap_or(before.port),
            security: self.security.unwrap_or(before.security),
            user: self.user.clone().or(before.user).filter(|_| !is_anonymous),
            password: self.password.clone().or(before.password).filter(|_| !is_anonymous),
            to: self.to.clone().filter(|to| !to.is_empty()).unwrap_or(before_to),
            from,
            certificate: certificate(self.certificate.as_ref(), before.certificate),
        }
    }
}

impl WebhookSaid {
    fn over(&self, before: Option<Webhook>, fresh: &Hidden) -> Webhook {
        let before = before.unwrap_or_else(|| Webhook {
            on: true,
            url: String::new(),
            key: fresh.clone(),
            at_home: false,
            certificate: None,
        });
        Webhook {
            on: self.on.unwrap_or(before.on),
            url: self.url.clone().unwrap_or(before.url),
            key: if self.new_key { fresh.clone() } else { before.key },
            at_home: self.at_home.unwrap_or(before.at_home),
            certificate: certificate(self.certificate.as_ref(), before.certificate),
        }
    }
}

fn certificate(said: Option<&String>, before: Option<String>) -> Option<String> {
    said.cloned().or(before).filter(|pem| !pem.trim().is_empty())
}

impl App {
    /// Changes what is chosen about mail, and returns all that is chosen now.
    pub async fn choose_mail(&self, said: &MailSaid) -> Result<Reminders, AppError> {
        if said.port == Some(0) {
            return Err(AppError::Invalid("0 is no port; give a number from 1 to 65535".to_owned()));
        }
        self.choose_reminders(|it| it.mail = Some(said.over(it.mail.take()))).await
    }

    /// Changes what is chosen about the webhook. Returns the key that was made for it, this once; `None` where the one
    /// before stays.
    pub async fn choose_webhook(&self, said: &WebhookSaid) -> Result<Option<Hidden>, AppError> {
        let is_first = self.reminders().await?.webhook.is_none();
        let fresh = match self.new_key() {
            Ok(fresh) => fresh,
            Err(error) if is_first || said.new_key => return Err(error),
            // Nothing is made, and what is known can still be turned off.
            Err(_) => Hidden::new(""),
        };
        let chosen =
            self.choose_reminders(|it| it.webhook = Some(said.over(it.webhook.take(), &fresh))).await?;
        Ok(chosen.webhook.map(|webhook| webhook.key).filter(|key| *key == fresh))
    }

    /// Makes another key for the webhook and returns it, this once; the one before stops working.
    pub async fn renew_webhook_key(&self) -> Result<Hidden, AppError> {
        if self.reminders().await?.webhook.is_none() {
            return Err(AppError::Invalid(
                "nothing is known yet about the webhook; give its address first".to_owned(),
            ));
        }
        let made = self.choose_webhook(&WebhookSaid { new_key: true, ..WebhookSaid::default() }).await?;
        made.ok_or_else(|| AppError::broken("no key was made"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        let said = MailSaid {
            host: Some("smtp.example.org".to_owned()),
            user: Some("me".to_owned()),
            password: Some(Hidden::new("correct horse")),
            from: Some("me@example.org".to_owned()),
            ..MailSaid::default()
        };
        said.over(None)
    }

    #[test]
    fn what_is_left_out_stays_and_letters_go_to_whom_they_are_from() {
        let first = mail();
        assert_eq!((first.on, first.port, first.to.as_str()), (true, 465, "me@example.org"));
        assert_eq!(MailSaid::default().over(Some(first.clone())), first);
        let off = MailSaid { on: Some(false), ..MailSaid::default() }.over(Some(first.clone()));
        assert_eq!(off, Mail { on: false, ..first });
    }

    #[test]
    fn another_encryption_brings_its_port_and_the_same_one_leaves_it() {
        let own = MailSaid { port: Some(2525), ..MailSaid::default() }.over(Some(mail()));
        let to =
            |security| MailSaid { security: Some(security), ..MailSaid::default() }.over(Some(own.clone()));
        assert_eq!((to(Security::StartTls).port, to(Security::Tls).port), (587, 2525));
    }

    #[test]
    fn no_user_has_no_password() {
        let said = MailSaid { user: Some(String::new()), ..MailSaid::default() };
        let mail = said.over(Some(mail()));
        assert_eq!((mail.user, mail.password), (None, None));
    }

    #[test]
    fn a_key_stays_until_another_is_made() {
        let (first, second) = (Hidden::new("whsec_a"), Hidden::new("whsec_b"));
        let made = WebhookSaid::default().over(None, &first);
        let kept = WebhookSaid { on: Some(false), ..WebhookSaid::default() }.over(Some(made), &second);
        assert_eq!((kept.on, &kept.key), (false, &first));
        let renewed = WebhookSaid { new_key: true, ..WebhookSaid::default() }.over(Some(kept), &second);
        assert_eq!(renewed.key, second);
    }
}
