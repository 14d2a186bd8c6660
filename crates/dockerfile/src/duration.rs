//! Durations as Go writes them: `30s`, `1h2m3.5s`.

/// The units and their length in nanoseconds; `µ` has two code points.
const UNITS: [(&str, f64); 8] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("µs", 1e3),
    ("μs", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 6e10),
    ("h", 3.6e12),
];

/// Whether Docker takes `text` as a time of a health check: zero, or a millisecond and more.
pub(crate) fn is_valid(text: &str) -> bool {
    nanoseconds(text).is_some_and(|length| length == 0.0 || length >= 1e6)
}

/// The length, or `None` when it is not written as Go writes durations or is longer than Go can hold.
fn nanoseconds(text: &str) -> Option<f64> {
    let (mut rest, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1.0),
        None => (text.strip_prefix('+').unwrap_or(text), 1.0),
    };
    if rest == "0" {
        return Some(0.0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut length = 0.0;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|next: char| next.is_ascii_digit() || next == '.');
        let number = rest.get(..rest.len() - after.len())?;
        let unit = after
            .split(|next: char| next.is_ascii_digit() || next == '.')
            .next()?;
        let (_, scale) = UNITS.iter().find(|(name, _)| *name == unit)?;
        length += number.parse::<f64>().ok()? * scale;
        rest = after.get(unit.len()..)?;
    }
    (length < 9.3e18).then_some(sign * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_does() {
        for text in ["30s", "1h2m3.5s", "0", "1ms", "1000us", ".5s", "5.s", "0s"] {
            assert!(is_valid(text), "{text}");
        }
        for text in ["30", "s", "1 s", "-5s", "1us", "1d", ".s", "", "999999999h"] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
