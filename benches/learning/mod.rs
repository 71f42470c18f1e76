//! What the model of prose is learned from, and how.
//!
//! 1. [`prose`]: paragraphs and heads;
//! 2. [`grams`]: which characters stand behind which;
//! 3. [`logistic`]: signs, each with what it speaks for.

pub(crate) mod grams;
pub(crate) mod logistic;
pub(crate) mod prose;
