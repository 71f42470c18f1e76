//! Compressed forms of text files, for servers that hand them on as they are.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};

use super::edition::{Digest, File, Headers};
use crate::route::Address;

/// Below this many bytes nothing is saved: a packet goes out anyway.
const LEAST: usize = 256;

/// The endings of compressed files and the encodings they stand for.
const FORMS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// The address of which `path` is a compressed form.
pub(super) fn base(path: &str) -> Option<&str> {
    FORMS.iter().find_map(|(ending, _)| path.strip_suffix(ending))
}

/// The compressed forms of a file, where they are smaller than it.
pub(super) fn beside(address: &Address, file: &File) -> Vec<(Address, File)> {
    let text = file.headers.content_type.contains("charset=");
    if !text || file.bytes.len() < LEAST {
        return Vec::new();
    }
    let forms = FORMS.iter().filter_map(|(ending, encoding)| {
        let bytes = if *encoding == "br" { brotli(&file.bytes) } else { gzip(&file.bytes) };
        let bytes = bytes.ok().filter(|bytes| bytes.len() < file.bytes.len())?;
        let digest = Digest::of(&bytes);
        let content_encoding = Some((*encoding).to_owned());
        let headers = Headers { content_encoding, ..file.headers.clone() };
        let form = File { bytes: bytes.into(), digest, words: None, headers };
        Some((Address::file(format!("{address}{ending}")), form))
    });
    forms.collect()
}

/// No name and no time stand in it: the same bytes give the same bytes.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // 9 of 11: the last two steps cost ten times the time for some hundredths.
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, io::Read as _};

    use super::*;
    use crate::publish::Edition;

    #[test]
    fn text_is_compressed_and_gives_itself_back() {
        let page = "<p>山城的报纸。</p>\n".repeat(40).into_bytes();
        let built: BTreeMap<Address, Vec<u8>> = [
            ("index.html", page.clone()),
            ("short.html", b"<p>x".to_vec()),
            ("photo.jpg", vec![0; 4096]),
        ]
        .map(|(address, bytes)| (Address::file(address), bytes))
        .into();
        let edition = Edition::new(built.clone(), true);
        assert_eq!(edition, Edition::new(built, true));
        let addresses: Vec<&str> = edition.files().map(|(address, _)| address.as_str()).collect();
        let expected = ["index.html", "index.html.br", "index.html.gz", "photo.jpg", "short.html"];
        assert_eq!(addresses, expected);
        let form = |name| edition.get(&Address::file(name)).map(|f| (&f.bytes, &f.headers));
        let (gz, headers) = form("index.html.gz").unwrap_or_else(|| unreachable!());
        assert_eq!(headers.content_encoding.as_deref(), Some("gzip"));
        assert_eq!(headers.content_type, "text/html; charset=utf-8");
        let mut back = Vec::new();
        assert!(flate2::read::GzDecoder::new(&gz[..]).read_to_end(&mut back).is_ok());
        assert_eq!(back, page);
        let (br, _) = form("index.html.br").unwrap_or_else(|| unreachable!());
        let mut back = Vec::new();
        assert!(brotli::BrotliDecompress(&mut &br[..], &mut back).is_ok());
        assert_eq!(back, page);
    }
}
