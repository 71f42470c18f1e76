//! Bits as the characters of a script's string, fifteen each.
//!
//! A script is text, and a list in it must be text too. In UTF-16 the characters from
//! [`FIRST`] on are two bytes each, none of them a quotation mark, a line end or half
//! of a character: so eight bits cost 1.07 bytes (1.33 in Base64), nothing is
//! escaped, and who reads them needs `charCodeAt` only.

/// Bits of a unit.
const UNIT: u32 = 15;

/// The character that stands for a unit of noughts; the others follow it, to U+87FF.
const FIRST: u32 = 0x0800;

/// A file of the index: a browser takes the mark at its beginning for what it is,
/// whatever the host or the page says of its encoding.
pub(super) fn script(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// The text of a file; `None` if it is none of the index.
pub(super) fn text_of(script: &[u8]) -> Option<String> {
    let (units, rest) = script.as_chunks::<2>();
    let units: Vec<u16> = units.iter().copied().map(u16::from_le_bytes).collect();
    let text = units.strip_prefix(&[0xfeff]).filter(|_| rest.is_empty())?;
    String::from_utf16(text).ok()
}

/// Writes numbers as bits.
#[derive(Default)]
pub(super) struct Bits {
    units: Vec<u16>,
    /// The unit that is being filled, and how many bits are in it.
    unit: u16,
    filled: u32,
}

impl Bits {
    /// The lowest `width` bits of `value`, the highest first.
    pub(super) fn bits(&mut self, value: u32, width: u32) {
        let mut left = width;
        while left > 0 {
            let taken = left.min(UNIT - self.filled);
            let part = value >> (left - taken) & ((1 << taken) - 1);
            // At most fifteen bits.
            self.unit = (u32::from(self.unit) << taken | part) as u16;
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
    pub(super) fn finish(mut self) -> Vec<u16> {
        if self.filled > 0 {
            self.units.push(self.unit << (UNIT - self.filled));
        }
        self.units
    }
}

/// `units` as a string of a script.
pub(super) fn push_string(out: &mut String, units: &[u16]) {
    out.push('"');
    // Each of them is a character: the surrogates begin far above U+87FF.
    out.extend(units.iter().filter_map(|&unit| char::from_u32(FIRST + u32::from(unit))));
    out.push('"');
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

/// Writes which of `all` numbers are in `list`, which is sorted: the gaps of
/// those that are, or of those that are not, whichever are fewer. How many are
/// in it is known to the reader.
pub(super) fn push_list(bits: &mut Bits, list: &[u32], all: usize) {
    if list.len() * 2 <= all {
        return push_gaps(bits, list.iter().copied(), list.len(), all);
    }
    let mut present = list.iter().copied().peekable();
    // Articles are counted in 32 bits.
    let absent = (0..all as u32).filter(|number| present.next_if_eq(number).is_none());
    push_gaps(bits, absent, all - list.len(), all);
}

fn push_gaps(bits: &mut Bits, list: impl Iterator<Item = u32>, count: usize, all: usize) {
    if count == 0 {
        return;
    }
    let k = rice_order(count, all);
    let mut next = 0;
    for number in list {
        bits.rice(number - next, k);
        next = number + 1;
    }
}

#[cfg(test)]
pub(super) mod reading {
    //! The way back, as `client.js` goes it.

    use super::*;

    pub(in crate::site::search) struct Reader<'u> {
        pub(in crate::site::search) units: &'u [u16],
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
    pub(in crate::site::search) fn units(string: &str) -> Vec<u16> {
        string.trim_matches('"').chars().map(|c| (c as u32 - FIRST) as u16).collect()
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
            prop_assert!(units.iter().all(|unit| *unit < 1 << UNIT));
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
        let units: Vec<u16> = (0..1 << UNIT).collect();
        let mut string = String::new();
        push_string(&mut string, &units);
        assert_eq!(reading::units(&string), units);
        let script = script(&string);
        assert_eq!(script.len(), 2 * (1 + units.len() + 2));
        assert_eq!(text_of(&script), Some(string));
    }
}
