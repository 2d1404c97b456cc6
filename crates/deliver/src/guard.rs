//! Where a webhook may lead. A name is looked up once, every address it has is judged, and the connection goes to one of those
//! addresses: a second answer of the name server changes nothing, because nobody asks for it.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

/// How far away an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A host of the public internet.
    Public,
    /// This machine or this network: loopback, private, shared (100.64.0.0/10) and unique-local addresses.
    Home,
    /// Nothing that a webhook could mean: link-local (with the metadata services of clouds), multicast, tunnels, documentation,
    /// measurement, and everything that is not given out.
    Never,
}

/// What is reserved among the IPv4 addresses, after the registry of special-purpose addresses (IANA, RFC 6890).
const NEVER_V4: [(Ipv4Addr, u32); 11] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
];

const HOME_V4: [(Ipv4Addr, u32); 5] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
];

/// What is reserved among those IPv6 addresses that are given out (`2000::/3`): protocol assignments with Teredo and ORCHID,
/// documentation, 6to4, AS112.
const NEVER_V6: [(Ipv6Addr, u32); 5] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

const GIVEN_OUT_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const UNIQUE_LOCAL: (Ipv6Addr, u32) = (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7);

/// NAT64 (RFC 6052): on a network without IPv4, every host that has only that is reached through it.
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

impl Reach {
    /// Judges an address. One that carries an IPv4 address (mapped, NAT64) is judged by that.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => Self::of_v4(address),
            IpAddr::V6(address) => Self::of_v6(address),
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        if HOME_V4.iter().any(|network| holds_v4(*network, address)) {
            Self::Home
        } else if address >= Ipv4Addr::new(224, 0, 0, 0)
            || NEVER_V4.iter().any(|network| holds_v4(*network, address))
        {
            Self::Never
        } else {
            Self::Public
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(inner) = address.to_ipv4_mapped() {
            return Self::of_v4(inner);
        }
        if holds_v6(NAT64, address) {
            let [.., a, b, c, d] = address.octets();
            return Self::of_v4(Ipv4Addr::new(a, b, c, d));
        }
        if address.is_loopback() || holds_v6(UNIQUE_LOCAL, address) {
            Self::Home
        } else if !holds_v6(GIVEN_OUT_V6, address)
            || NEVER_V6.iter().any(|network| holds_v6(*network, address))
        {
            Self::Never
        } else {
            Self::Public
        }
    }
}

fn holds_v4((network, length): (Ipv4Addr, u32), address: Ipv4Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (32 - length) == 0
}

fn holds_v6((network, length): (Ipv6Addr, u32), address: Ipv6Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (128 - length) == 0
}

/// Tells which addresses a name has.
pub trait Resolve: Send + Sync {
    /// Looks a name up.
    fn resolve(&self, name: &str) -> impl Future<Output = io::Result<Vec<IpAddr>>> + Send;
}

/// Asks the machine, as every other program on it does.
#[derive(Debug, Clone, Copy)]
pub struct MachineResolver;

impl Resolve for MachineResolver {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect())
    }
}

/// Why nothing is sent to an address.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read.
    #[error("this is not an address of the web; it begins with https:// and names a host")]
    NotAnAddress,
    /// It begins with neither https nor http, or with http where home is not allowed.
    #[error(
        "the address has to begin with https://, so that nobody on the way can read or change what is sent"
    )]
    NotEncrypted,
    /// It holds a user's name or a password.
    #[error("the address holds a user name or a password; leave them out, what is sent is signed")]
    Credentials,
    /// Its host is at home, and that was not allowed.
    #[error(
        "{host} is on this machine or in this network ({address}); allow that in the settings if it is meant"
    )]
    Home {
        /// The host that is named.
        host: String,
        /// Where it leads.
        address: IpAddr,
    },
    /// Its host leads nowhere that a webhook could mean.
    #[error("{host} leads to {address}, which is reserved; give the address of a host that others can reach")]
    Reserved {
        /// The host that is named.
        host: String,
        /// Where it leads.
        address: IpAddr,
    },
    /// Nobody knows its host.
    #[error("no host is known under the name {host}; check the address, and whether this machine is online")]
    Unknown {
        /// The host that is named.
        host: String,
        /// What the name server said, if it said anything.
        #[source]
        source: Option<io::Error>,
    },
}

/// Where the person wants things sent to.
#[derive(Debug, Clone)]
pub struct Destination {
    url: Url,
    host: Host<String>,
    home: bool,
}

impl Destination {
    /// Reads the address of a webhook. With `home`, it may lead to this machine or this network, there also without encryption.
    pub fn parse(text: &str, home: bool) -> Result<Self, Refusal> {
        let url = Url::parse(text.trim()).map_err(|_| Refusal::NotAnAddress)?;
        match url.scheme() {
            "https" => {}
            "http" if home => {}
            "http" => return Err(Refusal::NotEncrypted),
            _ => return Err(Refusal::NotAnAddress),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        let host = url.host().ok_or(Refusal::NotAnAddress)?.to_owned();
        let destination = Self { url, host, home };
        if let Some(literal) = destination.literal() {
            destination.judge(literal)?;
        }
        Ok(destination)
    }

    /// Finds the addresses that may be connected to. If one address of a name is refused, all are.
    pub async fn find(&self, resolver: &impl Resolve) -> Result<Vec<SocketAddr>, Refusal> {
        let found = match &self.host {
            Host::Domain(name) => resolver
                .resolve(name)
                .await
                .map_err(|source| Refusal::Unknown { host: self.host(), source: Some(source) })?,
            Host::Ipv4(_) | Host::Ipv6(_) => self.literal().into_iter().collect(),
        };
        if found.is_empty() {
            return Err(Refusal::Unknown { host: self.host(), source: None });
        }
        for address in &found {
            self.judge(*address)?;
        }
        let port = self.url.port_or_known_default().ok_or(Refusal::NotAnAddress)?;
        Ok(found.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }

    fn judge(&self, address: IpAddr) -> Result<(), Refusal> {
        let host = self.host();
        match Reach::of(address) {
            Reach::Never => Err(Refusal::Reserved { host, address }),
            Reach::Home if !self.home => Err(Refusal::Home { host, address }),
            Reach::Public if !self.is_encrypted() => Err(Refusal::NotEncrypted),
            Reach::Home | Reach::Public => Ok(()),
        }
    }

    fn literal(&self) -> Option<IpAddr> {
        match self.host {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
        }
    }

    /// Returns the name or the number of the host, without brackets. The rest of an address can hold secrets and is not shown.
    #[must_use]
    pub fn host(&self) -> String {
        self.literal().map_or_else(|| self.host.to_string(), |address| address.to_string())
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host with its port, as the header `Host` wants it.
    pub(crate) fn authority(&self) -> String {
        self.url.port().map_or_else(|| self.host.to_string(), |port| format!("{}:{port}", self.host))
    }

    pub(crate) fn path_and_query(&self) -> String {
        self.url
            .query()
            .map_or_else(|| self.url.path().to_owned(), |query| format!("{}?{query}", self.url.path()))
    }
}
