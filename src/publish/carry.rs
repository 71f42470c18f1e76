//! Carrying out a plan. Dull on purpose: all that is to be decided stands in the
//! plan.

use std::sync::{Mutex, PoisonError};

use super::{
    Failure, Target,
    edition::{Edition, File, Rank},
    ledger::{Entry, Ledger},
    plan::{Change, Plan, Standing},
};
use crate::{diag::Diagnostic, route::Address};

/// What is told while files are put: how many bytes of them stand now.
pub type Progress<'a> = dyn Fn(u64) + Sync + 'a;

/// After so many files the ledger is saved: so many, at most, are put again after
/// a run that ended early.
const SAVE_EVERY: usize = 2_000;

/// Carries out `plan`, which must be the difference of `edition` and `standing`.
/// Gives what a person should know.
///
/// # Errors
/// The first failure. Nothing is done after it, least of all a removal; what was
/// put is noted, if that is still possible.
pub fn carry_out(
    plan: &Plan,
    edition: &Edition,
    standing: &Standing,
    target: &mut dyn Target,
    progress: &Progress<'_>,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut ledger = claimed(plan, standing);
    target.begin(plan, &ledger)?;
    let puts: Vec<&Change> = plan.puts().collect();
    let mut unsaved = 0;
    for step in steps(&puts) {
        let done = put(step, edition, target, &mut ledger, progress);
        unsaved += step.len();
        if done.is_err() || unsaved >= SAVE_EVERY {
            unsaved = 0;
            let saved = target.save(&ledger);
            done.and(saved)?;
        }
    }
    let removals: Vec<&Change> = plan.removals().collect();
    if !removals.is_empty() {
        // Whoever has overtaken this run may need what it would remove.
        target.save(&ledger)?;
    }
    for step in steps(&removals) {
        let addresses: Vec<&Address> = step.iter().map(|change| &change.address).collect();
        target.remove(&addresses)?;
        for address in addresses {
            ledger.entries.remove(address);
        }
    }
    ledger.claim = None;
    ledger.entries.retain(|address, _| edition.get(address).is_some());
    target.finish(&ledger)
}

/// The ledger with what is going to be written.
fn claimed(plan: &Plan, standing: &Standing) -> Ledger {
    let mut ledger = standing.ledger.clone();
    for change in plan.puts() {
        // What stood there counts until it is overwritten: its mark tells.
        ledger.entries.entry(change.address.clone()).or_insert(None);
    }
    ledger
}

/// Changes of one rank, so many at a time: what may be done side by side.
fn steps<'a>(changes: &'a [&'a Change]) -> impl Iterator<Item = &'a [&'a Change]> {
    let same = |a: &&Change, b: &&Change| -> bool { rank(a) == rank(b) };
    changes.chunk_by(same).flat_map(|of_rank| of_rank.chunks(SAVE_EVERY))
}

fn rank(change: &Change) -> Rank {
    change.rank
}

fn put(
    step: &[&Change],
    edition: &Edition,
    target: &mut dyn Target,
    ledger: &mut Ledger,
    progress: &Progress<'_>,
) -> Result<(), Failure> {
    let files: Vec<(&Address, &File)> =
        step.iter().filter_map(|c| Some((&c.address, edition.get(&c.address)?))).collect();
    let entries = Mutex::new(&mut ledger.entries);
    target.put(&files, &|address, mark| {
        let Some(file) = edition.get(address) else { return };
        let entry = Some(Entry::new(file, mark));
        entries.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), entry);
        progress(file.bytes.len() as u64);
    })
}
