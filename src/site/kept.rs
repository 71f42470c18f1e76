//! What bodies of articles said when they were last read, kept for the builds to come.
//!
//! Bodies are kept by the thousand: a note has an index, then each [`Body`], told by its file's name
//! and text. What cannot be read of a note is read from the file: no note is ever needed.

use std::{collections::HashMap, ops::Range};

use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    body::Body,
    key::Key,
    load::{Facts, Loaded},
    output::{Note, Sink},
};

/// How many bodies a note has.
const TOGETHER: usize = 1024;
/// A note is taken anew if it lacks more than one of so many bodies: to write all of them for
/// an edit would take longer than to read one.
const FEW: usize = 16;

/// Bodies that were read before, of the same program and settings.
pub(super) struct Kept<'s, S> {
    sink: &'s S,
    /// Where each stands.
    places: HashMap<Key, Place>,
}

/// Where a body stands.
#[derive(Clone)]
struct Place {
    note: Note,
    part: Range<usize>,
    /// Of its bytes: a disk may damage them.
    bytes: Key,
}

/// A body in the index of a note.
#[derive(Serialize, Deserialize)]
struct Indexed {
    file: Key,
    bytes: Key,
    length: usize,
}

/// A note begins with the length of its index, and the key of that.
const HEAD: usize = size_of::<u64>() + Key::BYTES;

impl<'s, S: Sink> Kept<'s, S> {
    /// Those that `sink` has.
    pub(super) fn of(sink: &'s S) -> Self {
        let notes = (0..).map(Note::Bodies).map_while(|note| Some((note, index(sink, note)?)));
        let mut places = HashMap::new();
        for (note, (mut end, index)) in notes {
            for Indexed { file, bytes, length } in index {
                let start = end;
                end = start.saturating_add(length);
                places.insert(file, Place { note, part: start..end, bytes });
            }
        }
        Self { sink, places }
    }

    /// The body of the file with this key.
    pub(super) fn body(&self, file: Key) -> Option<Body> {
        let Place { note, part, bytes } = self.places.get(&file)?.clone();
        let found = self.sink.note(note, part)?;
        if Key::of(&*found) != bytes {
            return None;
        }
        postcard::from_bytes(&found).ok()
    }

    /// Takes notes of bodies that may be kept and are not.
    pub(super) fn renew(&self, loaded: &Loaded) {
        let kept = loaded.articles.iter().filter_map(|facts| Some((facts.kept?, &**facts)));
        let kept: Vec<(Key, &Facts)> = kept.collect();
        for (number, kept) in kept.chunks(TOGETHER).enumerate() {
            let missing = kept.iter().filter(|(key, _)| !self.places.contains_key(key)).count();
            if missing * FEW > kept.len() {
                self.sink.take_note(Note::Bodies(number), &note(kept).unwrap_or_default());
            }
        }
    }
}

/// A note as it is taken: before it stands its key, since a disk may damage it.
pub(super) fn sealed(note: &impl Serialize) -> Option<Vec<u8>> {
    let note = postcard::to_allocvec(note).ok()?;
    Some([&Key::of(&*note).0[..], &note].concat())
}

/// A note as it was taken; `None` if it is damaged, or none.
pub(super) fn opened<T: DeserializeOwned>(sealed: &[u8]) -> Option<T> {
    let (key, note) = sealed.split_first_chunk()?;
    if Key::of(note) != Key(*key) {
        return None;
    }
    postcard::from_bytes(note).ok()
}

