//! The questions that import weighs, as data: what its weights are fitted on.
//!
//! Nothing is kept of them in an import. `cargo bench --bench fit` asks for them,
//! with pages whose truth is known.

use std::ops::Range;

use super::{evidence::Evidence, masthead::Reading};

/// A question with what speaks for its answers.
#[derive(Clone, Debug)]
pub enum Question {
    /// Does the text that ends before byte `end` of the seed go on at `start`?
    Join {
        /// Behind its last byte.
        end: usize,
        /// The first byte of what may continue it.
        start: usize,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// Is a short line without an end a fragment of running text?
    Fragment {
        /// Where it stands in the seed.
        line: Range<usize>,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// Has the paragraph that begins at byte `start` of the seed lost its beginning?
    Opening {
        /// Its first byte.
        start: usize,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// Has the passage that ends before byte `end` of the seed lost its end?
    Loss {
        /// Behind its last byte.
        end: usize,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// Is the paragraph the caption of the photo beside it?
    Caption {
        /// Where it stands in the seed.
        line: Range<usize>,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// Does another article begin at byte `start`, behind a text that ends before `end`?
    Start {
        /// Behind the last byte of the text before.
        end: usize,
        /// Its first byte.
        start: usize,
        /// What speaks for it.
        evidence: Evidence,
    },
    /// What are short lines that stand together?
    Lines {
        /// Where each stands in the seed.
        lines: Vec<Range<usize>>,
        /// Where the text before them ends, if one is being read.
        before: Option<usize>,
        /// Where the text behind them starts, if one follows.
        behind: Option<usize>,
        /// All that they can be, with what speaks for each.
        readings: Vec<Reading>,
    },
}

/// Where questions are written down, if anybody wants them.
#[derive(Clone, Debug, Default)]
pub struct Questions(Option<Vec<Question>>);

impl Questions {
    /// A place for questions.
    pub fn wanted() -> Self {
        Self(Some(Vec::new()))
    }

    /// Writes down a question that costs something to put.
    pub fn ask(&mut self, question: impl FnOnce() -> Question) {
        if let Some(questions) = &mut self.0 {
            questions.push(question());
        }
    }

    /// Whether anybody wants them.
    pub fn are_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// What was asked.
    pub fn into_inner(self) -> Vec<Question> {
        self.0.unwrap_or_default()
    }
}
