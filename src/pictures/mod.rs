//! Pictures as they are printed: turned upright, no larger than a screen shows, and
//! without what a camera writes about itself and its place.
//!
//! A picture may be made to take all memory of who opens it: what it says of its
//! size is held against bounds before it is decoded. The colour profile stays, as
//! it belongs to the picture; nothing else that is no pixel does.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
    imageops,
};
use sha2::{Digest as _, Sha256};

/// What makes of the same file another picture than before: part of the name
/// under which made pictures are kept.
pub const EDITION: u32 = 1;

/// Longest side of a picture as it is printed, in pixels.
const LONGEST: u32 = 1600;
/// Longest side of a picture that is taken, in pixels.
const LONGEST_TAKEN: u32 = 30_000;
/// Most pixels of a picture that is taken: no camera makes more.
const MOST_PIXELS: u64 = 100_000_000;
/// Most memory that decoding may take, in bytes.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;
/// Quality of a JPEG as it is printed.
const QUALITY: u8 = 82;

/// The endings of files that may be pictures.
pub const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "webp", "JPG", "JPEG", "PNG", "WEBP"];

/// A picture as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Where it stands on the site: the same picture always at one address, another
    /// one never there.
    pub path: String,
    kind: Kind,
}

/// What a picture is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
}

impl Picture {
    /// Makes the picture of a file.
    ///
    /// # Errors
    /// Why it is none, after "the file".
    pub fn make(file: &[u8]) -> Result<Self, String> {
        let format = format(file).ok_or("is no JPEG, PNG or WebP")?;
        let (width, height) = reader(file, format).into_dimensions().map_err(|e| damaged(&e))?;
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MOST_PIXELS || width.max(height) > LONGEST_TAKEN {
            return Err(format!(
                "has {width} × {height} pixels; at most {LONGEST_TAKEN} on a side and {MOST_PIXELS} in all are taken"
            ));
        }
        let mut decoder = reader(file, format).into_decoder().map_err(|e| damaged(&e))?;
        let orientation = decoder.orientation().map_err(|e| damaged(&e))?;
        let profile = decoder.icc_profile().map_err(|e| damaged(&e))?;
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(|e| damaged(&e))?;
        pixels.apply_orientation(orientation);
        if pixels.width().max(pixels.height()) > LONGEST {
            pixels = pixels.resize(LONGEST, LONGEST, imageops::FilterType::CatmullRom);
        }
        let kind = match format {
            ImageFormat::Png => Kind::Png,
            _ if pixels.color().has_alpha() => Kind::Png,
            _ => Kind::Jpeg,
        };
        let bytes = encode(&pixels, kind, profile).map_err(|e| damaged(&e))?;
        Ok(Self::new(bytes, (pixels.width(), pixels.height()), kind))
    }

    /// A picture that [`Picture::make`] made earlier; `None` if it is none.
    pub fn made(bytes: Vec<u8>) -> Option<Self> {
        let format = format(&bytes)?;
        let kind = if format == ImageFormat::Png { Kind::Png } else { Kind::Jpeg };
        let (width, height) = reader(&bytes, format).into_dimensions().ok()?;
        (width.max(height) <= LONGEST).then(|| Self::new(bytes, (width, height), kind))
    }

    fn new(bytes: Vec<u8>, (width, height): (u32, u32), kind: Kind) -> Self {
        let digest = Sha256::digest(&bytes);
        let name =
            digest.iter().take(8).fold(String::new(), |name, byte| name + &format!("{byte:02x}"));
        Self { bytes, width, height, path: format!("pictures/{name}.{}", kind.ending()), kind }
    }

    /// The ending of its file.
    pub fn ending(&self) -> &'static str {
        self.kind.ending()
    }

    /// Its type, as browsers call it.
    pub fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
        }
    }
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// What the first bytes say; the name of a file may be wrong.
fn format(file: &[u8]) -> Option<ImageFormat> {
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    image::guess_format(file).ok().filter(|format| known.contains(format))
}

fn reader(file: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_TAKEN);
    limits.max_image_height = Some(LONGEST_TAKEN);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    reader
}

fn damaged(error: &image::ImageError) -> String {
    match error {
        image::ImageError::Limits(_) => "takes too much memory to be decoded".to_owned(),
        error => format!("is damaged: {error}"),
    }
}

