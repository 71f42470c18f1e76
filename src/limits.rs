//! Bounds of the input. Every one can be raised in `kanyin.yaml`.

/// Bounds that a real publication never meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest seed, in bytes.
    pub seed_bytes: u64,
    /// Largest article file, in bytes.
    pub article_bytes: u64,
    /// Largest file of a picture, in bytes.
    pub picture_bytes: u64,
    /// Largest front matter, in bytes.
    pub front_matter_bytes: usize,
    /// Deepest nesting in front matter, Markdown and templates.
    pub nesting: usize,
    /// Largest page, in bytes.
    pub page_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            seed_bytes: 64 * MIB,
            article_bytes: 16 * MIB,
            picture_bytes: 64 * MIB,
            front_matter_bytes: 64 * 1024,
            nesting: 64,
            page_bytes: 64 * 1024 * 1024,
        }
    }
}
