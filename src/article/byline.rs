//! Bylines (署名): who wrote, in which role, for whom.

/// What somebody did for an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 记者, 本报记者, 见习记者 …
    Reporter,
    /// 通讯员
    Correspondent,
    /// 摄, 摄影, 图
    Photographer,
    /// A name with a post (安顺市委书记 …) or with no role at all.
    Author,
}

/// One name of a byline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name.
    pub name: String,
    /// Where the name stands in the line, in bytes.
    pub span: std::ops::Range<usize>,
    /// In which role.
    pub role: Role,
    /// The words that say so as printed: `记者`, `通讯员`,
    /// `安顺市委常委、市委政法委书记`; empty if there are none.
    pub title: String,
}

/// Reads a line as a byline. Empty if it is none.
pub fn parse(_line: &str) -> Vec<Credit> {
    Vec::new()
}
