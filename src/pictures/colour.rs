//! Colours as a screen shows them.
//!
//! A profile says what the numbers of a picture mean. Once they are those of sRGB,
//! which is what numbers without a profile mean, the profile can go: a picture of
//! 20 KB need not carry 3 KB (or, from a press, 500 KB) of it, and programs that
//! know of no profiles show the same colours.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Makes the numbers of `pixels` those of sRGB. What `profile` says is passed over
/// where it cannot be followed: a damaged one, or one of inks, which the decoder has
/// turned into light already.
pub(super) fn to_srgb(pixels: &mut DynamicImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    let coloured = match profile.color_space {
        DataColorSpace::Rgb => true,
        DataColorSpace::Gray => false,
        _ => return,
    };
    if coloured != pixels.color().has_color() {
        return;
    }
    let (layout, target) = match pixels {
        DynamicImage::ImageLuma8(_) => (Layout::Gray, ColorProfile::new_gray_with_gamma(2.2)),
        DynamicImage::ImageLumaA8(_) => (Layout::GrayAlpha, ColorProfile::new_gray_with_gamma(2.2)),
        DynamicImage::ImageRgb8(_) => (Layout::Rgb, ColorProfile::new_srgb()),
        _ => (Layout::Rgba, ColorProfile::new_srgb()),
    };
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(layout, &target, layout, options) else {
        return;
    };
    let shown: &mut [u8] = match pixels {
        DynamicImage::ImageLuma8(image) => image,
        DynamicImage::ImageLumaA8(image) => image,
        DynamicImage::ImageRgb8(image) => image,
        DynamicImage::ImageRgba8(image) => image,
        _ => return,
    };
    let mut converted = vec![0; shown.len()];
    if transform.transform(shown, &mut converted).is_ok() {
        shown.copy_from_slice(&converted);
    }
}
