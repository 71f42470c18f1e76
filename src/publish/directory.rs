//! A directory of releases as a target: a web server reads what `current` leads
//! to.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rayon::prelude::*;

use super::{
    Failure, Stands, Target,
    edition::{Digest, File},
    ledger::{LEDGER, Ledger},
    plan::{Plan, Standing},
};
use crate::{
    diag::Diagnostic,
    disk::{Release, Releases, Root},
    route::Address,
    tongue::said,
};

/// A directory of releases.
#[derive(Debug)]
pub struct Directory {
    releases: Releases,
    keep: usize,
    /// The live release when it was looked at.
    live: Option<u64>,
    /// What stands in it.
    stands: BTreeSet<Address>,
    release: Option<Release>,
}

impl Directory {
    /// The releases in `path`, of which `keep` are kept. Writes nothing.
    ///
    /// # Errors
    /// If the directory is not kanyin's to publish into.
    pub fn open(site: &Root, path: &Path, keep: usize) -> Result<Self, Failure> {
        let releases = Releases::open(site, path)?;
        Ok(Self { releases, keep, live: None, stands: BTreeSet::new(), release: None })
    }

    /// Makes the release before the live one live again; gives the number of
    /// both, the old one first.
    ///
    /// # Errors
    /// If there is none, or another run is writing there.
    pub fn roll_back(&self) -> Result<(u64, u64), Failure> {
        let held = self.releases.hold()?;
        let live = self.releases.live()?;
        let before = live.and_then(|live| {
            let numbers = self.releases.numbers().ok()?;
            Some((live, numbers.into_iter().rfind(|number| *number < live)?))
        });
        let Some((live, before)) = before else {
            let problem = Diagnostic::error(said!(
                "there is no release before the live one",
                "现在这次发布之前没有别的"
            ));
            return Err(problem
                .hint(said!(
                    "`keep:` in kanyin.yaml says how many are kept",
                    "kanyin.yaml 里的 `keep:` 写明保留几次"
                ))
                .into());
        };
        held.switch(before)?;
        Ok((live, before))
    }
}

impl Target for Directory {
    fn look(&mut self) -> Result<Standing, Failure> {
        self.release = None;
        self.live = self.releases.live()?;
        let Some(live) = self.live else { return Ok(Standing::default()) };
        // A local disk is read as fast as anything else would tell: what is in
        // the files is the mark.
        let marks = self.releases.files(live)?.into_par_iter().map(|path| {
            let mark = Digest::of(&self.releases.read(live, &path)?).to_string();
            Ok((Address::file(path), mark))
        });
        let mut marks = marks.collect::<Result<BTreeMap<_, _>, Failure>>()?;
        let mut notes = Vec::new();
        let ledger = match marks.remove(&Address::file(LEDGER)) {
            Some(_) => Ledger::parse(&self.releases.read(live, LEDGER)?, &mut notes),
            None => Ledger::default(),
        };
        self.stands = marks.keys().cloned().collect();
        Ok(Standing::new(ledger, &marks, notes))
    }

    fn begin(&mut self, plan: &Plan, _: &Ledger) -> Result<(), Failure> {
        let held = self.releases.hold()?;
        if self.releases.live()? != self.live {
            return Err(Failure::Overtaken);
        }
        let release = held.stage()?;
        if let Some(live) = self.live {
            // What is somebody else's too: it stays.
            let changed: BTreeSet<&Address> = plan.changes.iter().map(|c| &c.address).collect();
            let kept: Vec<&Address> =
                self.stands.iter().filter(|address| !changed.contains(address)).collect();
            kept.par_iter().try_for_each(|address| release.take_over(live, address.as_str()))?;
        }
        self.release = Some(release);
        Ok(())
    }

    fn put(&mut self, files: &[(&Address, &File)], stands: &Stands<'_>) -> Result<(), Failure> {
        let release = self.release.as_ref().ok_or(Failure::Overtaken)?;
        files.par_iter().try_for_each(|(address, file)| {
            release.write(address.as_str(), &file.bytes)?;
            stands(address, file.digest.to_string());
            Ok(())
        })
    }

    fn save(&mut self, _: &Ledger) -> Result<(), Failure> {
        Ok(())
    }

    /// What is gone was not taken over.
    fn remove(&mut self, _: &[&Address]) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self, ledger: &Ledger) -> Result<Vec<Diagnostic>, Failure> {
        let release = self.release.take().ok_or(Failure::Overtaken)?;
        release.write(LEDGER, ledger.to_text().as_bytes())?;
        Ok(release.commit(self.keep)?.diagnostics)
    }
}
