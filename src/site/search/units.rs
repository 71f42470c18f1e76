//! Bits as the characters of a script's string, seven each.
//!
//! A script is text, and a list in it must be text too. Seven bits are one ASCII
//! character; of the 128 only five are written as an escape, so that eight bits
//! cost 1.19 bytes (1.33 in Base64), and who reads them needs `charCodeAt` only.

/// Bits of a unit.
const UNIT: u32 = 7;

/// Writes numbers as bits.
#[derive(Default)]
pub(super) struct Bits {
    units: Vec<u8>,
    /// The unit that is being filled, and how many bits are in it.
    unit: u8,
    filled: u32,
}

impl Bits {
    /// The lowest `width` bits of `value`, the highest first.
    pub(super) fn bits(&mut self, value: u32, width: u32) {
        let mut left = width;
        while left > 0 {
            let taken = left.min(UNIT - self.filled);
            let part = value >> (left - taken) & ((1 << taken) - 1);
            // At most seven bits.
            self.unit = (u32::from(self.unit) << taken | part) as u8;
            self.filled += taken;
            left -= taken;
            if self.filled == UNIT {
                self.units.push(self.unit);
                (self.unit, self.filled) = (0, 0);
            }
        }
    }

    /// So many ones, then a nought.
    pub(super) fn unary(&mut self, value: u32) {
        let mut left = value;
        while left >= 24 {
            self.bits((1 << 24) - 1, 24);
            left -= 24;
        }
        self.bits((1 << (left + 1)) - 2, left + 1);
    }

    /// `value` in Rice's code: what is above its lowest `k` bits in ones.
    pub(super) fn rice(&mut self, value: u32, k: u32) {
        self.unary(value >> k);
        self.bits(value, k);
    }

    /// `value` in Golomb's exponential code of order `k`: short for small ones,
    /// and of bounded length for all.
    pub(super) fn golomb(&mut self, value: u32, k: u32) {
        let value = u64::from(value) + (1 << k);
        let width = u64::BITS - value.leading_zeros();
        self.unary(width - 1 - k);
        // The highest bit is known to be a one.
        let rest = value & ((1 << (width - 1)) - 1);
        self.bits(rest as u32, width - 1);
    }

    /// How many bits [`Bits::golomb`] takes.
    pub(super) fn golomb_length(value: u32, k: u32) -> u32 {
        let value = u64::from(value) + (1 << k);
        2 * (u64::BITS - value.leading_zeros()) - 1 - k
    }

    /// The units, the last one filled with noughts.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.units.push(self.unit << (UNIT - self.filled));
        }
        self.units
    }
}

