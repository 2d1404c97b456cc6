//! The time zone of this machine, read from the one file that it names.
//!
//! jiff first lists every zone that the machine knows, which is a third of what a short command has to do. Where the
//! zone is said in another way than by the usual link, jiff finds it out as before.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Where a machine says which zone it is in: a link into the folder of zones.
const LINK: &str = "/etc/localtime";

/// What stands before the name of a zone in the path of its file.
const FOLDER: &str = "zoneinfo/";

/// For how long an answer holds: somebody who travels sets the zone of a machine on which `serve` goes on. As in jiff.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// Knows the zone of this machine, and looks again now and then.
#[derive(Debug, Default)]
pub(crate) struct Zone {
    /// When it was looked up, and what was found.
    found: Mutex<Option<(Timestamp, TimeZone)>>,
}

impl Zone {
    /// Returns the zone that the link names, or `None` where there is no such link or it leads to no zone.
    pub(crate) fn at(&self, now: Timestamp) -> Option<TimeZone> {
        let mut found = self.found.lock().ok()?;
        if let Some((since, zone)) = &*found
            && now.duration_since(*since).abs() < FRESH
        {
            return Some(zone.clone());
        }
        let zone = named_by(Path::new(LINK))?;
        *found = Some((now, zone.clone()));
        Some(zone)
    }
}

/// Reads the zone that a link leads to, with the name that its path ends with.
fn named_by(link: &Path) -> Option<TimeZone> {
    let target = fs::read_link(link).ok()?;
    let (_, name) = target.to_str()?.rsplit_once(FOLDER)?;
    if name == "UTC" {
        return Some(TimeZone::UTC);
    }
    let file = link.parent()?.join(&target);
    TimeZone::tzif(name, &fs::read(file).ok()?).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn the_zone_is_the_one_that_jiff_finds_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "Europe/Berlin",
            "America/New_York",
            "Pacific/Auckland",
            "America/Argentina/Ushuaia",
            "Etc/UTC",
            "UTC",
        ] {
            let link = folder.path().join(name.replace('/', "-"));
            symlink(Path::new("/usr/share/zoneinfo").join(name), &link).unwrap();
            let zone = named_by(&link).unwrap();
            let same = jiff::tz::db().get(name).unwrap();
            assert_eq!((zone.iana_name(), zone == same), (Some(name), true));
            for year in [1901, 1945, 2026, 2099] {
                for month in [1, 7] {
                    let day = jiff::civil::date(year, month, 1).at(12, 0, 0, 0);
                    let (here, there) = (day.to_zoned(zone.clone()), day.to_zoned(same.clone()));
                    assert_eq!(here.unwrap().to_string(), there.unwrap().to_string());
                }
            }
        }
    }

    #[test]
    fn what_leads_to_no_zone_is_left_to_jiff() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("zoneinfo");
        fs::create_dir(&text).unwrap();
        fs::write(text.join("Nowhere"), "not a zone").unwrap();
        let link = |name: &str, target: &Path| {
            let link = folder.path().join(name);
            symlink(target, &link).unwrap();
            link
        };
        assert_eq!(named_by(&folder.path().join("missing")), None);
        assert_eq!(named_by(&text.join("Nowhere")), None, "a file and no link");
        assert_eq!(named_by(&link("text", &text.join("Nowhere"))), None);
        assert_eq!(named_by(&link("gone", &text.join("Gone"))), None);
        assert_eq!(named_by(&link("elsewhere", Path::new("/etc/hostname"))), None);
    }

    #[test]
    fn a_link_that_says_where_it_leads_from_its_own_folder_is_followed_from_there() {
        let folder = tempfile::tempdir().unwrap();
        let zones = folder.path().join("zoneinfo");
        fs::create_dir(&zones).unwrap();
        fs::copy("/usr/share/zoneinfo/Europe/Berlin", zones.join("Town")).unwrap();
        let link = folder.path().join("localtime");
        symlink("zoneinfo/Town", &link).unwrap();
        assert_eq!(named_by(&link).unwrap().iana_name(), Some("Town"));
    }

    #[test]
    fn a_zone_is_looked_up_again_after_a_while() {
        let zone = Zone::default();
        let then: Timestamp = "2026-03-02T15:00:00Z".parse().unwrap();
        let town = TimeZone::fixed(jiff::tz::offset(3));
        *zone.found.lock().unwrap() = Some((then, town.clone()));
        assert_eq!(zone.at(then + SignedDuration::from_mins(4)), Some(town.clone()));
        assert_ne!(zone.at(then + SignedDuration::from_mins(5)), Some(town.clone()));
        *zone.found.lock().unwrap() = Some((then, town.clone()));
        assert_ne!(zone.at(then - SignedDuration::from_hours(1)), Some(town), "a clock that was set back");
    }
}
