//! Pictures made ready for print, and kept: making one takes a tenth of a second
//! or more, and it is the same until its file changes. All sizes of a thousand are more
//! than memory should hold, so that what is on the disk stays there until it is printed.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{
    config::Config,
    diag::Diagnostic,
    disk::{Entry, Error, Folder, Limit, Lock, Root},
    pictures::{EDITION, Picture, Reel},
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
pub(super) struct Darkroom<'l> {
    /// The right to keep what is made, and to rely on it: nobody else changes what is kept
    /// meanwhile. Without it all is held in memory.
    lock: Option<&'l Lock<'l>>,
    made: Mutex<BTreeMap<String, Made>>,
    bench: Bench,
    /// Where they are kept, once there is one.
    folder: OnceLock<Arc<Folder>>,
    /// Held by who keeps one: two files may be of one picture.
    keeping: Mutex<()>,
}

/// The file of a picture that is kept.
struct KeptFile {
    folder: Arc<Folder>,
    name: String,
}

impl Reel for KeptFile {
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        self.folder.read(&self.name, at, length)
    }
}

/// Where pictures are decoded: it has room for so many.
#[derive(Default)]
struct Bench {
    /// Memory that is taken, in bytes.
    taken: Mutex<u64>,
    freed: Condvar,
}

impl<'l> Darkroom<'l> {
    /// One that keeps what it makes.
    pub(super) fn keeping(lock: &'l Lock<'l>) -> Self {
        Self { lock: Some(lock), ..Self::default() }
    }

    /// The pictures that were `found` beside the articles. A file that is no picture stands
    /// there with the reason; whether that matters is for who shows it.
    pub(super) fn develop(
        &self,
        root: &Root,
        config: &Config,
        found: &[Entry],
        problems: &mut Vec<Diagnostic>,
    ) -> PictureFiles {
        let limit = Limit::new(config.limits.picture_bytes, "limits.picture");
        let made: Vec<Result<(String, String, Made), Error>> = found
            .par_iter()
            .map(|entry| {
                let bytes = root.read(&entry.path, limit)?;
                let name = name(&bytes);
                let made = self.one(root, &name, &bytes)?;
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

    fn one(&self, root: &Root, name: &str, file: &[u8]) -> Result<Made, Error> {
        if let Some(made) = locked(&self.made).get(name) {
            return Ok(made.clone());
        }
        let path = format!("{KEPT}/{name}");
        // One that cannot be read back is made again.
        let limit = Limit::new(KEPT_BYTES, "limits.picture");
        let kept = root.read(&path, limit).ok().and_then(Picture::from_kept);
        if let Some(kept) = kept {
            return Ok(Ok(Arc::new(self.on_disk(root, name, kept))));
        }
        let made = self.bench.with_room(Picture::memory(file), || Picture::make(file));
        let (Ok(picture), Some(lock)) = (&made, self.lock) else { return Ok(made.map(Arc::new)) };
        {
            let _keeping = locked(&self.keeping);
            lock.write(&path, &picture.to_kept())?;
        }
        Ok(made.map(|picture| Arc::new(self.on_disk(root, name, picture))))
    }

    /// The same picture that is kept, its bytes on the disk only, if they are sure to stay there.
    fn on_disk(&self, root: &Root, name: &str, picture: Picture) -> Picture {
        if self.lock.is_none() {
            return picture;
        }
        let Some(folder) = self.folder.get().cloned().or_else(|| {
            let folder = Arc::new(root.folder(KEPT)?);
            Some(Arc::clone(self.folder.get_or_init(|| folder)))
        }) else {
            return picture;
        };
        let reel: Arc<dyn Reel> = Arc::new(KeptFile { folder, name: name.to_owned() });
        picture.kept_in(&reel)
    }

    /// Removes what no picture is made of any longer, with the right to do so.
    ///
    /// # Errors
    /// The system refuses.
    pub(super) fn tidy(&self, root: &Root) -> Result<(), Error> {
        let Some(lock) = self.lock else { return Ok(()) };
        let made = locked(&self.made);
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