/// `units` as a string of a script.
pub(super) fn push_string(out: &mut Vec<u8>, units: &[u8]) {
    out.push(b'"');
    for &unit in units {
        match unit {
            0 => out.extend_from_slice(b"\\x00"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', unit]),
            _ => out.push(unit),
        }
    }
    out.push(b'"');
}

/// The Rice parameter for `count` numbers of `all`: `client.js` finds the same.
pub(super) fn rice_order(count: usize, all: usize) -> u32 {
    let mut k = 0;
    // Gaps are about `all / count` on average; the best order is near the binary
    // logarithm of 0.69 of that.
    while (count << (k + 1)) * 36 <= all * 25 {
        k += 1;
    }
    k
}

/// Writes which of `all` articles are in `list`, which is sorted: the gaps of
/// those that are, or of those that are not, whichever are fewer. How many are
/// in it is known to the reader.
pub(super) fn push_list(bits: &mut Bits, list: &[u32], all: usize) {
    if list.len() * 2 <= all {
        return push_gaps(bits, list.iter().copied(), list.len(), all);
    }
    let mut present = list.iter().copied().peekable();
    // Articles are counted in 32 bits.
    let absent = (0..all as u32).filter(|article| present.next_if_eq(article).is_none());
    push_gaps(bits, absent, all - list.len(), all);
}

fn push_gaps(bits: &mut Bits, list: impl Iterator<Item = u32>, count: usize, all: usize) {
    if count == 0 {
        return;
    }
    let k = rice_order(count, all);
    let mut next = 0;
    for article in list {
        bits.rice(article - next, k);
        next = article + 1;
    }
}

#[cfg(test)]
pub(super) mod reading {
    //! The way back, as `client.js` goes it.

    use super::*;

    pub(in crate::site::search) struct Reader<'u> {
        pub(in crate::site::search) units: &'u [u8],
        pub(in crate::site::search) at: usize,
    }

    impl Reader<'_> {
        pub(in crate::site::search) fn bit(&mut self) -> u32 {
            let unit = self.units[self.at / UNIT as usize];
            let bit = u32::from(unit) >> (UNIT as usize - 1 - self.at % UNIT as usize) & 1;
            self.at += 1;
            bit
        }

        pub(in crate::site::search) fn bits(&mut self, width: u32) -> u32 {
            (0..width).fold(0, |value, _| value << 1 | self.bit())
        }

        pub(in crate::site::search) fn unary(&mut self) -> u32 {
            std::iter::repeat_with(|| self.bit()).take_while(|bit| *bit == 1).sum()
        }

        pub(in crate::site::search) fn rice(&mut self, k: u32) -> u32 {
            self.unary() << k | self.bits(k)
        }

        pub(in crate::site::search) fn golomb(&mut self, k: u32) -> u32 {
            let width = self.unary() + k;
            ((1u64 << width | u64::from(self.bits(width))) - (1 << k)) as u32
        }

        pub(in crate::site::search) fn list(&mut self, count: usize, all: usize) -> Vec<u32> {
            let coded = count.min(all - count);
            let k = if coded > 0 { rice_order(coded, all) } else { 0 };
            let mut next = 0;
            let mut list = Vec::new();
            for _ in 0..coded {
                let article = next + self.rice(k);
                list.push(article);
                next = article + 1;
            }
            if count * 2 <= all {
                return list;
            }
            (0..all as u32).filter(|article| list.binary_search(article).is_err()).collect()
        }
    }

    /// The units of a string as `push_string` writes it.
    pub(in crate::site::search) fn units(string: &[u8]) -> Vec<u8> {
        let mut units = Vec::new();
        let mut bytes = string[1..string.len() - 1].iter().copied();
        while let Some(byte) = bytes.next() {
            units.push(match (byte, byte == b'\\') {
                (_, true) => match bytes.next() {
                    Some(b'n') => b'\n',
                    Some(b'r') => b'\r',
                    Some(b'x') => {
                        assert_eq!((bytes.next(), bytes.next()), (Some(b'0'), Some(b'0')));
                        0
                    }
                    other => other.unwrap_or_else(|| unreachable!()),
                },
                (byte, false) => byte,
            });
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{reading::Reader, *};

    fn list() -> impl Strategy<Value = (Vec<u32>, usize)> {
        (1usize..600).prop_flat_map(|all| {
            let chosen = proptest::collection::btree_set(0..all as u32, 0..=all);
            chosen.prop_map(move |set| (set.into_iter().collect(), all))
        })
    }

    proptest! {
        #[test]
        fn a_list_is_read_as_it_was_written((list, all) in list()) {
            let mut bits = Bits::default();
            push_list(&mut bits, &list, all);
            let units = bits.finish();
            prop_assert!(units.iter().all(|unit| *unit < 128));
            let mut reader = Reader { units: &units, at: 0 };
            prop_assert_eq!(reader.list(list.len(), all), list);
        }

        #[test]
        fn numbers_are_read_as_they_were_written(numbers in proptest::collection::vec((any::<u32>(), 0u32..16), 0..50)) {
            let mut bits = Bits::default();
            for &(number, k) in &numbers {
                bits.golomb(number, k);
                bits.unary(number % 100);
                bits.bits(number, k);
            }
            let units = bits.finish();
            let mut reader = Reader { units: &units, at: 0 };
            for (number, k) in numbers {
                prop_assert_eq!(reader.golomb(k), number);
                prop_assert_eq!(reader.unary(), number % 100);
                prop_assert_eq!(reader.bits(k), number & ((1 << k) - 1));
            }
        }
    }

    #[test]
    fn every_unit_stands_in_a_string() {
        let units: Vec<u8> = (0..128).collect();
        let mut string = Vec::new();
        push_string(&mut string, &units);
        assert_eq!(reading::units(&string), units);
        assert!(string.is_ascii() && !string.contains(&b'\n') && !string.contains(&0));
        assert_eq!(string.len(), 128 + 2 + 4 + 3);
    }
}
