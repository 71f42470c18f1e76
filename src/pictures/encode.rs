//! Pixels as files.
//!
//! A photograph becomes a JPEG, and a WebP of about half its size. A drawing or a
//! screen's text becomes a PNG, and a WebP without loss. Of the same picture a
//! browser takes one or the other, so that WebP is offered only if it is the smaller
//! one in every width.

use bytes::Bytes;
use image::{
    DynamicImage, ImageError,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

use super::{Kind, Picture, Print, WIDTHS, resize};

/// Quality of a JPEG as it is printed, of 100.
const JPEG_QUALITY: u8 = 82;
/// Quality of a WebP as it is printed, of 100.
const WEBP_QUALITY: f32 = 80.0;
/// A PNG that is so many times larger than the same picture as JPEG is a photograph.
const PHOTOGRAPH: usize = 3;

/// All sizes of a picture that is as large as it will be. `drawn` says that it came
/// without loss, as drawings do.
pub(super) fn prints(pixels: &DynamicImage, drawn: bool) -> Result<Picture, ImageError> {
    let full = full(pixels, drawn)?;
    let widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < full.width).collect();
    let mut smaller = Vec::with_capacity(widths.len());
    let mut webp = Some(Vec::with_capacity(widths.len() + 1));
    for width in widths {
        let pixels = resize(pixels, width);
        let print = print(&pixels, full.kind)?;
        offer(&mut webp, &pixels, &print);
        smaller.push(print);
    }
    offer(&mut webp, pixels, &full);
    Ok(Picture { full, smaller, webp: webp.unwrap_or_default() })
}

/// The full size, in what suits the picture.
fn full(pixels: &DynamicImage, drawn: bool) -> Result<Print, ImageError> {
    if pixels.color().has_alpha() {
        return print(pixels, Kind::Png);
    }
    let photograph = print(pixels, Kind::Jpeg)?;
    if !drawn {
        return Ok(photograph);
    }
    let drawing = print(pixels, Kind::Png)?;
    let photographed = drawing.length > PHOTOGRAPH * photograph.length;
    Ok(if photographed { photograph } else { drawing })
}

/// Adds the WebP of a print to those of its picture, or takes all back if it is no
/// smaller.
fn offer(all: &mut Option<Vec<Print>>, pixels: &DynamicImage, print: &Print) {
    let Some(prints) = all else { return };
    match webp(pixels, print.kind).filter(|bytes| bytes.len() < print.length) {
        Some(bytes) => prints.push(Print::new(bytes, (print.width, print.height), Kind::Webp)),
        None => *all = None,
    }
}

fn print(pixels: &DynamicImage, kind: Kind) -> Result<Print, ImageError> {
    let mut bytes = Vec::new();
    if kind == Kind::Jpeg {
        pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
    } else {
        let (level, filter) = (CompressionType::Best, FilterType::Adaptive);
        pixels.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, level, filter))?;
    }
    Ok(Print::new(bytes.into(), (pixels.width(), pixels.height()), kind))
}

/// The picture as WebP: with loss in place of a JPEG, without in place of a PNG.
fn webp(pixels: &DynamicImage, instead_of: Kind) -> Option<Bytes> {
    let (width, height) = (pixels.width(), pixels.height());
    let alpha = pixels.color().has_alpha();
    let (bytes, layout) = if alpha {
        (pixels.to_rgba8().into_raw(), webp::PixelLayout::Rgba)
    } else {
        (pixels.to_rgb8().into_raw(), webp::PixelLayout::Rgb)
    };
    let lossless = instead_of == Kind::Png;
    let encoder = webp::Encoder::new(&bytes, layout, width, height);
    let file = encoder.encode_simple(lossless, WEBP_QUALITY).ok()?;
    Some(Bytes::copy_from_slice(&file))
}
