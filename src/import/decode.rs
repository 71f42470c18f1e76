//! Step 1: bytes to text, without losing the way back.
//!
//! A seed is decoded strictly: what does not decode is refused with the place
//! of the first bad byte, never replaced. The text keeps the line ends of the
//! file, so that encoding it again gives the bytes, which is checked here: the
//! promise that a seed can be rebuilt starts with it.

use std::{borrow::Cow, ops::Range, string::FromUtf8Error};

use encoding_rs::{BIG5, GB18030};
use sha2::{Digest as _, Sha256};

use crate::{
    diag::{Diagnostic, Place},
    tongue::{Said, said},
};

/// How the bytes of a seed stand for its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8
    Utf8,
    /// UTF-16, little end first
    Utf16Le,
    /// UTF-16, big end first
    Utf16Be,
    /// GB 18030, of which GBK and GB 2312 are parts
    Gb18030,
    /// Big5
    Big5,
}

impl Encoding {
    /// Name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
        }
    }

    /// The encoding of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gb18030, Self::Big5];
        all.into_iter().find(|e| e.name() == name)
    }

    /// The byte order mark of the encoding; empty where there is none.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => &[0xef, 0xbb, 0xbf],
            Self::Utf16Le => &[0xff, 0xfe],
            Self::Utf16Be => &[0xfe, 0xff],
            Self::Gb18030 | Self::Big5 => &[],
        }
    }

    /// `text` as bytes. `None` if the encoding has no bytes for a character.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let units = text.encode_utf16();
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(units.flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(units.flat_map(u16::to_be_bytes).collect()),
            Self::Gb18030 | Self::Big5 => {
                let encoding = if self == Self::Big5 { BIG5 } else { GB18030 };
                let (bytes, _, failed) = encoding.encode(text);
                (!failed).then(|| bytes.into_owned())
            }
        }
    }

    /// Bytes that are whole characters as text; `None` if they are none.
    pub fn decode_part(self, bytes: &[u8]) -> Option<String> {
        self.decode(bytes).ok()
    }

    /// `bytes` without a mark as text, or the offset of the first bad byte.
    fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        match self {
            Self::Utf8 => {
                std::str::from_utf8(bytes).map(str::to_owned).map_err(|e| e.valid_up_to())
            }
            Self::Utf16Le => decode_utf16(bytes, u16::from_le_bytes),
            Self::Utf16Be => decode_utf16(bytes, u16::from_be_bytes),
            Self::Gb18030 => decode_legacy(GB18030, bytes),
            Self::Big5 => decode_legacy(BIG5, bytes),
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    if bytes.len() % 2 == 1 {
        return Err(bytes.len() - 1);
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(units) {
        let Ok(c) = c else { return Err(text.encode_utf16().count() * 2) };
        text.push(c);
    }
    Ok(text)
}

fn decode_legacy(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 16);
    let mut read = 0;
    loop {
        let (result, used) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += used;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return Ok(text),
            encoding_rs::DecoderResult::OutputFull => text.reserve(bytes.len() - read + 16),
            encoding_rs::DecoderResult::Malformed(length, extra) => {
                return Err(read.saturating_sub(usize::from(length) + usize::from(extra)));
            }
        }
    }
}

/// Raw page text (原始版面文字).
#[derive(Clone, Debug)]
pub struct Seed {
    /// File name below `seeds/`.
    pub name: String,
    /// The text, with the file's own line ends, without a byte order mark.
    pub text: String,
    /// How the file is encoded.
    pub encoding: Encoding,
    /// Whether it starts with a byte order mark.
    pub marked: bool,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Size of the file in bytes.
    pub size: usize,
    /// Starts of lines in `text`, in bytes.
    lines: Vec<usize>,
    /// Places at most [`MARK`] apart: in `text` and in the file, in bytes.
    marks: Vec<(usize, usize)>,
}