fn encode(
    pixels: &DynamicImage,
    kind: Kind,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, image::ImageError> {
    let mut bytes = Vec::new();
    match kind {
        Kind::Jpeg => {
            let pixels = match pixels {
                DynamicImage::ImageLuma8(_) => pixels.clone(),
                // A JPEG has eight bits a colour.
                pixels => DynamicImage::ImageRgb8(pixels.to_rgb8()),
            };
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            if let Some(profile) = profile {
                // One that cannot be kept is that of a usual screen, or as good.
                let _ = encoder.set_icc_profile(profile);
            }
            pixels.write_with_encoder(encoder)?;
        }
        Kind::Png => {
            let mut encoder = PngEncoder::new_with_quality(
                &mut bytes,
                CompressionType::Best,
                FilterType::Adaptive,
            );
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile);
            }
            pixels.write_with_encoder(encoder)?;
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let pixels = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 256) as u8, (y % 256) as u8, 90])
        });
        let mut bytes = Cursor::new(Vec::new());
        assert!(DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, format).is_ok());
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_becomes_smaller_and_a_small_one_stays() {
        for (format, ending) in
            [(ImageFormat::Jpeg, "jpg"), (ImageFormat::Png, "png"), (ImageFormat::WebP, "jpg")]
        {
            let made = Picture::make(&picture(3200, 800, format));
            assert_eq!(
                made.as_ref().map(|p| (p.width, p.height, p.ending())),
                Ok((1600, 400, ending))
            );
            let made = Picture::make(&picture(40, 30, format));
            assert_eq!(made.as_ref().map(|p| (p.width, p.height)), Ok((40, 30)));
            let again = made.as_ref().ok().and_then(|p| Picture::made(p.bytes.clone()));
            assert_eq!(again.as_ref(), made.as_ref().ok());
        }
    }

    /// A JPEG with what a camera wrote: it was held on its side, and its place.
    fn from_a_camera() -> Vec<u8> {
        let plain = picture(40, 30, ImageFormat::Jpeg);
        let mut exif =
            b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 26.6470 106.6302");
        let mut file = plain[..2].to_vec();
        file.extend_from_slice(&[0xff, 0xe1]);
        file.extend_from_slice(&((exif.len() + 2) as u16).to_be_bytes());
        file.extend_from_slice(&exif);
        file.extend_from_slice(&plain[2..]);
        file
    }

    #[test]
    fn a_picture_stands_upright_and_tells_no_place() {
        let made = Picture::make(&from_a_camera());
        assert_eq!(made.as_ref().map(|p| (p.width, p.height)), Ok((30, 40)));
        let bytes = made.map(|p| p.bytes).unwrap_or_default();
        assert!(!bytes.is_empty() && !bytes.windows(4).any(|w| w == b"Exif" || w == b"GPS "));
    }

    /// A PNG whose head says that it has so many pixels.
    fn boasting(width: u32, height: u32) -> Vec<u8> {
        let mut file = picture(1, 1, ImageFormat::Png);
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&file[12..29]).to_be_bytes();
        file[29..33].copy_from_slice(&sum);
        file
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        };
        !bytes.iter().fold(!0, step)
    }

    #[test]
    fn what_is_no_picture_is_refused_by_name() {
        for (file, why) in [
            (b"".to_vec(), "is no JPEG"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "is no JPEG"),
            (b"GIF89a\x01\0\x01\0\0\0\0".to_vec(), "is no JPEG"),
            (picture(40, 30, ImageFormat::Jpeg)[..40].to_vec(), "is damaged"),
            (picture(40, 30, ImageFormat::Png)[..60].to_vec(), "is damaged"),
            (boasting(20_000, 20_000), "has 20000 × 20000 pixels"),
            (boasting(4_000_000_000, 1), "memory"),
            (boasting(10_000, 9_000), "is damaged"),
        ] {
            let made = Picture::make(&file);
            assert!(
                made.as_ref().is_err_and(|told| told.contains(why)),
                "{why}: {:?}",
                made.map(|p| p.width)
            );
        }
    }

    #[test]
    fn the_same_file_gives_the_same_picture() {
        let file = picture(2000, 1000, ImageFormat::Jpeg);
        assert_eq!(Picture::make(&file), Picture::make(&file));
    }
}
