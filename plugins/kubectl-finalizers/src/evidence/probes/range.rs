//! Service IPs in a range (`pkg/controller/servicecidrs/servicecidrs_controller.go`, `canDeleteCIDR`).

use std::net::IpAddr;

use serde_json::Value;

use super::Subject;
use crate::evidence::reads::Reads;
use crate::evidence::shown::{self, Shown};

/// Shows whether an IPAddress would be in no range without this one.
pub(super) fn show(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let group = "networking.k8s.io";
    let (ranges, addresses) =
        match (reads.list(group, "servicecidrs", None), reads.list(group, "ipaddresses", None)) {
            (Ok(ranges), Ok(addresses)) => (ranges, addresses),
            (Err(why), _) | (_, Err(why)) => return Shown::Unseen(why),
        };
    let others = ranges.objects.iter().filter(|range| range["metadata"]["name"] != subject.name());
    let others: Vec<Range> = others.flat_map(Range::all).collect();
    let own = Range::all(subject.object);
    let stranded = |address: &&Value| {
        let ip = address["metadata"]["name"].as_str().and_then(|name| name.parse().ok());
        ip.is_some_and(|ip| {
            own.iter().any(|range| range.has(ip)) && !others.iter().any(|range| range.has(ip))
        })
    };
    let found: Vec<_> = addresses.objects.iter().filter(stranded).map(shown::object).collect();
    match found.is_empty() {
        true if reads.world.is_whole() => Shown::holds("no address is in this range alone", "ipaddresses"),
        true => Shown::Unseen(format!("{} need not hold all addresses", reads.world.name())),
        false => {
            let names = shown::list(found.iter().map(|address| address.name.clone()).collect(), 3);
            Shown::fails(format!("Services have addresses in this range alone: {names}"), "ipaddresses")
                .because_of(found)
        }
    }
}

/// A range of addresses.
struct Range {
    first: IpAddr,
    bits: u32,
}

impl Range {
    /// Returns the ranges of a ServiceCIDR.
    fn all(of: &Value) -> Vec<Range> {
        let texts = of["spec"]["cidrs"].as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.filter_map(Range::parse).collect()
    }

    fn parse(text: &str) -> Option<Range> {
        let (first, bits) = text.split_once('/')?;
        Some(Range { first: first.parse().ok()?, bits: bits.parse().ok()? })
    }

    fn has(&self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let other = u32::from(first) ^ u32::from(address);
                other.checked_shr(32 - self.bits.min(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let other = u128::from(first) ^ u128::from(address);
                other.checked_shr(128 - self.bits.min(128)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_their_addresses() {
        let has = |range: &str, address: &str| Range::parse(range).unwrap().has(address.parse().unwrap());
        assert!(has("10.0.0.0/16", "10.0.255.1") && !has("10.0.0.0/16", "10.1.0.1"));
        assert!(
            has("0.0.0.0/0", "192.0.2.1")
                && has("10.0.0.1/32", "10.0.0.1")
                && !has("10.0.0.1/32", "10.0.0.2")
        );
        assert!(
            has("fd00::/64", "fd00::1")
                && !has("fd00::/64", "fd00:0:0:1::1")
                && !has("fd00::/64", "10.0.0.1")
        );
        assert!(Range::parse("10.0.0.0").is_none());
    }
}
