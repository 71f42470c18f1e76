//! Pictures as they are printed: turned upright, in the sizes that screens want, in
//! the colours of a screen, and without what a camera writes about itself and its
//! place.
//!
//! 1. What a file says of its size is held against bounds before it is decoded:
//!    a picture may be made to take all memory of who opens it.
//! 2. It is decoded, made smaller, turned upright, and its colours become sRGB
//!    ([`colour`]). Pixels are all that goes on from here.
//! 3. Each size is written as JPEG or PNG, which every browser shows, and as WebP
//!    where that is smaller ([`encode`]).
//!
//! [`kept`] has all sizes as one file, for the next run.

mod colour;
mod encode;
mod kept;
#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test makes its own pictures, and fails if it cannot")]
mod tests;

use std::{fmt, io::Cursor, sync::Arc};

use crate::tongue::{Said, said};
use bytes::Bytes;
use fast_image_resize::{ResizeOptions, Resizer, images::Image, pixels::PixelType};
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder as _, ImageError, ImageFormat,
    ImageReader, Limits, RgbImage, RgbaImage, metadata::Orientation,
};
use sha2::{Digest as _, Sha256};

/// What makes of the same file another picture than before: part of the name
/// under which made pictures are kept.
pub const EDITION: u32 = 2;

/// Widths in which a picture is printed beside its full size, in pixels: a telephone,
/// a column, a page.
const WIDTHS: [u32; 2] = [480, 960];
/// Longest side of a picture as it is printed, in pixels.
const LONGEST: u32 = 1600;
/// Longest side of a picture that is taken, in pixels.
const LONGEST_TAKEN: u32 = 30_000;
/// Most pixels of a picture that is taken: no camera makes more.
const MOST_PIXELS: u64 = 100_000_000;
/// Most memory that decoding may take, in bytes.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// The endings of files that may be pictures.
pub const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "webp", "JPG", "JPEG", "PNG", "WEBP"];

/// A picture as it is printed, in all its sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In full size.
    full: Print,
    /// In other widths, the narrowest first.
    smaller: Vec<Print>,
    /// The same as WebP, the narrowest first; nothing where that is no smaller.
    webp: Vec<Print>,
}

/// One size of a picture, as a file.
#[derive(Clone, Debug)]
pub struct Print {
    film: Film,
    /// Size of the file in bytes.
    length: usize,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Where it stands on the site: the same file always at one address, so that
    /// whoever has it may keep it for ever.
    pub path: String,
    kind: Kind,
}

/// Two prints of one address are one.
impl PartialEq for Print {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Print {}

/// Where the bytes of a print are.
#[derive(Clone)]
enum Film {
    /// In memory.
    Here(Bytes),
    /// In a file, from this byte on.
    Kept(Arc<dyn Reel>, u64),
}

impl fmt::Debug for Film {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(_) => f.write_str("Here"),
            Self::Kept(_, at) => write!(f, "Kept({at})"),
        }
    }
}

/// A file in which a picture is kept, read by who has it: the prints of a thousand
/// pictures are too much to hold, and nothing here touches a file.
pub trait Reel: Send + Sync {
    /// So many bytes from the byte `at` on; `None` if they are not there any longer.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>>;
}

/// What a picture is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Webp,
}

impl Picture {
    /// Makes the picture of a file.
    ///
    /// # Errors
    /// Why it is none, after "the file".
    pub fn make(file: &[u8]) -> Result<Self, Said> {
        let format = format(file)
            .ok_or_else(|| said!("is no JPEG, PNG or WebP", "不是 JPEG、PNG 或 WebP"))?;
        measure(file, format)?;
        if format == ImageFormat::Jpeg && !ends(file) {
            return Err(said!("is damaged: it ends before the picture does", "损坏了：文件没有完"));
        }
        let pixels = develop(file, format).map_err(|error| damaged(&error))?;
        encode::prints(&pixels, format == ImageFormat::Png).map_err(|error| damaged(&error))
    }

    /// The memory that decoding a file takes, in bytes; 0 if nothing will be decoded.
    pub fn memory(file: &[u8]) -> u64 {
        let Some(format) = format(file) else { return 0 };
        // Four colours of two bytes are the most; what has fewer is there twice for a moment.
        measure(file, format).map_or(0, |pixels| pixels * 8)
    }

    /// In full size: JPEG or PNG, which everything shows.
    pub fn full(&self) -> &Print {
        &self.full
    }

    /// As JPEG or PNG, the narrowest first.
    pub fn prints(&self) -> impl Iterator<Item = &Print> {
        self.smaller.iter().chain([&self.full])
    }

    /// As WebP, in the same widths; nothing where that is no smaller.
    pub fn webp(&self) -> impl Iterator<Item = &Print> {
        self.webp.iter()
    }

    /// All its files.
    pub fn files(&self) -> impl Iterator<Item = &Print> {
        self.prints().chain(self.webp())
    }

    /// The picture as one file, to be kept.
    pub fn to_kept(&self) -> Vec<u8> {
        kept::write(self)
    }

    /// The same picture, its bytes no longer in memory: `reel` has what [`Picture::to_kept`]
    /// wrote.
    #[must_use]
    pub fn kept_in(mut self, reel: &Arc<dyn Reel>) -> Self {
        let mut at = kept::list(&self).len() as u64;
        for print in self.smaller.iter_mut().chain([&mut self.full]).chain(&mut self.webp) {
            print.film = Film::Kept(Arc::clone(reel), at);
            at += print.length as u64;
        }
        self
    }

    /// A picture that [`Picture::to_kept`] wrote; `None` if it is none, or not whole.
    pub fn from_kept(file: Vec<u8>) -> Option<Self> {
        kept::read(file)
    }
}

