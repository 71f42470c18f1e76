use super::*;

fn pixels(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = ((x * 7 + y * 3) % 251) as u8;
        image::Rgb([(x % 256) as u8 / 2 + wave / 2, (y % 256) as u8, 90])
    })
}

fn file(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    assert!(pixels.into().write_to(&mut bytes, format).is_ok());
    bytes.into_inner()
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    file(pixels(width, height), format)
}

fn sizes<'p>(prints: impl Iterator<Item = &'p Print>) -> Vec<(u32, u32, &'static str)> {
    prints.map(|print| (print.width, print.height, print.ending())).collect()
}

#[test]
fn a_picture_is_made_in_the_sizes_that_screens_want() {
    for (width, height, expected) in [
        (3200, 200, &[(480, 30), (960, 60), (1600, 100)][..]),
        (600, 2400, &[(400, 1600)]),
        (960, 500, &[(480, 250), (960, 500)]),
        (40, 30, &[(40, 30)]),
        (9000, 3, &[(480, 1), (960, 1), (1600, 1)]),
    ] {
        for format in [ImageFormat::Jpeg, ImageFormat::WebP] {
            let made = Picture::make(&picture(width, height, format)).expect("a picture");
            let expected: Vec<_> = expected.iter().map(|(w, h)| (*w, *h, "jpg")).collect();
            assert_eq!(sizes(made.prints()), expected);
            assert_eq!(made.full().path, made.prints().last().expect("one").path);
            for print in made.files() {
                let format = format_of(print.ending());
                let shown =
                    image::load_from_memory_with_format(&print.bytes().expect("bytes"), format);
                let size = shown.map(|shown| (shown.width(), shown.height()));
                assert_eq!(size.ok(), Some((print.width, print.height)), "{}", print.path);
            }
        }
    }
}

fn format_of(ending: &str) -> ImageFormat {
    ImageFormat::from_extension(ending).expect("a format")
}

/// A WebP stands beside each width or beside none, and is the smaller file.
#[test]
fn webp_is_offered_where_it_is_smaller() {
    let made = Picture::make(&picture(1600, 300, ImageFormat::Jpeg)).expect("a picture");
    assert_eq!(made.webp().count(), 3);
    for (print, webp) in made.prints().zip(made.webp()) {
        assert_eq!((print.width, print.height), (webp.width, webp.height));
        assert!(webp.length < print.length, "{}", webp.path);
    }
    // Of a picture of one point every file is all head.
    let speck = Picture::make(&picture(1, 1, ImageFormat::Png)).expect("a picture");
    let length = speck.full().length;
    assert!(speck.webp().all(|webp| webp.length < length));
}

/// What was drawn stays as it was drawn, in both formats; a photograph in a PNG is
/// one all the same.
#[test]
fn drawings_lose_nothing() {
    let drawing = RgbImage::from_fn(600, 400, |x, y| {
        let line = (x / 20 + y / 20) % 2 == 0;
        if line { image::Rgb([27, 24, 19]) } else { image::Rgb([251, 248, 241]) }
    });
    let made = Picture::make(&file(drawing.clone(), ImageFormat::Png)).expect("a picture");
    for print in [Some(made.full()), made.webp().last()].into_iter().flatten() {
        let shown = image::load_from_memory(&print.bytes().expect("bytes")).expect("a picture");
        assert_eq!(shown.into_rgb8(), drawing, "{}", print.path);
    }
    assert_eq!((made.full().ending(), made.webp().count()), ("png", 2));
    let mut noise = 1_u32;
    let photograph = RgbImage::from_fn(600, 400, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (noise >> 28) as u8;
        image::Rgb([(x / 4) as u8 + grain, (y / 3) as u8 + grain, 90 + grain])
    });
    let made = Picture::make(&file(photograph, ImageFormat::Png)).expect("a picture");
    assert_eq!(made.full().ending(), "jpg");
}

