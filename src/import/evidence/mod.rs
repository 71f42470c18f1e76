//! Evidence: named signals, each with a weight, added up.
//!
//! A decision is a sum of log-odds (natural logarithm): 0 is even, +2.2 is nine
//! to one for, −2.2 nine to one against. All weights stand in this folder, each
//! with where it comes from; a step says which signals it saw, never how much
//! they count. The ledger shows both.
//!
//! Origins: *measured* are rough shares counted over Chinese news and government
//! prose (how often the signal is seen in paragraphs that go on, against those
//! that were truncated), as log-odds; *set* are set by hand and held by the cases
//! beside each step. From there the weights of [`join`], [`fragment`], [`opening`],
//! [`caption`], [`masthead`] and [`start`] were moved by `cargo bench --bench fit`,
//! which asks for them on pages whose truth is known (those of [`masthead`] with
//! `--documents 800 --strength 3`, of [`caption`] with `--documents 1500 --strength 3`).
//! Where the fit and the restoration of whole pages (`cargo bench --bench restoration`)
//! disagreed, what restores more was kept: those of [`masthead`] were moved half of the
//! way, those of kickers and decks not at all. What the model of prose says ([`join::FOLLOWS`],
//! [`join::OPENS`], [`fragment::HEADS`], [`masthead::LEADS`] and the like) was fitted with all else held,
//! then all with it, as other signals say less beside it: those of [`join`] and [`opening`] with
//! `--documents 900 --strength 5`, of [`loss`] with 1200 and 20, of [`fragment`], [`start`] and
//! [`masthead`] with 900 and 60, which hold weights of few cases where they are. Names without a role
//! were set back: headlines of three characters were taken for them.

mod breaks;
mod lines;
mod losses;
mod texts;

pub use self::{
    breaks::join,
    lines::{caption, fragment, furniture, masthead, wrap},
    losses::{loss, opening},
    texts::{head, lead, start, stray_quote},
};

/// A kind of signal and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Its name in the ledger.
    pub name: &'static str,
    /// Log-odds for the decision.
    pub log_odds: f32,
}

const fn weight(name: &'static str, log_odds: f32) -> Weight {
    Weight { name, log_odds }
}

/// A signal that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// What it is and how much it counts.
    pub weight: Weight,
    /// What was seen: the word, the place.
    pub seen: Option<String>,
}

/// What signals are added up in: a sum while ways are weighed, the evidence for
/// the one that was taken.
pub trait Tally {
    /// Adds a signal.
    fn add(&mut self, weight: Weight);
    /// Adds a signal that was seen elsewhere.
    fn add_signal(&mut self, signal: &Signal);
    /// Adds the signal of a value: of `weights`, in order, the one between the `limits` on both
    /// sides of it.
    fn add_level(&mut self, value: f32, limits: &[f32], weights: &[Weight]) {
        if let Some(weight) = weights.get(limits.partition_point(|limit| *limit <= value)) {
            self.add(*weight);
        }
    }
}

impl Tally for f32 {
    fn add(&mut self, weight: Weight) {
        *self += weight.log_odds;
    }

    fn add_signal(&mut self, signal: &Signal) {
        *self += signal.weight.log_odds;
    }
}

impl Tally for Evidence {
    fn add(&mut self, weight: Weight) {
        Self::add(self, weight);
    }

    fn add_signal(&mut self, signal: &Signal) {
        self.signals.push(signal.clone());
    }
}

/// Signals for and against one decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// In the order in which they were seen.
    pub signals: Vec<Signal>,
}

impl Evidence {
    /// Adds a signal.
    pub fn add(&mut self, weight: Weight) {
        self.signals.push(Signal { weight, seen: None });
    }

    /// Adds a signal and what was seen of it.
    pub fn saw(&mut self, weight: Weight, seen: impl Into<String>) {
        self.signals.push(Signal { weight, seen: Some(seen.into()) });
    }

    /// Adds the signal of a share, which is shown in percent: of `weights`, in order, the
    /// one between the `limits` on both sides of it.
    pub fn saw_share(&mut self, share: f32, limits: &[f32], weights: &[Weight]) {
        if let Some(weight) = weights.get(limits.partition_point(|limit| *limit <= share)) {
            self.saw(*weight, format!("{:.1} %", share * 100.0));
        }
    }

    /// Whether the signal of this name was added, whatever it weighs there.
    pub fn has(&self, weight: &Weight) -> bool {
        self.signals.iter().any(|signal| signal.weight.name == weight.name)
    }

    /// The names of all signals, in their order.
    #[cfg(test)]
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.signals.iter().map(|signal| signal.weight.name).collect()
    }

    /// Adds all signals of another.
    pub fn extend(&mut self, other: Self) {
        self.signals.extend(other.signals);
    }

    /// The same signals for the opposite decision.
    #[must_use]
    pub fn against(mut self) -> Self {
        for signal in &mut self.signals {
            signal.weight.log_odds = -signal.weight.log_odds;
        }
        self
    }

    /// The sum of the weights.
    pub fn total(&self) -> f32 {
        self.signals.iter().map(|s| s.weight.log_odds).sum()
    }

    /// The sum as a probability.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.total()).exp())
    }
}
