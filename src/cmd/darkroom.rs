//! Pictures made ready for print, and kept: making one takes a tenth of a second
//! or more, and it is the same until its file changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{
    config::Config,
    diag::Diagnostic,
    disk::{Error, Limit, Lock, Root},
    pictures::{EDITION, ENDINGS, Picture},
    site::PictureFiles,
    tongue::Said,
};

/// Where made pictures are kept from one run to the next.
const KEPT: &str = ".kanyin/pictures";

/// Memory that all pictures that are decoded at one time may take, in bytes: a single
/// one may take this much.
const MEMORY: u64 = 512 * 1024 * 1024;

/// Largest file of a made picture that is read back.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;

/// What became of a file.
type Made = Result<Arc<Picture>, Said>;

/// Pictures by the names under which they are kept.
#[derive(Default)]
pub(super) struct Darkroom {
    made: Mutex<BTreeMap<String, Made>>,
    /// The names of those that are not on the disk yet.
    fresh: Mutex<BTreeSet<String>>,
    bench: Bench,
}

/// Where pictures are decoded: it has room for so many.
#[derive(Default)]
struct Bench {
    /// Memory that is taken, in bytes.
    taken: Mutex<u64>,
    freed: Condvar,
}

impl Darkroom {
    /// The pictures that lie beside the articles. A file that is no picture stands
    /// there with the reason; whether that matters is for who shows it.
    pub(super) fn develop(
        &self,
        root: &Root,
        config: &Config,
        problems: &mut Vec<Diagnostic>,
    ) -> PictureFiles {
        let limit = Limit::new(config.limits.picture_bytes, "limits.picture");
        let found = root.walk("content", &ENDINGS).into_value(problems);
        let made: Vec<Result<(String, String, Made), Error>> = found
            .par_iter()
            .map(|entry| {
                let bytes = root.read(&entry.path, limit)?;
                let name = name(&bytes);
                let made = self.one(root, &name, &bytes);
                Ok((entry.path.to_string(), name, made))
            })
            .collect();
        let mut pictures = PictureFiles::new();
        let mut used = BTreeMap::new();
        for picture in made {
            match picture {
                Ok((path, name, made)) => {
                    pictures.insert(path, made.clone());
                    used.insert(name, made);
                }
                Err(error) => problems.push(error.into()),
            }
        }
        // What no file is made of any longer is forgotten.
        *locked(&self.made) = used;
        pictures
    }

    fn one(&self, root: &Root, name: &str, file: &[u8]) -> Made {
        if let Some(made) = locked(&self.made).get(name) {
            return made.clone();
        }
        let limit = Limit::new(KEPT_BYTES, "limits.picture");
        // One that cannot be read back is made again.
        let kept = root.read(&format!("{KEPT}/{name}"), limit).ok().and_then(Picture::from_kept);
        if let Some(kept) = kept {
            return Ok(Arc::new(kept));
        }
        let made =
            self.bench.with_room(Picture::memory(file), || Picture::make(file)).map(Arc::new);
        if made.is_ok() {
            locked(&self.fresh).insert(name.to_owned());
        }
        made
    }

    /// Keeps what was made for the next run, and removes what is of no use any
    /// longer.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn keep(&self, root: &Root, lock: &Lock<'_>) -> Result<(), Error> {
        let (made, mut fresh) = (locked(&self.made), locked(&self.fresh));
        let fresh = std::mem::take(&mut *fresh);
        let new = fresh.iter().filter_map(|name| Some((name, made.get(name)?.as_ref().ok()?)));
        let new: Vec<_> = new.collect();
        if !new.is_empty() {
            // One after the other: each is a copy.
            let batch = lock.batch();
            for (name, picture) in new {
                batch.add(&format!("{KEPT}/{name}"), &picture.to_kept())?;
            }
            batch.commit(&|| ())?;
        }
        for entry in root.walk(KEPT, &[]).value {
            if !made.contains_key(entry.name()) {
                lock.remove(&entry.path)?;
            }
        }
        Ok(())
    }
}

impl Bench {
    /// Does `work`, which takes `memory` bytes, once there is room for it.
    fn with_room<T>(&self, memory: u64, work: impl FnOnce() -> T) -> T {
        // What is larger than the bench takes all of it.
        let memory = memory.min(MEMORY);
        let taken = locked(&self.taken);
        let taken = self.freed.wait_while(taken, |taken| *taken + memory > MEMORY);
        *taken.unwrap_or_else(PoisonError::into_inner) += memory;
        let done = work();
        *locked(&self.taken) -= memory;
        self.freed.notify_all();
        done
    }
}

/// The name under which the picture of this file is kept.
fn name(file: &[u8]) -> String {
    let digest = Sha256::digest(file);
    let digits = digest.iter().fold(String::new(), |name, byte| name + &format!("{byte:02x}"));
    format!("{digits}-{EDITION}")
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