impl Seed {
    /// Where the character at the byte `offset` of the text stands in the file.
    pub fn byte(&self, offset: usize) -> usize {
        let offset = self.text.floor_char_boundary(offset);
        if self.encoding == Encoding::Utf8 {
            return self.marks[0].1 + offset;
        }
        let mark = self.marks.partition_point(|&(at, _)| at <= offset).saturating_sub(1);
        let (text_start, byte_start) = self.marks[mark];
        let before = &self.text[text_start..offset];
        byte_start + encoded_len(self.encoding, before)
    }

    /// The byte range in the file of a range of the text.
    pub fn bytes(&self, span: &Range<usize>) -> Range<usize> {
        self.byte(span.start)..self.byte(span.end)
    }

    /// Where the character at `byte` of the file stands in the text: the way back
    /// from [`Seed::byte`]. `None` if no character starts there.
    pub fn offset(&self, byte: usize) -> Option<usize> {
        let mark = self.marks.partition_point(|&(_, at)| at <= byte).checked_sub(1)?;
        let (start, mut at) = self.marks[mark];
        let mut end = start;
        for c in self.text[start..].chars() {
            if at >= byte {
                break;
            }
            at += encoded_len(self.encoding, c.encode_utf8(&mut [0; 4]));
            end += c.len_utf8();
        }
        (at == byte).then_some(end)
    }

    /// The line, from 1, in which the byte `offset` of the text lies.
    pub fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset).max(1)
    }

    /// The column, from 1, of the byte `offset` of the text, in characters.
    pub fn column(&self, offset: usize) -> usize {
        let start = self.lines[self.line(offset) - 1];
        self.text[start..self.text.floor_char_boundary(offset)].chars().count() + 1
    }

    /// The text in `span`.
    #[inline]
    pub fn slice(&self, span: &Range<usize>) -> &str {
        &self.text[span.clone()]
    }
}

/// Length of `text` in the encoding. The seed was decoded from it, so every
/// character has bytes.
fn encoded_len(encoding: Encoding, text: &str) -> usize {
    match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16Le | Encoding::Utf16Be => text.encode_utf16().count() * 2,
        Encoding::Gb18030 | Encoding::Big5 => encoding.encode(text).map_or(0, |b| b.len()),
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}

/// Decodes the bytes of a seed, by byte order mark or else by what they can be. Bytes that
/// are given away become the text where they are UTF-8: a seed need not be held twice.
///
/// # Errors
/// The file is empty, holds no text, or has bytes that stand for no character.
pub fn decode<'b>(name: &str, bytes: impl Into<Cow<'b, [u8]>>) -> Result<Seed, Diagnostic> {
    let refuse = |message: Said, hint: Said| {
        let place = Place::file(format!("seeds/{name}"));
        Err(Diagnostic::error(message).at(place).hint(hint))
    };
    let bytes = bytes.into().into_owned();
    if bytes.is_empty() {
        return refuse(
            said!("the seed is empty", "这份底本是空的"),
            said!(
                "put the page's text into it, or delete the file",
                "请把版面文字放进去，或删掉这个文件"
            ),
        );
    }
    let (sha256, size) = (sha256(&bytes), bytes.len());
    let Decoded { text, encoding, marked, one_way } = match decode_whole(bytes) {
        Ok(decoded) => decoded,
        Err((at, byte, encoding)) => {
            return refuse(
                said!(
                    "byte {at} (0x{byte:02x}) is no {encoding} text",
                    "第 {at} 字节（十六进制 {byte:02x}）不合 {encoding} 编码",
                    encoding = encoding.name()
                ),
                said!(
                    "save the file as UTF-8 text and import it again",
                    "请把文件另存为 UTF-8 文字，再导入"
                ),
            );
        }
    };
    // All of them are ASCII: a byte is one of them or none. Many are asked at once, as
    // hardly any text has one.
    let some = |part: &&[u8]| part.iter().fold(false, |some, byte| some | is_binary(*byte));
    let control = text.as_bytes().chunks(256).find(some);
    if let Some(control) = control.and_then(|part| part.iter().find(|byte| is_binary(**byte))) {
        return refuse(
            said!(
                "the seed is no text: it holds the control character U+{control:04X}",
                "这份底本不是文字：里面有控制字符 U+{control:04X}"
            ),
            said!(
                "only plain text can be imported; export the page as text first",
                "只能导入纯文字，请先把版面导出为文字"
            ),
        );
    }
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return refuse(
            said!("the seed holds nothing but white space", "这份底本里只有空白"),
            said!("put the page's text into it", "请把版面文字放进去"),
        );
    }
    if !one_way {
        return refuse(
            said!(
                "the seed is not written in one way only as {encoding}",
                "这份底本有不合 {encoding} 规范的写法，无法原样还原",
                encoding = encoding.name()
            ),
            said!(
                "save the file as UTF-8 text and import it again",
                "请把文件另存为 UTF-8 文字，再导入"
            ),
        );
    }
    let lines = line_starts(&text);
    let marks = marks(&text, encoding, if marked { encoding.mark().len() } else { 0 });
    Ok(Seed { name: name.to_owned(), text, encoding, marked, sha256, size, lines, marks })
}

