//! All sizes of a picture as one file: it is there whole or not at all.
//!
//! A line for each print (its kind, width, height, length, and the name that its
//! bytes give it), an empty line, and the bytes one after the other.

use bytes::Bytes;

use super::{Kind, LONGEST, Picture, Print};

/// Longest list of prints, in bytes: there are at most six.
const LONGEST_LIST: usize = 1024;

pub(super) fn write(picture: &Picture) -> Vec<u8> {
    let mut out = list(picture).into_bytes();
    for print in picture.files() {
        // One that was lost makes a file that is not whole, which is no picture.
        out.extend_from_slice(&print.bytes().unwrap_or_default());
    }
    out
}

/// What stands before the bytes.
pub(super) fn list(picture: &Picture) -> String {
    let mut list = String::new();
    for print in picture.files() {
        let Print { length, width, height, path, kind, film: _ } = print;
        list.push_str(&format!("{} {width} {height} {length} {path}\n", kind.ending()));
    }
    list + "\n"
}

pub(super) fn read(file: Vec<u8>) -> Option<Picture> {
    let file = Bytes::from(file);
    let end = file.windows(2).take(LONGEST_LIST).position(|pair| pair == b"\n\n")?;
    let list = std::str::from_utf8(&file[..end]).ok()?;
    let mut rest = file.slice(end + 2..);
    let (mut prints, mut webp) = (Vec::new(), Vec::new());
    for line in list.lines() {
        let print = print(line, &mut rest)?;
        if print.kind == Kind::Webp { webp.push(print) } else { prints.push(print) }
    }
    let full = prints.pop().filter(|_| rest.is_empty())?;
    Some(Picture { full, smaller: prints, webp })
}

/// The print that a line of the list speaks of, taken from the front of `rest`.
fn print(line: &str, rest: &mut Bytes) -> Option<Print> {
    let mut words = line.split(' ');
    let ending = words.next()?;
    let kind = [Kind::Jpeg, Kind::Png, Kind::Webp].into_iter().find(|k| k.ending() == ending)?;
    let mut number = || words.next()?.parse::<u32>().ok();
    let (width, height, length) = (number()?, number()?, number()? as usize);
    if width.max(height) > LONGEST || width.min(height) == 0 || length > rest.len() {
        return None;
    }
    let print = Print::new(rest.split_to(length), (width, height), kind);
    // The name is the digest of the bytes: those of a damaged disk give another.
    (words.next() == Some(print.path.as_str())).then_some(print)
}
