//! Zip files: written so that the same files give the same bytes, read so that
//! none can take all memory.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _, Write as _},
};

use crate::tongue::{Said, said};
use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions,
};

/// Most that the files of an archive may hold together, unpacked.
const LARGEST_BYTES: u64 = 1024 * 1024 * 1024;
/// Most files that are read.
const MOST_FILES: usize = 100_000;

/// What a zip file starts with.
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// Whether `bytes` may be a zip file.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The files as a zip file, in their order; the first is stored as it is, as a
/// book's type has to be. All have one time, so that it depends on nothing else.
pub(super) fn pack(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, bytes)) in files.iter().enumerate() {
        let method =
            if index == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The files of a zip file by their names. The reason why not, in words.
pub(super) fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Said> {
    let unreadable = |error: ZipError| {
        let cause = Said::verbatim(error.to_string());
        said!("it cannot be unpacked: {cause}", "解不开：{cause}", cause)
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MOST_FILES {
        return Err(said!("it has more than {MOST_FILES} files", "里面的文件超过 {MOST_FILES} 个"));
    }
    let mut files = BTreeMap::new();
    let mut left = LARGEST_BYTES;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(unreadable)?;
        let name = file.name().map_err(unreadable)?.into_owned();
        let mut content = Vec::new();
        // What a file says of its size need not be so.
        file.take(left + 1).read_to_end(&mut content).map_err(|error| {
            let cause = Said::system(&error);
            said!("{name} cannot be unpacked: {cause}", "{name} 解不开：{cause}", cause)
        })?;
        left = left.checked_sub(content.len() as u64).ok_or_else(|| {
            said!(
                "unpacked it is larger than {LARGEST_BYTES} bytes",
                "解开以后超过 {LARGEST_BYTES} 字节"
            )
        })?;
        if files.insert(name.clone(), content).is_some() {
            return Err(said!("{name} is in it twice", "里面有两个 {name}"));
        }
    }
    Ok(files)
}
