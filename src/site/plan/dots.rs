//! Places as dots where they lie. There is no border and no outline: the picture
//! says which places lie near each other, and is no map.

use super::place_href;
use crate::{
    places::{self, Level, Place},
    site::{
        library::Library,
        view::{DotLabelView, DotView, DotsView},
    },
};

const WIDTH: i32 = 720;
const HIGHEST: i32 = 640;
/// Room around the dots, for the names beside them.
const MARGIN: i32 = 64;
const RADIUS: (i32, i32) = (5, 20);
/// The largest is smaller by a unit for so many dots, down to a half.
const CROWD: usize = 20;
/// More dots than this, and counties are counted in their prefectures.
const MOST: usize = 400;
/// Height of a name, and of one that is set for a small picture.
const TYPE: (i32, i32) = (15, 30);
/// How many names a small picture has.
const MAJOR: usize = 8;
/// Degrees that the frame has at least: one place does not fill the picture.
const LEAST_DEGREES: f32 = 1.5;

/// The places that articles are about as dots; `None` if none lies anywhere.
pub(super) fn dots(library: &Library) -> Option<DotsView> {
    let mut counts = counts(library, located);
    if counts.len() > MOST {
        counts = self::counts(library, super::cities::row_of);
    }
    let known: Vec<(&Place, usize, (f32, f32))> =
        counts.into_iter().filter_map(|(place, count)| Some((place, count, place.dot?))).collect();
    let frame = Frame::around(known.iter().map(|(_, _, dot)| *dot))?;
    let most = known.iter().map(|(_, count, _)| *count).max().unwrap_or(1);
    let crowd = units(known.len() / CROWD);
    let radii = (RADIUS.0, (RADIUS.1 - crowd).max(RADIUS.1 / 2));
    let mut dots: Vec<(&Place, DotView)> = known
        .into_iter()
        .map(|(place, count, dot)| {
            let (x, y) = frame.at(dot);
            let (title, href) = (place.name.to_owned(), place_href(place));
            (
                place,
                DotView { title, href, count, x, y, r: radius(count, most, radii), label: None },
            )
        })
        .collect();
    dots.sort_by_key(|(place, dot)| (std::cmp::Reverse(dot.count), place.code));
    label(&mut dots, frame.height);
    let dots = dots.into_iter().map(|(_, dot)| dot).collect();
    Some(DotsView { width: WIDTH, height: frame.height, dots })
}