/// Where the bodies of a note begin, and its index.
fn index(sink: &impl Sink, note: Note) -> Option<(usize, Vec<Indexed>)> {
    let head = sink.note(note, 0..HEAD)?;
    let (length, key) = head.split_first_chunk()?;
    let end = HEAD.checked_add(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let index = sink.note(note, HEAD..end)?;
    if Key::of(&*index).0 != *key {
        return None;
    }
    Some((end, postcard::from_bytes(&index).ok()?))
}

fn note(bodies: &[(Key, &Facts)]) -> Option<Vec<u8>> {
    let written = |(file, facts): &(Key, &Facts)| {
        let bytes = postcard::to_allocvec(&facts.body).ok()?;
        Some((Indexed { file: *file, bytes: Key::of(&*bytes), length: bytes.len() }, bytes))
    };
    let written: Option<Vec<(Indexed, Vec<u8>)>> = bodies.par_iter().map(written).collect();
    let (index, bodies): (Vec<Indexed>, Vec<Vec<u8>>) = written?.into_iter().unzip();
    let index = postcard::to_allocvec(&index).ok()?;
    let length = (index.len() as u64).to_le_bytes();
    Some([&length[..], &Key::of(&*index).0, &index, &bodies.concat()].concat())
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::{Mutex, MutexGuard, PoisonError},
    };

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        diag::Source,
        route::Address,
        site::{
            Made, Step, Stopped,
            load::{self, Read},
            said::Said,
            testing::{inputs, source},
        },
        words::Words,
    };

    /// Keeps notes in memory.
    #[derive(Default)]
    struct Notes(Mutex<BTreeMap<Note, Vec<u8>>>);

    impl Notes {
        fn all(&self) -> MutexGuard<'_, BTreeMap<Note, Vec<u8>>> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    impl Sink for Notes {
        fn begin(&self, _: Step, _: usize) {}

        fn put(&self, _: &Address, _: Made, _: Bytes) -> Result<(), Stopped> {
            Ok(())
        }

        fn note(&self, note: Note, part: Range<usize>) -> Option<Vec<u8>> {
            let all = self.all();
            let bytes = all.get(&note)?;
            Some(bytes[part.start.min(bytes.len())..part.end.min(bytes.len())].to_vec())
        }

        fn take_note(&self, note: Note, bytes: &[u8]) {
            self.all().insert(note, bytes.to_vec());
        }
    }

    fn load(content: &[Source], kept: Option<&Kept<'_, Notes>>) -> Loaded {
        let Some(inputs) = inputs() else { return Loaded::default() };
        let read = load::load(content, &inputs, Words::of(inputs.config.language), kept);
        let values = read.into_iter().map(|read| read.value);
        Loaded::of(values.filter(|read| matches!(read, Read::Article(_))))
    }

    /// What bodies say, in few words and at length.
    fn bodies(loaded: &Loaded) -> Vec<(Option<Vec<u8>>, &Said)> {
        let body = |facts: &Facts| postcard::to_allocvec(&facts.body).ok();
        loaded.articles.iter().map(|facts| (body(facts), facts.said())).collect()
    }

    fn content() -> Vec<Source> {
        vec![
            source("a", "", "兴修水利。\n\n## 一\n\n文[^1]。\n\n## 二\n\n## 三\n\n[^1]: 注。\n"),
            source("b", "topics: [水利]\n", "水〔原文缺失〕利。\n"),
            source("c", "topics: [水利, 没有这个]\n", "话题没有登记。\n"),
            source("d", "", "![图](d.jpg)\n"),
            source("e", "", "![春耕。（张三 摄）](https://a.example/e.jpg)\n"),
        ]
    }

    #[test]
    fn a_body_that_is_kept_is_the_one_that_is_read() {
        let (content, notes) = (content(), Notes::default());
        let first = load(&content, Some(&Kept::of(&notes)));
        let kept: Vec<bool> = first.articles.iter().map(|facts| facts.kept.is_some()).collect();
        assert_eq!(
            kept,
            [true, true, false, false, false],
            "what there is to say is said each time"
        );
        assert_eq!(bodies(&first), bodies(&load(&content, None)));
        Kept::of(&notes).renew(&first);
        let kept = Kept::of(&notes);
        assert_eq!(kept.places.len(), 2);
        assert_eq!(bodies(&load(&content, Some(&kept))), bodies(&first));
        notes.all().insert(Note::Bodies(0), Vec::new());
        kept.renew(&first);
        assert!(notes.all()[&Note::Bodies(0)].is_empty(), "nothing was missing");
    }

    /// That it is what is kept that is taken, and for the same file alone.
    #[test]
    fn a_body_is_kept_for_one_file() {
        let (content, notes) = (content(), Notes::default());
        let first = load(&content, Some(&Kept::of(&notes)));
        Kept::of(&notes).renew(&first);
        let mut kept = Kept::of(&notes);
        let keys: Vec<Key> = first.articles.iter().filter_map(|facts| facts.kept).collect();
        let other = kept.places[&keys[1]].clone();
        kept.places.insert(keys[0], other);
        let taken = load(&content, Some(&kept));
        let taken = bodies(&taken);
        let first = bodies(&first);
        assert_eq!((&taken[0].0, taken[0].1), (&first[1].0, first[0].1));
        for other in [source("f", "", "水〔原文缺失〕利。\n"), source("b", "", "兴修水利。\n")]
        {
            let key = load(&[other], Some(&kept)).articles[0].kept;
            assert!(key.is_some_and(|key| !kept.places.contains_key(&key)));
        }
    }

    proptest! {
        #[test]
        fn what_a_damaged_note_gives_is_what_was_kept(at in 0_usize..4000, byte: u8, end in 0_usize..8000) {
            let (content, notes) = (content(), Notes::default());
            let first = load(&content, Some(&Kept::of(&notes)));
            Kept::of(&notes).renew(&first);
            if let Some(note) = notes.all().get_mut(&Note::Bodies(0)) {
                let length = note.len();
                note[at % length] = byte;
                note.truncate(end);
            }
            let again = load(&content, Some(&Kept::of(&notes)));
            prop_assert_eq!(bodies(&again), bodies(&first));
        }
    }
}
