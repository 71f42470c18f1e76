//! What articles said when they were last read, kept for the builds to come.
//!
//! They are kept by the thousand: a note has an index, then what [is known](Known) of each, told by
//! its file's name and text. What cannot be read of a note is read from the file: no note is ever needed.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    key::Key,
    load::{Bytes, Facts, Known, Loaded},
    output::{Note, Sink},
};
use crate::text::hash::FastMap;

/// How many articles a note has.
const TOGETHER: usize = 1024;
/// A note is taken anew if it lacks more than one of so many articles: to write all of them for
/// an edit would take longer than to read one.
const FEW: usize = 16;

/// Articles that were read before, of the same program and settings.
pub(super) struct Kept<'s, S> {
    sink: &'s S,
    notes: Vec<Vec<u8>>,
    /// Where each stands.
    places: FastMap<Key, Place>,
}

/// Where an article stands.
#[derive(Clone)]
struct Place {
    note: usize,
    /// What is seen of the article from outside, with its key, and the rest.
    seen: (Key, Range<usize>),
    rest: Range<usize>,
}

/// An article in the index of a note.
#[derive(Serialize, Deserialize)]
struct Indexed {
    file: Key,
    /// Of what is seen of it from outside.
    seen: Key,
    /// How many bytes that are, and how many are the rest.
    lengths: (usize, usize),
}

impl<'s, S: Sink> Kept<'s, S> {
    /// Those that `sink` has.
    pub(super) fn of(sink: &'s S) -> Self {
        let all = (0..).map(Note::Articles);
        let notes = all.map_while(|note| sink.note(note)).collect::<Vec<_>>();
        let indexed = notes.par_iter().map(|note| index(note).unwrap_or_default());
        let mut places = FastMap::default();
        for (note, (mut end, index)) in indexed.collect::<Vec<_>>().into_iter().enumerate() {
            for Indexed { file, seen, lengths } in index {
                let start = end;
                let middle = start.saturating_add(lengths.0);
                end = middle.saturating_add(lengths.1);
                let place = Place { note, seen: (seen, start..middle), rest: middle..end };
                places.insert(file, place);
            }
        }
        Self { sink, notes, places }
    }

    /// The article of the file with this key.
    pub(super) fn article(&self, file: Key) -> Option<Known> {
        let Place { note, seen: (key, seen), rest } = self.places.get(&file)?.clone();
        let note = self.notes.get(note)?;
        Known::of((key, note.get(seen)?), note.get(rest)?)
    }

    /// Takes notes of articles that may be kept and are not.
    pub(super) fn renew(&self, loaded: &Loaded) {
        let kept = loaded.articles.iter().filter_map(|facts| Some((facts.kept?, &**facts)));
        let kept: Vec<(Key, &Facts)> = kept.collect();
        for (number, kept) in kept.chunks(TOGETHER).enumerate() {
            let missing = kept.iter().filter(|(key, _)| !self.places.contains_key(key)).count();
            if missing * FEW > kept.len() {
                self.sink.take_note(Note::Articles(number), &note(kept).unwrap_or_default());
            }
        }
    }
}

/// A note as it is taken.
pub(super) fn sealed(note: &impl Serialize) -> Option<Vec<u8>> {
    postcard::to_allocvec(note).ok().map(|note| seal(&note))
}

/// A note as it was taken; `None` if it is damaged, or none.
pub(super) fn opened<T: DeserializeOwned>(sealed: &[u8]) -> Option<T> {
    postcard::from_bytes(unseal(sealed)?).ok()
}

/// Before a note stands its key, since a disk may damage it.
fn seal(note: &[u8]) -> Vec<u8> {
    [&Key::of_bytes(note).0[..], note].concat()
}

fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (key, note) = sealed.split_first_chunk()?;
    (Key::of_bytes(note) == Key(*key)).then_some(note)
}

/// Where the articles of a note begin, and its index.
fn index(sealed: &[u8]) -> Option<(usize, Vec<Indexed>)> {
    let (index, articles) = postcard::take_from_bytes(unseal(sealed)?).ok()?;
    Some((sealed.len() - articles.len(), index))
}