/// What bytes say.
struct Decoded {
    text: String,
    encoding: Encoding,
    marked: bool,
    /// Whether encoding the text again gives the bytes.
    one_way: bool,
}

/// Decodes bytes, or says which is the first that stands for no character.
fn decode_whole(bytes: Vec<u8>) -> Result<Decoded, (usize, u8, Encoding)> {
    let text = String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes);
    let no_nought =
        |text: String| if text.contains('\0') { Err(text.into_bytes()) } else { Ok(text) };
    let bytes = match text.and_then(no_nought) {
        Ok(mut text) => {
            let marked = text.as_bytes().starts_with(Encoding::Utf8.mark());
            if marked {
                text.drain(..Encoding::Utf8.mark().len());
            }
            // UTF-8 has one way only.
            return Ok(Decoded { text, encoding: Encoding::Utf8, marked, one_way: true });
        }
        Err(bytes) => bytes,
    };
    let (encoding, marked) = recognise(&bytes);
    let start = if marked { encoding.mark().len() } else { 0 };
    let body = &bytes[start..];
    match encoding.decode(body) {
        Ok(text) => {
            let one_way =
                encoding == Encoding::Utf8 || encoding.encode(&text).as_deref() == Some(body);
            Ok(Decoded { text, encoding, marked, one_way })
        }
        Err(at) => Err((start + at, body.get(at).copied().unwrap_or_default(), encoding)),
    }
}

/// Characters that no page text holds.
fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xe..=0x1f | 0x7f)
}

/// The encoding of bytes that are no plain UTF-8, and whether they start with its mark.
fn recognise(bytes: &[u8]) -> (Encoding, bool) {
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        if bytes.starts_with(encoding.mark()) {
            return (encoding, true);
        }
    }
    // Text in UTF-16 without a mark shows in its line ends and spaces: one byte
    // of the pair is always nought.
    let pair = |a: u8, b: u8| bytes.chunks_exact(2).any(|p| p[0] == a && p[1] == b);
    if bytes.contains(&0) && bytes.len().is_multiple_of(2) {
        if pair(b'\n', 0) || pair(b' ', 0) {
            return (Encoding::Utf16Le, false);
        }
        if pair(0, b'\n') || pair(0, b' ') {
            return (Encoding::Utf16Be, false);
        }
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let big5_first = detector.guess(None, chardetng::Utf8Detection::Deny) == BIG5;
    let order = if big5_first {
        [Encoding::Big5, Encoding::Gb18030]
    } else {
        [Encoding::Gb18030, Encoding::Big5]
    };
    for encoding in order {
        if encoding.decode(bytes).is_ok() {
            return (encoding, false);
        }
    }
    (Encoding::Utf8, false)
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(at, mark)| at + mark.len());
    std::iter::once(0).chain(ends).collect()
}