/// The place itself, or the smallest around it of which the table says where it lies.
fn located(place: &'static Place) -> Option<&'static Place> {
    places::places().lineage(place).into_iter().rev().find(|step| step.dot.is_some())
}

/// How many articles are about each place, or about what lies in it. A province
/// that has prefectures is no dot: it would hide its capital.
fn counts(
    library: &Library,
    counted: impl Fn(&'static Place) -> Option<&'static Place>,
) -> Vec<(&'static Place, usize)> {
    let mut counts = vec![0; library.cities.len()];
    for place in library.entries.iter().filter_map(|entry| counted(entry.facts.city?)) {
        if let Some(city) = library.city(place) {
            counts[city] += 1;
        }
    }
    let cities = library.cities.iter().map(|city| city.place).zip(counts);
    let shown = |place: &Place| place.level > Level::Province || super::cities::is_row(place);
    cities.filter(|(place, count)| *count > 0 && shown(place)).collect()
}

/// A number of things as a number of units.
pub(super) fn units(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A radius whose square follows the count.
pub(super) fn radius(count: usize, most: usize, (least, largest): (i32, i32)) -> i32 {
    let share = units((count * 10_000 / most.max(1)).isqrt());
    (largest * share / 100).max(least)
}

/// The part of the world that is shown.
struct Frame {
    west: f32,
    north: f32,
    /// Units a degree of latitude.
    scale: f32,
    /// A degree of longitude is so much shorter than one of latitude.
    narrow: f32,
    left: f32,
    top: f32,
    height: i32,
}

impl Frame {
    fn around(dots: impl Iterator<Item = (f32, f32)>) -> Option<Self> {
        let mut bounds: Option<[f32; 4]> = None;
        for (lon, lat) in dots {
            let [west, east, south, north] = bounds.unwrap_or([lon, lon, lat, lat]);
            bounds = Some([west.min(lon), east.max(lon), south.min(lat), north.max(lat)]);
        }
        let [west, east, south, north] = bounds?;
        // The cosine, by its series: the same bits on every machine.
        let angle = south.midpoint(north) * 0.017_453_3;
        let square = angle * angle;
        let narrow = 1.0 - square / 2.0 + square * square / 24.0;
        let (wide, high) = ((east - west) * narrow, north - south);
        let inner = |whole: i32| (whole - 2 * MARGIN) as f32;
        let scale =
            (inner(WIDTH) / wide.max(LEAST_DEGREES)).min(inner(HIGHEST) / high.max(LEAST_DEGREES));
        let height = ((high * scale) as i32 + 2 * MARGIN).clamp(200, HIGHEST);
        let left = (WIDTH as f32 - wide * scale) / 2.0;
        let top = (height as f32 - high * scale) / 2.0;
        Some(Self { west, north, scale, narrow, left, top, height })
    }

    fn at(&self, (lon, lat): (f32, f32)) -> (i32, i32) {
        let x = self.left + (lon - self.west) * self.narrow * self.scale;
        let y = self.top + (self.north - lat) * self.scale;
        (x.round() as i32, y.round() as i32)
    }
}

/// A box: left, top, right, bottom.
type Area = [i32; 4];

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Puts names beside the dots, those of large ones first, where they cover neither
/// another name nor a dot. A name for a small picture takes twice the room.
fn label(dots: &mut [(&Place, DotView)], height: i32) {
    let areas: Vec<Area> =
        dots.iter().map(|(_, d)| [d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r]).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut large = 0;
    for (number, (place, dot)) in dots.iter_mut().enumerate() {
        let sizes: &[i32] = if large < MAJOR { &[TYPE.1, TYPE.0] } else { &[TYPE.0] };
        let free = |area: &Area| {
            let inside = area[0] >= 0 && area[1] >= 0 && area[2] <= WIDTH && area[3] <= height;
            let other = |(at, dot): (usize, &Area)| at != number && overlap(*dot, *area);
            inside
                && !areas.iter().enumerate().any(other)
                && !taken.iter().any(|name| overlap(*name, *area))
        };
        let found = sizes.iter().find_map(|&size| {
            let places = sides(dot, units(place.short.chars().count()), size);
            // Over and under a dot the two sizes of type do not have one base line.
            let fit = if size == TYPE.1 { 2 } else { places.len() };
            places
                .into_iter()
                .take(fit)
                .find(|(area, _)| free(area))
                .map(|(area, at)| (size, area, at))
        });
        if let Some((size, area, (x, y, anchor))) = found {
            let major = size == TYPE.1;
            large += usize::from(major);
            taken.push(area);
            dot.label = Some(DotLabelView { text: place.short, x, y, anchor, major });
        }
    }
}

/// Where a name of so many characters may stand: right, left, below, above.
fn sides(dot: &DotView, chars: i32, size: i32) -> [(Area, (i32, i32, &'static str)); 4] {
    let (wide, gap) = (chars * size, dot.r + 4);
    let (x, y) = (dot.x, dot.y);
    let rise = size * 35 / 100;
    let beside = |left: i32| [left, y - size / 2, left + wide, y + size / 2];
    let over = |top: i32| [x - wide / 2, top, x + wide / 2, top + size];
    [
        (beside(x + gap), (x + gap, y + rise, "start")),
        (beside(x - gap - wide), (x - gap, y + rise, "end")),
        (over(y + gap), (x, y + gap + size * 85 / 100, "middle")),
        (over(y - gap - size), (x, y - gap - size * 15 / 100, "middle")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_follows_its_count() {
        assert_eq!([1, 25, 100].map(|count| radius(count, 100, RADIUS)), [5, 10, 20]);
        assert_eq!(radius(0, 0, RADIUS), 5);
    }

    #[test]
    fn the_frame_holds_all_dots_and_keeps_directions() {
        let (harbin, sanya, kashi) = ((126.53, 45.80), (109.51, 18.25), (75.99, 39.47));
        for dots in [vec![harbin, sanya, kashi], vec![harbin], vec![harbin, sanya]] {
            let frame = Frame::around(dots.iter().copied());
            let frame = frame.unwrap_or_else(|| unreachable!());
            for dot in &dots {
                let (x, y) = frame.at(*dot);
                assert!((MARGIN - 1..=WIDTH - MARGIN + 1).contains(&x), "{x}");
                assert!((0..=frame.height).contains(&y), "{y} of {}", frame.height);
            }
            if dots.len() > 1 {
                assert!(
                    frame.at(harbin).1 < frame.at(sanya).1
                        && frame.at(harbin).0 > frame.at(sanya).0
                );
            }
        }
        assert!(Frame::around(std::iter::empty()).is_none());
    }

    #[test]
    fn names_cover_neither_each_other_nor_a_dot() {
        let place = places::places().by_slug("guiyang").unwrap_or_else(|| unreachable!());
        let dot = |n: i32| DotView {
            title: String::new(),
            href: String::new(),
            count: 1,
            x: 100 + n * 37 % 500,
            y: 80 + n * 61 % 300,
            r: 5 + n % 9,
            label: None,
        };
        let mut dots: Vec<(&Place, DotView)> = (0..60).map(|n| (place, dot(n))).collect();
        label(&mut dots, 460);
        let mut areas: Vec<Area> = Vec::new();
        for (_, dot) in &dots {
            areas.push([dot.x - dot.r, dot.y - dot.r, dot.x + dot.r, dot.y + dot.r]);
        }
        let circles = areas.len();
        let mut majors = 0;
        for (_, dot) in &dots {
            let Some(label) = &dot.label else { continue };
            majors += usize::from(label.major);
            let size = if label.major { TYPE.1 } else { TYPE.0 };
            let own = [dot.x - dot.r, dot.y - dot.r, dot.x + dot.r, dot.y + dot.r];
            let (area, _) = sides(dot, 2, size)
                .into_iter()
                .find(|(_, at)| *at == (label.x, label.y, label.anchor))
                .unwrap_or_else(|| unreachable!());
            assert!(areas.iter().all(|other| *other == own || !overlap(*other, area)), "{dot:?}");
            areas.push(area);
        }
        assert!(areas.len() > circles + 5 && majors <= MAJOR);
    }
}
