//! Lengths of axes, and the expressions of letters that samples have for them.

use super::Random;
use std::collections::BTreeMap;

/// The length of an axis in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// This number.
    Known(usize),
    /// A length that only the operation knows, which made this axis; axes of the same number are of the same length.
    Unknown(usize),
}

impl Length {
    /// The number, if it is known.
    #[must_use]
    pub fn known(self) -> Option<usize> {
        match self {
            Self::Known(length) => Some(length),
            Self::Unknown(_) => None,
        }
    }
}

/// A sum of letters and a number: `m`, `3`, `m+1`, `m+n`.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    letters: Vec<String>,
    number: usize,
}

/// What the letters of a sample stand for.
pub(super) type Letters = BTreeMap<String, Length>;

impl Axis {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut axis = Self { letters: Vec::new(), number: 0 };
        for term in text.split('+') {
            match term.parse::<usize>() {
                Ok(number) => axis.number += number,
                Err(_) if term.chars().all(char::is_alphabetic) => axis.letters.push(term.to_owned()),
                Err(_) => return None,
            }
        }
        Some(axis)
    }

    /// Whether it is 1, and stands for an axis that is repeated.
    pub(super) fn is_one(&self) -> bool {
        self.letters.is_empty() && self.number == 1
    }

    /// Lets the axis have this length, if the letters allow it.
    pub(super) fn matches(&self, length: Length, letters: &mut Letters) -> bool {
        let Length::Known(length) = length else {
            // A sum with a length that is not known is not known either.
            let [letter] = &self.letters[..] else { return false };
            return self.number == 0 && *letters.entry(letter.clone()).or_insert(length) == length;
        };
        let mut rest = length.checked_sub(self.number);
        let mut free: Vec<&String> = Vec::new();
        for letter in &self.letters {
            match letters.get(letter) {
                Some(Length::Known(known)) => rest = rest.and_then(|rest| rest.checked_sub(*known)),
                Some(Length::Unknown(_)) => return false,
                None => free.push(letter),
            }
        }
        let Some(rest) = rest else { return false };
        match free[..] {
            [] => rest == 0,
            [letter] => self.bind(letter, rest, letters),
            [a, b] if a == b => rest % 2 == 0 && self.bind(a, rest / 2, letters),
            [a, b] => rest >= 2 && self.bind(a, 1, letters) && self.bind(b, rest - 1, letters),
            _ => false,
        }
    }

    fn bind(&self, letter: &str, length: usize, letters: &mut Letters) -> bool {
        letters.insert(letter.to_owned(), Length::Known(length));
        length > 0
    }

    /// The length, letters that are free being drawn; nothing if it is not known.
    pub(super) fn draw(&self, letters: &mut Letters, random: &mut Random) -> Option<usize> {
        let mut sum = self.number;
        for letter in &self.letters {
            let drawn = [1, 2, 2, 3, 3, 4][random.below(6)];
            sum += letters.entry(letter.clone()).or_insert(Length::Known(drawn)).known()?;
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_letters_are_solved() {
        let axis = |text| Axis::parse(text).expect("an axis");
        let mut letters = Letters::new();
        assert!(axis("m+1").matches(Length::Known(3), &mut letters));
        assert_eq!(letters["m"], Length::Known(2));
        assert!(axis("m+n").matches(Length::Known(5), &mut letters));
        assert_eq!(letters["n"], Length::Known(3));
        assert!(axis("m+m").matches(Length::Known(4), &mut letters));
        assert!(!axis("m+m").matches(Length::Known(5), &mut letters));
        assert!(!axis("k+1").matches(Length::Unknown(0), &mut letters));
        assert!(axis("k").matches(Length::Unknown(0), &mut letters));
        assert!(!axis("k").matches(Length::Unknown(1), &mut letters));
        assert!(Axis::parse("m*2").is_none());
    }
}
