//! A seed set again from its articles and the ledger, byte for byte.

use std::collections::BTreeMap;

use super::{
    decode::{Encoding, sha256},
    ledger::{Edit, FileRecord, Proof, Record, Run, SeedRecord, Standing, TextRecord, part_of},
};
use crate::tongue::{Said, said};

/// The parts of articles by seed and file.
pub(super) type Texts<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a TextRecord>>;

/// What a seed is set again from.
pub(super) struct Setting<'a> {
    /// The records of the seed.
    pub(super) records: &'a [&'a Record],
    pub(super) texts: &'a Texts<'a>,
    pub(super) seed: &'a SeedRecord,
    pub(super) encoding: Encoding,
    pub(super) articles: &'a BTreeMap<String, Standing>,
    pub(super) bytes: Option<&'a [u8]>,
}

/// Bytes of a seed and where they start.
type Stretch = (usize, Vec<u8>);

impl Setting<'_> {
    /// The proof, or why the bytes are not those that were imported.
    pub(super) fn rebuild(&self) -> Result<Proof, Said> {
        let name = &self.seed.seed;
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut proof = Proof {
            seed: name.clone(),
            whole: true,
            bytes: self.seed.bytes,
            edited: Vec::new(),
            gone: Vec::new(),
        };
        if self.seed.byte_order_mark {
            stretches.push((0, self.encoding.mark().to_vec()));
        }
        for record in self.records {
            match record {
                Record::Layout(layout) => {
                    self.words(&layout.gaps, &mut stretches)?;
                }
                Record::Repair(repair) => {
                    self.words(&repair.removed, &mut stretches)?;
                }
                Record::File(file) => {
                    self.article(file, &mut stretches, &mut proof)?;
                }
                _ => {}
            }
        }
        let bytes = connect(stretches)?;
        if bytes.len() != self.seed.bytes || sha256(&bytes) != self.seed.sha256 {
            return Err(said!(
                "the bytes are not those that were imported",
                "字节与当初导入的不同"
            ));
        }
        proof.whole = proof.edited.is_empty() && proof.gone.is_empty();
        Ok(proof)
    }

    fn words(&self, words: &[(usize, String)], out: &mut Vec<Stretch>) -> Result<(), Said> {
        for (start, text) in words {
            let bytes = self.encoding.encode(text).ok_or_else(|| {
                said!("the ledger holds words the encoding has not", "账本里有这种编码写不出的字")
            })?;
            out.push((*start, bytes));
        }
        Ok(())
    }

    /// The stretches of one article: from its words, or from the seed where a
    /// person has changed them.
    fn article(
        &self,
        file: &FileRecord,
        out: &mut Vec<Stretch>,
        proof: &mut Proof,
    ) -> Result<(), Said> {
        let standing = self.articles.get(&file.file);
        let untouched = standing.filter(|s| s.sha256 == file.sha256);
        let texts = self.texts.get(&(file.seed.as_str(), file.file.as_str()));
        let mut edit = Edit { file: file.file.clone(), parts: Vec::new(), unread: false };
        for text in texts.into_iter().flatten() {
            // What stands there now, where that can be told.
            let now = match standing.and_then(|s| s.article.as_ref()) {
                Some((article, Some(blocks))) => Some(part_of(article, blocks, &text.part)),
                Some((article, None)) if !text.part.starts_with("p:") => {
                    Some(part_of(article, &[], &text.part))
                }
                _ => None,
            };
            if let (Some(Some(now)), Some(_)) = (&now, untouched) {
                if !text.copy {
                    self.set(text, now, out)?;
                }
                continue;
            }
            let was = self.as_imported(text)?;
            match now {
                Some(now) if now.as_ref() != Some(&was.0) => {
                    edit.parts.push((text.part.clone(), was.0, now.unwrap_or_default()));
                }
                Some(_) => {}
                None => edit.unread = standing.is_some(),
            }
            if !text.copy {
                out.extend(was.1);
            }
        }
        match standing {
            None => proof.gone.push(file.file.clone()),
            Some(_) if untouched.is_none() => proof.edited.push(edit),
            Some(_) => {}
        }
        Ok(())
    }

    /// The stretches that the words of a part fill.
    fn set(&self, text: &TextRecord, words: &str, out: &mut Vec<Stretch>) -> Result<(), Said> {
        let mut rest = words;
        for run in &text.runs {
            let taken = match run {
                Run::Scaffold(words) if rest.starts_with(words.as_str()) => words.len(),
                Run::Scaffold(_) => {
                    return Err(said!(
                        "`{file}` `{part}` is not as written",
                        "`{file}` 的 `{part}` 与账本不符",
                        file = text.file,
                        part = text.part
                    ));
                }
                Run::Source(start, end, chars) => {
                    let length = rest.char_indices().nth(*chars).map_or(rest.len(), |(at, _)| at);
                    let bytes = self.encoding.encode(&rest[..length]).unwrap_or_default();
                    if bytes.len() != end.saturating_sub(*start) {
                        return Err(said!(
                            "`{file}` `{part}` has other words",
                            "`{file}` 的 `{part}` 文字不同",
                            file = text.file,
                            part = text.part
                        ));
                    }
                    out.push((*start, bytes));
                    length
                }
            };
            rest = &rest[taken..];
        }
        if rest.is_empty() {
            Ok(())
        } else {
            Err(said!(
                "`{file}` `{part}` has more words",
                "`{file}` 的 `{part}` 多出文字",
                file = text.file,
                part = text.part
            ))
        }
    }

    /// The words of a part as import set them, and their stretches, from the seed.
    fn as_imported(&self, text: &TextRecord) -> Result<(String, Vec<Stretch>), Said> {
        let bytes = self.bytes.ok_or_else(|| {
            said!(
                "`{file}` was edited or deleted, and the seed is not there to compare",
                "`{file}` 改过或删了，底本又不在，无从对照",
                file = text.file
            )
        })?;
        let mut words = String::new();
        let mut stretches = Vec::new();
        for run in &text.runs {
            match run {
                Run::Scaffold(scaffold) => words.push_str(scaffold),
                Run::Source(start, end, _) => {
                    let part = bytes.get(*start..*end).ok_or_else(|| {
                        said!("a range lies outside the seed", "有一段超出了底本")
                    })?;
                    let decoded = self
                        .encoding
                        .decode_part(part)
                        .ok_or_else(|| said!("a range cuts a character", "有一段从字的中间断开"))?;
                    words.push_str(&decoded);
                    stretches.push((*start, part.to_vec()));
                }
            }
        }
        Ok((words, stretches))
    }
}

/// Stretches in order as one text; each byte must be there exactly once.
fn connect(mut stretches: Vec<Stretch>) -> Result<Vec<u8>, Said> {
    stretches.retain(|(_, bytes)| !bytes.is_empty());
    stretches.sort_by_key(|(start, _)| *start);
    let mut all = Vec::new();
    for (start, bytes) in stretches {
        match start.cmp(&all.len()) {
            std::cmp::Ordering::Less => {
                return Err(said!("byte {start} stands there twice", "第 {start} 字节出现两次"));
            }
            std::cmp::Ordering::Greater => {
                return Err(said!(
                    "bytes {from}–{start} are missing",
                    "缺第 {from}–{start} 字节",
                    from = all.len(),
                    start
                ));
            }
            std::cmp::Ordering::Equal => all.extend(bytes),
        }
    }
    Ok(all)
}
