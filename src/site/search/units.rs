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
    // A character of three bytes becomes one of two, and most are.
    let mut script = Vec::with_capacity(text.len());
    for unit in std::iter::once(0xfeff).chain(text.encode_utf16()) {
        script.extend_from_slice(&u16::to_le_bytes(unit));
    }
    script
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

/// Reads bits as they were written; after the last one come noughts.
pub(super) struct Reader<'u> {
    units: &'u [u16],
    at: usize,
}

impl<'u> Reader<'u> {
    pub(super) fn new(units: &'u [u16]) -> Self {
        Self { units, at: 0 }
    }

    /// The rest of a unit, its first bit as the highest of sixteen, and how many bits that is.
    fn rest(&self) -> (u16, u32) {
        // Fewer than fifteen.
        let done = (self.at % UNIT as usize) as u32;
        let unit = self.units.get(self.at / UNIT as usize).copied().unwrap_or_default();
        (unit << (done + 1), UNIT - done)
    }

    pub(super) fn bits(&mut self, width: u32) -> u32 {
        let (mut value, mut left) = (0_u64, width);
        while left > 0 {
            let (rest, there) = self.rest();
            let taken = left.min(there);
            value = value << taken | u64::from(rest >> (u16::BITS - taken));
            self.at += taken as usize;
            left -= taken;
        }
        value as u32
    }

    pub(super) fn unary(&mut self) -> u32 {
        let mut value = 0;
        loop {
            let (rest, there) = self.rest();
            let ones = rest.leading_ones().min(there);
            self.at += ones as usize;
            value += ones;
            if ones < there {
                self.at += 1;
                return value;
            }
        }
    }

    pub(super) fn rice(&mut self, k: u32) -> u32 {
        let high = self.unary();
        high << k | self.bits(k)
    }

    pub(super) fn golomb(&mut self, k: u32) -> u32 {
        // No number takes more.
        let width = (self.unary() + k).min(u32::BITS);
        ((1_u64 << width | u64::from(self.bits(width))) - (1 << k)) as u32
    }

    /// Which `count` of `all` numbers are in a list; `None` if that are more than there are.
    pub(super) fn list(&mut self, count: usize, all: usize) -> Option<Vec<u32>> {
        let coded = count.min(all.checked_sub(count)?);
        let k = if coded > 0 { rice_order(coded, all) } else { 0 };
        let mut next = 0_u32;
        let mut list = Vec::with_capacity(coded);
        for _ in 0..coded {
            let number = next.checked_add(self.rice(k))?;
            list.push(number);
            next = number.checked_add(1)?;
        }
        if count * 2 <= all {
            return Some(list);
        }
        let mut absent = list.into_iter().peekable();
        // Articles are counted in 32 bits.
        Some((0..all as u32).filter(|number| absent.next_if_eq(number).is_none()).collect())
    }
}

/// The units of a string as [`push_string`] writes it; `None` if it is none of these.
pub(super) fn units_of(string: &str) -> Option<Vec<u16>> {
    let unit = |c: char| {
        let unit = (c as u32).checked_sub(FIRST).filter(|unit| unit >> UNIT == 0)?;
        u16::try_from(unit).ok()
    };
    string.chars().map(unit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
            let mut reader = Reader::new(&units);
            prop_assert_eq!(reader.list(list.len(), all), Some(list));
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
            let mut reader = Reader::new(&units);
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
        assert_eq!(units_of(string.trim_matches('"')), Some(units.clone()));
        let script = script(&string);
        assert_eq!(script.len(), 2 * (1 + units.len() + 2));
        assert_eq!(text_of(&script), Some(string));
    }
}
