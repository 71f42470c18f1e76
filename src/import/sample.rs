//! Pages for the tests of the steps.

use super::{
    blocks::split,
    decode::{Seed, decode},
    join::join,
    passage::Passage,
    question::{Question, Questions},
    roles,
};

/// A seed of this text.
pub(super) fn seed(text: &str) -> Seed {
    decode("a.txt", text.as_bytes())
        .unwrap_or_else(|d| panic!("{}", d.draw(false, crate::tongue::Tongue::English)))
}

/// A page of these lines, with blank ones between them, and what each line can be.
pub(super) fn page(lines: &[&str]) -> (Seed, Vec<Passage>) {
    let seed = seed(&lines.join("\n\n"));
    let mut passages: Vec<Passage> =
        split(&seed).into_iter().map(|b| Passage::new(b.span, true)).collect();
    roles::assign(&seed, &mut passages, &mut Questions::default());
    (seed, passages)
}

/// What is asked while the passages of a page are joined.
pub(super) fn asked(seed: &Seed, passages: Vec<Passage>) -> Vec<Question> {
    let mut questions = Questions::wanted();
    join(seed, passages, &mut questions);
    questions.into_inner()
}
