//! Whose certificates are believed: Mozilla's list, and what the person adds for a server of their own.

use std::error::Error;
use std::io;
use std::sync::Arc;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

/// The authorities whose certificates are believed: Mozilla's list by default.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    added: Vec<CertificateDer<'static>>,
}

/// What was given as a certificate is none.
#[derive(Debug, thiserror::Error)]
#[error("this is not a certificate in PEM form; it begins with \"-----BEGIN CERTIFICATE-----\"")]
pub struct NotACertificate;

impl Trust {
    /// Believes the certificates of this PEM text as well: those of an authority, or of one server.
    pub fn with(pem: &str) -> Result<Self, NotACertificate> {
        let added: Vec<_> = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|_| NotACertificate)?;
        let mut store = RootCertStore::empty();
        let (believed, _) = store.add_parsable_certificates(added.iter().cloned());
        if believed == 0 || believed < added.len() {
            return Err(NotACertificate);
        }
        Ok(Self { added })
    }

    pub(crate) fn added(&self) -> &[CertificateDer<'static>] {
        &self.added
    }

    pub(crate) fn connector(&self) -> Result<TlsConnector, rustls::Error> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(self.added.iter().cloned());
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// Tells whether TLS is at the bottom of an error: a certificate that nobody vouches for, or a server that does not speak it.
pub(crate) fn is_mistrust(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        // An I/O error hides what it carries from `source`.
        let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let within = carried.and_then(|carried| carried.downcast_ref::<rustls::Error>());
        if within.is_some() || error.is::<rustls::Error>() {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused() {
        for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(Trust::with(pem).is_err(), "{pem}");
        }
    }
}
