//! What `EXPOSE` opens.

/// The ports that `spec` opens, each with its protocol, ranges expanded; `None` when Docker would refuse it.
///
/// As [BuildKit] reads it, a spec is `[[ip:]host:]port[-port][/protocol]`, of which address and host port are ignored.
///
/// [BuildKit]: https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/convert_expose.go
pub(super) fn ports(spec: &str) -> Option<Vec<String>> {
    let container = spec.rsplit(':').next()?;
    let (range, protocol) = container.split_once('/').unwrap_or((container, ""));
    let protocol = match protocol.to_ascii_lowercase().as_str() {
        "" => "tcp",
        "tcp" => "tcp",
        "udp" => "udp",
        "sctp" => "sctp",
        _ => return None,
    };
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let first: u16 = first.parse().ok()?;
    let last: u16 = last.parse().ok()?;
    (first <= last).then(|| {
        (first..=last)
            .map(|port| format!("{port}/{protocol}"))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::ports;

    #[test]
    fn a_spec_opens_what_docker_opens() {
        for (spec, expected) in [
            ("80", Some("80/tcp")),
            ("0080", Some("80/tcp")),
            ("53/udp", Some("53/udp")),
            ("53/UDP", Some("53/udp")),
            ("80/", Some("80/tcp")),
            ("8000-8002", Some("8000/tcp 8001/tcp 8002/tcp")),
            ("8080:80", Some("80/tcp")),
            ("127.0.0.1:8080:80/tcp", Some("80/tcp")),
            ("[::1]:8080:80", Some("80/tcp")),
            ("", None),
            ("http", None),
            ("65536", None),
            ("9-8", None),
            ("80/icmp", None),
        ] {
            let opened = ports(spec).map(|ports| ports.join(" "));
            assert_eq!(opened.as_deref(), expected, "{spec}");
        }
    }
}
