//! What holds for any bytes whatever. The fuzz targets in `fuzz/` and the replay
//! of their corpus ask the same.

use std::collections::BTreeMap;

use kanyin::{
    article::Article,
    diag::Source,
    import::{
        self, Action, Content, ImportPlan, SeedFile,
        decode::{self, Seed},
        ledger,
    },
    limits::Limits,
    topics::Vocabulary,
};

/// Bytes are refused in words, or are a text that gives the bytes back, whole and
/// in any part.
pub(crate) fn decode(bytes: &[u8]) {
    let seed = match decode::decode("a.txt", bytes) {
        Ok(seed) => seed,
        Err(refused) => {
            assert!(refused.place.is_some() && refused.hint.is_some(), "{refused:?}");
            return;
        }
    };
    let mark = if seed.marked { seed.encoding.mark() } else { &[] };
    let again = seed.encoding.encode(&seed.text).unwrap_or_default();
    assert!([mark, &again].concat() == bytes, "the text does not give the bytes again");
    assert_eq!(seed.size, bytes.len());
    places(&seed, bytes);
}

/// Every character has its bytes, one after the other, and a line.
fn places(seed: &Seed, bytes: &[u8]) {
    let mut reached = seed.bytes(&(0..0)).start;
    // Some characters are enough: each asks for the bytes of all since a mark.
    let step = seed.text.len() / 200 + 1;
    for (at, _) in seed.text.char_indices().filter(|(at, _)| at % step == 0) {
        let end = seed.text.ceil_char_boundary(at + 1);
        let place = seed.bytes(&(at..end));
        assert!(reached <= place.start && place.start < place.end && place.end <= bytes.len());
        let word = seed.encoding.decode_part(&bytes[place.clone()]);
        assert_eq!(word.as_deref(), Some(seed.slice(&(at..end))));
        assert!((1..=bytes.len() + 1).contains(&seed.line(at)));
        reached = place.end;
    }
}

/// Bytes as a seed are refused in words, or make articles from which it can be
/// set again, byte for byte, and which a second import leaves as they are.
pub(crate) fn plan(bytes: &[u8]) -> ImportPlan {
    let seeds = [SeedFile { name: "a.txt".into(), bytes: bytes.to_vec(), ..SeedFile::default() }];
    let import = |content: &Content| {
        let planned = import::plan(&seeds, content, &Vocabulary::default(), false, &|| ());
        let lost = planned.diagnostics.iter().find(|d| d.message.en().contains("every character"));
        assert!(lost.is_none(), "{lost:?}");
        planned
    };
    let first = import(&Content::new());
    let refused = first.value.seeds == 0;
    assert_eq!(refused, first.has_errors(), "{:?}", first.diagnostics);
    if refused {
        return first.value;
    }
    let content: Content =
        first.value.files.iter().map(|f| (f.path.clone(), f.text.clone())).collect();
    assert_eq!(content.len(), first.value.files.len(), "two files of one name");
    proves(&content);
    for file in import(&content).value.files {
        assert_eq!(file.action, Action::Unchanged, "{} at a second import", file.path);
    }
    first.value
}

/// The seed is set again from articles and ledger alone.
fn proves(content: &Content) {
    let mut articles = BTreeMap::new();
    let mut records = None;
    for (path, text) in content {
        let name = path.rsplit('/').next().unwrap_or_default();
        let source = Source::new(path.as_str(), text.as_str());
        if name == ledger::FILE_NAME {
            records = Some(source);
        } else {
            let parsed = Article::from_markdown(&source, &Limits::default());
            let read = parsed.value.map(|p| p.article);
            articles.insert(name.to_owned(), ledger::Standing::new(text, read));
        }
    }
    let Some(records) = records else { panic!("no ledger") };
    let proved = ledger::prove(&records, &articles, &BTreeMap::new());
    assert!(proved.diagnostics.is_empty(), "{:?}", proved.diagnostics);
    assert!(proved.value.iter().all(|proof| proof.whole), "{:?}", proved.value);
    assert_eq!(proved.value.len(), 1);
}