impl Print {
    fn new(bytes: Bytes, (width, height): (u32, u32), kind: Kind) -> Self {
        let path = path(&bytes, width, kind);
        Self { length: bytes.len(), film: Film::Here(bytes), width, height, path, kind }
    }

    /// The file; `None` if it was kept and is not there any longer, or is another one.
    pub fn bytes(&self) -> Option<Bytes> {
        match &self.film {
            Film::Here(bytes) => Some(bytes.clone()),
            Film::Kept(reel, at) => {
                let bytes = Bytes::from(reel.read(*at, self.length)?);
                (path(&bytes, self.width, self.kind) == self.path).then_some(bytes)
            }
        }
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
            Kind::Webp => "image/webp",
        }
    }
}

/// Where a print stands: its name is made of its bytes.
fn path(bytes: &[u8], width: u32, kind: Kind) -> String {
    let digest = Sha256::digest(bytes);
    let name =
        digest.iter().take(6).fold(String::new(), |name, byte| name + &format!("{byte:02x}"));
    format!("pictures/w{width}.{name}.{}", kind.ending())
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// What the first bytes say; the name of a file may be wrong.
fn format(file: &[u8]) -> Option<ImageFormat> {
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    image::guess_format(file).ok().filter(|format| known.contains(format))
}

/// Whether a JPEG has its end. A decoder shows what there is of half a file, and the
/// rest grey.
fn ends(file: &[u8]) -> bool {
    let last = |marker: u8| file.windows(2).rposition(|pair| pair == [0xff, marker]);
    // Behind the last start of scan comes the end of the image. Cameras write more
    // pictures behind that, each with an end of its own.
    last(0xd9) > last(0xda)
}

/// How many pixels a file says that it has, if so many are taken.
fn measure(file: &[u8], format: ImageFormat) -> Result<u64, Said> {
    let (width, height) = reader(file, format).into_dimensions().map_err(|e| damaged(&e))?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || width.max(height) > LONGEST_TAKEN {
        return Err(said!(
            "has {width} × {height} pixels; at most {LONGEST_TAKEN} on a side and {MOST_PIXELS} in all are taken",
            "有 {width} × {height} 像素；每边最多 {LONGEST_TAKEN}，总共最多 {MOST_PIXELS}"
        ));
    }
    Ok(pixels)
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

fn damaged(error: &ImageError) -> Said {
    match error {
        ImageError::Limits(_) => said!("takes too much memory to be decoded", "解开它太占内存"),
        error => {
            let cause = Said::verbatim(error.to_string());
            said!("is damaged: {cause}", "损坏了：{cause}", cause)
        }
    }
}

/// The pixels of a file as a screen shows them, eight bits a colour, upright, no
/// larger than they are printed.
fn develop(file: &[u8], format: ImageFormat) -> Result<DynamicImage, ImageError> {
    let mut decoder = reader(file, format).into_decoder()?;
    // Notes that cannot be read are as good as none.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let pixels = DynamicImage::from_decoder(decoder)?;
    let pixels = match (pixels.color().has_color(), pixels.color().has_alpha()) {
        (false, false) => DynamicImage::ImageLuma8(pixels.into_luma8()),
        (false, true) => DynamicImage::ImageLumaA8(pixels.into_luma_alpha8()),
        (true, false) => DynamicImage::ImageRgb8(pixels.into_rgb8()),
        (true, true) => DynamicImage::ImageRgba8(pixels.into_rgba8()),
    };
    let (width, height) = (pixels.width(), pixels.height());
    // Smaller first: what follows has less to do, and takes less memory.
    let mut pixels = if width.max(height) > LONGEST {
        let width = if width >= height { LONGEST } else { scaled(width, LONGEST, height) };
        resize(&pixels, width)
    } else {
        pixels
    };
    pixels.apply_orientation(orientation);
    if let Some(profile) = profile {
        colour::to_srgb(&mut pixels, &profile);
    }
    Ok(pixels)
}

/// `length`, made smaller as `from` becomes `to`; never nothing.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let exact = u64::from(length) * u64::from(to);
    u32::try_from((exact + u64::from(from) / 2) / u64::from(from)).map_or(1, |length| length.max(1))
}

/// The picture in another width. What cannot be made smaller stays as it is.
fn resize(pixels: &DynamicImage, width: u32) -> DynamicImage {
    let height = scaled(pixels.height(), width, pixels.width());
    let kind = match pixels {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageLumaA8(_) => PixelType::U8x2,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        _ => PixelType::U8x4,
    };
    let small =
        resized(pixels.as_bytes(), (pixels.width(), pixels.height()), (width, height), kind);
    let small = small.and_then(|small| match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, small).map(DynamicImage::ImageLuma8),
        PixelType::U8x2 => {
            GrayAlphaImage::from_raw(width, height, small).map(DynamicImage::ImageLumaA8)
        }
        PixelType::U8x3 => RgbImage::from_raw(width, height, small).map(DynamicImage::ImageRgb8),
        _ => RgbaImage::from_raw(width, height, small).map(DynamicImage::ImageRgba8),
    });
    small.unwrap_or_else(|| pixels.clone())
}

fn resized(
    pixels: &[u8],
    (width, height): (u32, u32),
    (new_width, new_height): (u32, u32),
    kind: PixelType,
) -> Option<Vec<u8>> {
    let large = fast_image_resize::images::ImageRef::new(width, height, pixels, kind).ok()?;
    let mut small = Image::new(new_width, new_height, kind);
    Resizer::new().resize(&large, &mut small, &ResizeOptions::new()).ok()?;
    Some(small.into_vec())
}