/// Most bytes of the text between two places whose bytes in the file are known.
const MARK: usize = 1024;

fn marks(text: &str, encoding: Encoding, start: usize) -> Vec<(usize, usize)> {
    let (mut text_at, mut byte_at) = (0, start);
    let mut marks = vec![(text_at, byte_at)];
    while text_at + MARK < text.len() {
        let end = text.floor_char_boundary(text_at + MARK);
        byte_at += encoded_len(encoding, &text[text_at..end]);
        text_at = end;
        marks.push((text_at, byte_at));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "一把手谈工作\n\n记者 刘娟\n河水涨了，村口的桥被冲走。村里的老人说，这样的大水二十年没有见过。\n";

    fn encoded(encoding: Encoding, mark: bool) -> Vec<u8> {
        let mut bytes = if mark { encoding.mark().to_vec() } else { Vec::new() };
        bytes.extend(encoding.encode(TEXT).unwrap_or_default());
        bytes
    }

    #[test]
    fn every_encoding_is_recognised_and_keeps_its_places() {
        for (encoding, mark) in [
            (Encoding::Utf8, false),
            (Encoding::Utf8, true),
            (Encoding::Utf16Le, true),
            (Encoding::Utf16Be, true),
            (Encoding::Utf16Le, false),
            (Encoding::Utf16Be, false),
            (Encoding::Gb18030, false),
        ] {
            let bytes = encoded(encoding, mark);
            let seed = decode("a.txt", &bytes)
                .unwrap_or_else(|d| panic!("{}", d.draw(false, crate::tongue::Tongue::English)));
            assert_eq!((seed.encoding, seed.marked, seed.text.as_str()), (encoding, mark, TEXT));
            let at = TEXT.find("桥").unwrap_or_default();
            let expected = encoding.encode("桥").unwrap_or_default();
            assert_eq!(bytes[seed.bytes(&(at..at + 3))], expected[..]);
            assert_eq!((seed.line(at), seed.column(at)), (4, 9));
            assert_eq!(seed.offset(seed.byte(at)), Some(at));
            assert_eq!(seed.offset(seed.byte(at) + 1), None, "inside a character");
            assert_eq!(seed.offset(bytes.len()), Some(TEXT.len()));
            assert_eq!(seed.offset(bytes.len() + 1), None);
        }
    }

    #[test]
    fn traditional_text_in_big5_is_recognised() {
        let text = "河水漲了，村口的橋被沖走。老人說，這樣的大水二十年沒有見過。記者在現場看到。";
        let bytes = Encoding::Big5.encode(text).unwrap_or_default();
        let seed = decode("a.txt", &bytes)
            .unwrap_or_else(|d| panic!("{}", d.draw(false, crate::tongue::Tongue::English)));
        assert_eq!((seed.encoding, seed.text.as_str()), (Encoding::Big5, text));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let refused =
            |bytes: &[u8]| decode("x.txt", bytes).err().map(|d| d.message.en().to_owned());
        assert_eq!(refused(b""), Some("the seed is empty".into()));
        assert!(refused(" \n\u{3000}\n".as_bytes()).is_some());
        let message = refused(b"abc\xff\xff\xff\xffabc").unwrap_or_default();
        assert!(message.contains("byte 3 (0xff)"), "{message}");
        assert!(refused(b"\x7fELF\x02\x01\x01\x00\x00").is_some());
        assert!(refused(b"\xff\xfea").is_some());
    }

    #[test]
    fn places_in_a_long_line_are_known_in_every_encoding() {
        let text = "河水涨了a".repeat(400);
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Gb18030, Encoding::Big5] {
            let marks = marks(&text, encoding, 2);
            for &(text_at, byte_at) in &marks {
                let before = encoding.encode(&text[..text_at]).map_or(0, |bytes| bytes.len());
                assert_eq!(byte_at, before + 2, "{encoding:?}");
            }
            assert!(marks.len() > 4);
        }
    }
}
