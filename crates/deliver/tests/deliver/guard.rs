//! Which addresses a webhook may lead to.

use std::io;
use std::net::IpAddr;

use hansei_deliver::guard::{Destination, Reach, Refusal, Resolve};
use proptest::prelude::*;

/// A name server that always gives the same answer.
struct Answering(Vec<&'static str>);

impl Resolve for Answering {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(self.0.iter().map(|address| address.parse().unwrap()).collect())
    }
}

const NEVER: [&str; 40] = [
    "0.0.0.0",
    "0.1.2.3",
    "169.254.0.1",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.255",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
    "1fff:ffff::1",
    "2001::1",
    "2001:2::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
];

const HOME: [&str; 18] = [
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:192.168.1.1",
    "64:ff9b::7f00:1",
    "64:ff9b::c0a8:101",
    "fc00::1",
    "fd12:3456:789a::1",
];

const PUBLIC: [&str; 14] = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "223.255.255.255",
    "2001:200::1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
];

#[test]
fn an_address_is_public_at_home_or_neither() {
    let judged = |addresses: &[&'static str]| -> Vec<(&str, Reach)> {
        addresses.iter().map(|text| (*text, Reach::of(text.parse().unwrap()))).collect()
    };
    let expected = |addresses: &[&'static str], reach| -> Vec<(&str, Reach)> {
        addresses.iter().map(|text| (*text, reach)).collect()
    };
    assert_eq!(judged(&NEVER), expected(&NEVER, Reach::Never));
    assert_eq!(judged(&HOME), expected(&HOME, Reach::Home));
    assert_eq!(judged(&PUBLIC), expected(&PUBLIC, Reach::Public));
}

#[test]
fn every_way_of_writing_this_machine_is_refused() {
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
        "127。0。0。1",
    ] {
        let refused = Destination::parse(&format!("https://{host}/"), false);
        assert!(matches!(refused, Err(Refusal::Home { .. })), "{host}: {refused:?}");
    }
}

#[test]
fn an_address_that_says_more_than_where_is_refused() {
    let refused = |text: &str, home| Destination::parse(text, home).unwrap_err().to_string();
    assert_eq!(
        refused("https://me:secret@example.org/", true),
        "the address holds a user name or a password; leave them out, what is sent is signed"
    );
    assert_eq!(
        refused("http://example.org/", false),
        "the address has to begin with https://, so that nobody on the way can read or change what is sent"
    );
    for text in ["", "example.org", "ftp://example.org/", "file:///etc/passwd", "https://", "gopher://[::1]/"]
    {
        assert_eq!(
            refused(text, true),
            "this is not an address of the web; it begins with https:// and names a host",
            "{text}"
        );
    }
}

#[tokio::test]
async fn one_refused_address_of_a_name_refuses_the_name() {
    let destination = Destination::parse("https://example.org/", false).unwrap();
    let refused = destination.find(&Answering(vec!["8.8.8.8", "192.168.1.1"])).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "example.org is on this machine or in this network (192.168.1.1); allow that in the settings if it is meant"
    );
}

#[tokio::test]
async fn reserved_addresses_stay_refused_where_home_is_allowed() {
    let destination = Destination::parse("https://example.org/", true).unwrap();
    for address in NEVER {
        let refused = destination.find(&Answering(vec![address])).await;
        assert!(matches!(refused, Err(Refusal::Reserved { .. })), "{address}: {refused:?}");
    }
    for address in HOME {
        assert!(destination.find(&Answering(vec![address])).await.is_ok(), "{address}");
    }
}

#[tokio::test]
async fn without_encryption_nothing_goes_to_the_internet() {
    let destination = Destination::parse("http://home.example.org/", true).unwrap();
    let refused = destination.find(&Answering(vec!["8.8.8.8"])).await;
    assert!(matches!(refused, Err(Refusal::NotEncrypted)), "{refused:?}");
}

#[tokio::test]
async fn a_name_without_addresses_is_unknown() {
    let destination = Destination::parse("https://example.org/", false).unwrap();
    let refused = destination.find(&Answering(vec![])).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no host is known under the name example.org; check the address, and whether this machine is online"
    );
}

proptest! {
    #[test]
    fn an_ipv4_address_reaches_as_far_in_an_ipv6_coat(address: std::net::Ipv4Addr) {
        let mapped = IpAddr::V6(address.to_ipv6_mapped());
        prop_assert_eq!(Reach::of(mapped), Reach::of(IpAddr::V4(address)));
    }
}