#[test]
fn what_is_seen_through_stays_so() {
    let glass = RgbaImage::from_fn(700, 20, |x, _| image::Rgba([200, 40, 30, (x % 256) as u8]));
    let made = Picture::make(&file(glass, ImageFormat::Png)).expect("a picture");
    for print in made.files() {
        assert_ne!(print.ending(), "jpg");
        let shown = image::load_from_memory(&print.bytes().expect("bytes"))
            .expect("a picture")
            .into_rgba8();
        assert!(shown.pixels().any(|pixel| pixel.0[3] < 100), "{}", print.path);
    }
}

#[test]
fn grey_stays_grey_and_sixteen_bits_become_eight() {
    let grey = GrayImage::from_fn(500, 50, |x, _| image::Luma([(x / 2) as u8]));
    let made = Picture::make(&file(grey, ImageFormat::Jpeg)).expect("a picture");
    let shown = image::load_from_memory(&made.full().bytes().expect("bytes")).expect("a picture");
    assert_eq!(shown.color(), image::ColorType::L8);
    let deep =
        image::ImageBuffer::from_fn(90, 60, |x, y| image::Rgb([(x * 700) as u16, y as u16, 9]));
    let made = Picture::make(&file(DynamicImage::ImageRgb16(deep), ImageFormat::Png));
    assert_eq!(made.map(|made| (made.full().width, made.full().height)), Ok((90, 60)));
}

/// What a camera writes: that it was held on its side, and where; and a second note
/// in another form.
fn from_a_camera(plain: &[u8]) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 26.6470 106.6302");
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS 26.6470</x:xmpmeta>".to_vec();
    let iptc = b"Photoshop 3.0\x008BIM\x04\x04GPS 26.6470".to_vec();
    let mut file = plain[..2].to_vec();
    for (marker, note) in [(0xe1, exif), (0xe1, xmp), (0xed, iptc), (0xfe, b"GPS 26.6".to_vec())] {
        file.extend_from_slice(&[0xff, marker]);
        file.extend_from_slice(&((note.len() + 2) as u16).to_be_bytes());
        file.extend_from_slice(&note);
    }
    file.extend_from_slice(&plain[2..]);
    file
}

#[test]
fn a_picture_stands_upright_and_tells_no_place() {
    // The upper half is dark: held so, the right half will be.
    let held = RgbImage::from_fn(80, 60, |_, y| image::Rgb(if y < 30 { [9; 3] } else { [240; 3] }));
    let made = Picture::make(&from_a_camera(&file(held, ImageFormat::Jpeg))).expect("a picture");
    assert_eq!((made.full().width, made.full().height), (60, 80));
    for print in made.files() {
        let shown =
            image::load_from_memory(&print.bytes().expect("bytes")).expect("a picture").into_rgb8();
        assert!(shown.get_pixel(5, 40).0[0] > 200 && shown.get_pixel(55, 40).0[0] < 60);
        for note in [b"Exif".as_slice(), b"GPS ", b"EXIF", b"xmp", b"8BIM", b"XMP "] {
            assert!(
                !print.bytes().expect("bytes").windows(note.len()).any(|w| w == note),
                "{}",
                print.path
            );
        }
    }
}