fn note(articles: &[(Key, &Facts)]) -> Option<Vec<u8>> {
    let written = |(file, facts): &(Key, &Facts)| {
        let Bytes { seen, rest } = facts.to_keep()?;
        let lengths = (seen.len(), rest.len());
        let indexed = Indexed { file: *file, seen: Key::of_bytes(&seen), lengths };
        Some((indexed, [seen, rest].concat()))
    };
    let written: Option<Vec<(Indexed, Vec<u8>)>> = articles.par_iter().map(written).collect();
    let (index, articles): (Vec<Indexed>, Vec<Vec<u8>>) = written?.into_iter().unzip();
    Some(seal(&[postcard::to_allocvec(&index).ok()?, articles.concat()].concat()))
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::{Arc, Mutex, MutexGuard, PoisonError},
    };

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        diag::{Diagnostic, Place, Source},
        route::Address,
        site::{
            Inputs, Made, Step, Stopped,
            load::{self, Read},
            said::{Manner, Said},
            shelf::{Shelf, Text},
            testing::{inputs, source},
        },
        tongue::said,
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

        fn put(&self, _: &Address, _: Made, _: bytes::Bytes) -> Result<(), Stopped> {
            Ok(())
        }

        fn note(&self, note: Note) -> Option<Vec<u8>> {
            self.all().get(&note).cloned()
        }

        fn take_note(&self, note: Note, bytes: &[u8]) {
            self.all().insert(note, bytes.to_vec());
        }
    }

    fn load(content: &[Text], kept: Option<&Kept<'_, Notes>>) -> Loaded {
        let Some(inputs) = inputs() else { return Loaded::default() };
        let inputs = Inputs { day: Some(date(2026, 1, 1)), ..inputs };
        let manner = Manner::of(&inputs.config, Words::of(inputs.config.language), true);
        let read = load::load(content, &inputs, &manner, kept);
        let values = read.into_iter().map(|read| read.value);
        Loaded::of(values.filter(|read| matches!(read, Read::Article(_))))
    }

    /// What articles say, in few words and at length, and where their headlines stand.
    fn articles(loaded: &Loaded) -> Vec<(Option<Bytes>, &Said, Place)> {
        let articles = loaded.articles.iter();
        articles.map(|facts| (facts.to_keep(), facts.said(), facts.place_of("title"))).collect()
    }

    /// All that a front matter can say.
    const FRONT: &str = "subtitle: 副题\ncolumn: 要闻\nauthor: [张三]\nbyline: [本报记者 张三, 通讯员 李四]\n\
        city: 赤水市\nslug: shui\npage: A12\naliases: [old/shui.html]\norder: -3\npublish: 2020-01-01\n\
        source: {seed: a.txt, lines: 3-7}\nrepairs: 2\ncorrections:\n  - date: 2020-02-01\n    text: 一处应为两处。\n";

    fn content() -> Vec<Text> {
        [
            source("a", "", "兴修水利。\n\n## 一\n\n文[^1]。\n\n## 二\n\n## 三\n\n[^1]: 注。\n"),
            source("b", "topics: [水利]\n", "水〔原文缺失〕利。\n"),
            source("c", "topics: [水利, 没有这个]\n", "话题没有登记。\n"),
            source("d", "", "![图](d.jpg)\n"),
            source("e", "", "![春耕。（张三 摄）](https://a.example/e.jpg)\n"),
            source("f", FRONT, "兴修水利。\n"),
            source("g", "city: 没有这个市\n", "地名表里没有。\n"),
        ]
        .map(Text::from)
        .into()
    }

    #[test]
    fn an_article_that_is_kept_is_the_one_that_is_read() {
        let (content, notes) = (content(), Notes::default());
        let first = load(&content, Some(&Kept::of(&notes)));
        let kept: Vec<bool> = first.articles.iter().map(|facts| facts.kept.is_some()).collect();
        assert_eq!(
            kept,
            [true, true, false, false, false, true, false],
            "what there is to say is said each time"
        );
        assert_eq!(articles(&first), articles(&load(&content, None)));
        Kept::of(&notes).renew(&first);
        let kept = Kept::of(&notes);
        assert_eq!(kept.places.len(), 3);
        assert_eq!(articles(&load(&content, Some(&kept))), articles(&first));
        notes.all().insert(Note::Articles(0), Vec::new());
        kept.renew(&first);
        assert!(notes.all()[&Note::Articles(0)].is_empty(), "nothing was missing");
    }

    /// A shelf that gives nothing.
    #[derive(Debug)]
    struct Closed;

    impl Shelf for Closed {
        fn read(&self, name: &Arc<str>) -> Result<Source, Diagnostic> {
            Err(Diagnostic::error(said!("closed", "关着")).at(Place::file(name.as_ref())))
        }
    }

    #[test]
    fn an_article_that_is_kept_is_not_read() {
        let (content, notes) = (content(), Notes::default());
        let first = load(&content, Some(&Kept::of(&notes)));
        Kept::of(&notes).renew(&first);
        let shelf: Arc<dyn Shelf> = Arc::new(Closed);
        let lying: Vec<Text> =
            content.iter().map(|text| Text::on(&shelf, text.name(), text.key())).collect();
        let again = load(&lying, Some(&Kept::of(&notes)));
        let known = |loaded: &Loaded| -> Vec<_> {
            let kept = loaded.articles.iter().filter(|facts| facts.kept.is_some());
            kept.map(|facts| facts.to_keep()).collect()
        };
        assert_eq!((known(&again).len(), again.articles.len()), (3, 3), "the others are read");
        assert_eq!(known(&again), known(&first));
    }

    /// That it is what is kept that is taken, and for the same file alone.
    #[test]
    fn an_article_is_kept_for_one_file() {
        // Both bodies begin at the same byte.
        let content = [source("a", "", "兴修水利。\n"), source("b", "", "水〔原文缺失〕利。\n")];
        let content = content.map(Text::from);
        let notes = Notes::default();
        let first = load(&content, Some(&Kept::of(&notes)));
        Kept::of(&notes).renew(&first);
        let mut kept = Kept::of(&notes);
        let keys: Vec<Key> = first.articles.iter().filter_map(|facts| facts.kept).collect();
        let other = kept.places[&keys[1]].clone();
        kept.places.insert(keys[0], other);
        let taken = load(&content, Some(&kept));
        let taken = articles(&taken);
        let first = articles(&first);
        assert_eq!((&taken[0].0, taken[0].1), (&first[1].0, first[0].1));
        for other in [source("c", "", "水〔原文缺失〕利。\n"), source("b", "", "兴修水利。\n")]
        {
            let key = load(&[other.into()], Some(&kept)).articles[0].kept;
            assert!(key.is_some_and(|key| !kept.places.contains_key(&key)));
        }
    }

    proptest! {
        #[test]
        fn what_a_damaged_note_gives_is_what_was_kept(at in 0_usize..4000, byte: u8, end in 0_usize..8000) {
            let (content, notes) = (content(), Notes::default());
            let first = load(&content, Some(&Kept::of(&notes)));
            Kept::of(&notes).renew(&first);
            if let Some(note) = notes.all().get_mut(&Note::Articles(0)) {
                let length = note.len();
                note[at % length] = byte;
                note.truncate(end);
            }
            let again = load(&content, Some(&Kept::of(&notes)));
            prop_assert_eq!(articles(&again), articles(&first));
        }
    }
}
