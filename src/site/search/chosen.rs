//! Some characters, of which the lists are made.

/// A set of characters.
pub(super) enum Chosen {
    /// All there are.
    All,
    /// Those whose bits are set.
    Some(Vec<u64>),
}

impl Chosen {
    /// None yet.
    pub(super) fn none() -> Self {
        Self::Some(vec![0; (char::MAX as usize + 1).div_ceil(u64::BITS as usize)])
    }

    /// Takes `c`.
    pub(super) fn add(&mut self, c: char) {
        if let Self::Some(bits) = self {
            bits[c as usize / u64::BITS as usize] |= 1 << (c as u32 % u64::BITS);
        }
    }

    /// Whether `c` is one of them.
    pub(super) fn has(&self, c: char) -> bool {
        match self {
            Self::All => true,
            Self::Some(bits) => {
                bits[c as usize / u64::BITS as usize] >> (c as u32 % u64::BITS) & 1 == 1
            }
        }
    }
}