/// The numbers of a wide colour space mean stronger colours than those of a screen.
#[test]
fn colours_become_those_of_a_screen() {
    let wide = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    let ink = moxcms::ColorProfile::new_gray_with_gamma(1.0).encode().expect("a profile");
    let pixels = || DynamicImage::from(RgbImage::from_pixel(64, 64, image::Rgb([200, 60, 50])));
    let shown = |profile: Option<Vec<u8>>| {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        if let Some(profile) = profile {
            let set = image::ImageEncoder::set_icc_profile(&mut encoder, profile);
            assert!(set.is_ok());
        }
        assert!(pixels().write_with_encoder(encoder).is_ok());
        let made = Picture::make(&bytes).expect("a picture");
        for print in made.files() {
            let profiled = [b"iCCP".as_slice(), b"ICCP", b"ICC_PROFILE"];
            let has =
                |mark: &[u8]| print.bytes().expect("bytes").windows(mark.len()).any(|w| w == mark);
            assert!(!profiled.into_iter().any(has), "{}", print.path);
        }
        image::load_from_memory(&made.full().bytes().expect("bytes"))
            .expect("a picture")
            .into_rgb8()
            .get_pixel(9, 9)
            .0
    };
    let plain = shown(None);
    let [red, green, _] = shown(Some(wide));
    assert!(plain == [200, 60, 50] && red > 206 && green < 52, "{red} {green}");
    // A profile that cannot be that of the picture, or is none, changes nothing.
    assert_eq!(shown(Some(ink)), plain);
    assert_eq!(shown(Some(b"none".to_vec())), plain);
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
        (picture(640, 480, ImageFormat::Jpeg)[..9000].to_vec(), "it ends before the picture"),
        (picture(40, 30, ImageFormat::Png)[..60].to_vec(), "is damaged"),
        (picture(400, 300, ImageFormat::WebP)[..900].to_vec(), "is damaged"),
        (boasting(20_000, 20_000), "has 20000 × 20000 pixels"),
        (boasting(4_000_000_000, 1), "memory"),
        (boasting(10_000, 9_000), "is damaged"),
    ] {
        let made = Picture::make(&file);
        assert!(
            made.as_ref().is_err_and(|told| told.en().contains(why)),
            "{why}: {:?}",
            made.map(|p| p.full().width)
        );
    }
}

#[test]
fn the_memory_of_a_picture_is_known_before_it_is_taken() {
    assert_eq!(Picture::memory(&picture(200, 100, ImageFormat::Jpeg)), 160_000);
    assert_eq!(Picture::memory(b"none"), 0);
    assert_eq!(Picture::memory(&boasting(20_000, 20_000)), 0);
}

#[test]
fn what_is_kept_is_the_picture_or_nothing() {
    let made = Picture::make(&picture(1000, 50, ImageFormat::Jpeg)).expect("a picture");
    let kept = made.to_kept();
    assert_eq!(Picture::from_kept(kept.clone()), Some(made));
    for length in [0, 1, 40, kept.len() / 2, kept.len() - 1] {
        assert_eq!(Picture::from_kept(kept[..length].to_vec()), None, "{length}");
    }
    for at in [0, 5, 30, 300, kept.len() / 2, kept.len() - 1] {
        let mut damaged = kept.clone();
        damaged[at] ^= 1;
        assert_eq!(Picture::from_kept(damaged), None, "{at}");
    }
}

#[test]
fn the_same_file_gives_the_same_picture() {
    let file = picture(2000, 100, ImageFormat::Jpeg);
    assert_eq!(Picture::make(&file), Picture::make(&file));
}

/// A file in memory.
struct File(Vec<u8>);

impl Reel for File {
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let at = usize::try_from(at).ok()?;
        self.0.get(at..at.checked_add(length)?).map(<[u8]>::to_vec)
    }
}

#[test]
fn a_picture_that_is_kept_is_read_from_its_file_and_from_no_other() {
    let made = Picture::make(&picture(1000, 700, ImageFormat::Jpeg)).expect("a picture");
    let file = made.to_kept();
    let kept_in = |file: Vec<u8>| {
        let reel: Arc<dyn Reel> = Arc::new(File(file));
        made.clone().kept_in(&reel)
    };
    let kept = kept_in(file.clone());
    for (kept, made) in kept.files().zip(made.files()) {
        assert!(kept.bytes().is_some() && kept.bytes() == made.bytes(), "{}", made.path);
    }
    assert_eq!(kept.to_kept(), file);
    let [mut damaged, mut short] = [file.clone(), file];
    if let Some(last) = damaged.last_mut() {
        *last ^= 1;
    }
    short.pop();
    for other in [damaged, short] {
        let kept = kept_in(other);
        let lost: Vec<bool> = kept.files().map(|print| print.bytes().is_none()).collect();
        assert_eq!(lost.iter().filter(|lost| **lost).count(), 1, "{lost:?}");
    }
}
