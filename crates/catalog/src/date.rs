//! A calendar day. This package reads no clock: days come from its data or from the caller.

use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::str::FromStr;

/// A calendar day, written `2026-08-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// The text is not a day of the form `2026-08-21`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate(
    /// The text.
    pub String,
);

impl fmt::Display for NotADate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` is not a day; one looks like `2026-08-21`",
            self.0
        )
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let refuse = || NotADate(text.to_owned());
        let mut parts = text.splitn(3, '-');
        let mut next = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse::<u16>().ok())?
        };
        let year = next(4).ok_or_else(refuse)?;
        let month = next(2).ok_or_else(refuse)?;
        let day = next(2).ok_or_else(refuse)?;
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err(refuse());
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(refuse());
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl Date {
    /// Two bytes that sort as the days do, for the years from 2000 to 2127.
    pub(crate) fn pack(self) -> Option<u16> {
        let year = self
            .year
            .checked_sub(2000)
            .filter(|years| *years < (1 << 7))?;
        Some((year << 9) | (u16::from(self.month) << 5) | u16::from(self.day))
    }

    /// What [`Date::pack`] packed.
    pub(crate) fn unpack(packed: u16) -> Self {
        let low = |bits: u16| u8::try_from(bits).unwrap_or_default();
        Self {
            year: 2000 + (packed >> 9),
            month: low((packed >> 5) & 0b1111),
            day: low(packed & 0b1_1111),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let date: Date = "2026-08-21".parse().unwrap();
        assert_eq!(date.to_string(), "2026-08-21");
        assert_eq!(Date::unpack(date.pack().unwrap()), date);
    }

    #[test]
    fn refuses_other_texts() {
        for text in [
            "",
            "2026",
            "2026-8-21",
            "2026-13-01",
            "2026-08-21T00",
            "+026-08-21",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn packed_days_sort_as_days() {
        let days = ["2014-12-31", "2015-01-01", "2015-01-02", "2026-08-21"];
        let packed: Vec<u16> = days
            .iter()
            .map(|day| day.parse::<Date>().unwrap().pack().unwrap())
            .collect();
        assert!(packed.is_sorted());
    }
}
