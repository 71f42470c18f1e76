//! Raw page text: articles as they come off the page, and shapes that no page has.

use std::fmt::Write as _;

use kanyin::article::Block;

use super::{cities, person, prose::Writer, random::Random, text, topics};

/// Of a hundred paragraphs, so many are cut in two by a column's end.
const CUT: usize = 15;
/// Of a hundred pages, so many print one article twice.
const TWICE: usize = 25;
/// Of a hundred articles, so many have their head at the end of the page.
const DISPLACED: usize = 8;
/// Of a hundred articles, so many have a photo among their paragraphs.
const PHOTO: usize = 30;

/// Page text of about `bytes` bytes: whole pages of two to four articles.
pub(crate) fn pages(bytes: usize, seed: u64) -> String {
    let mut out = String::with_capacity(bytes + 64 * 1024);
    for number in 0.. {
        if out.len() >= bytes {
            break;
        }
        page(&mut Random::new(seed, number), &mut out);
    }
    out
}

fn page(random: &mut Random, out: &mut String) {
    let mut displaced = String::new();
    let mut first: Vec<String> = Vec::new();
    for index in 0..random.between(2, 4) {
        let city = random.pick(cities());
        let topics = topics(random);
        let byline = format!("记者 {}", person(random));
        let mut writer = Writer::new(random, city, &topics);
        let (headline, deck) = (format!("{city}{}", writer.headline()), writer.deck());
        let away = index > 0 && random.chance(DISPLACED);
        let head = if away { &mut displaced } else { &mut *out };
        line(head, &headline);
        if random.chance(40) {
            line(head, &format!("——{deck}"));
        }
        line(head, &byline);
        let lines = lines(random, city, &topics);
        for printed in &lines {
            line(out, printed);
        }
        if index == 0 {
            first = lines;
        }
    }
    if random.chance(TWICE) {
        for printed in &first {
            line(out, printed);
        }
    }
    out.push_str(&displaced);
}

/// The paragraphs and subheads of an article as lines: some cut in two, a photo
/// now and then.
fn lines(random: &mut Random, city: &str, topics: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for block in text(random, city, topics) {
        match block {
            Block::Text(text) if random.chance(CUT) => {
                let at =
                    text.floor_char_boundary(random.between(text.len() / 4, text.len() * 3 / 4));
                lines.push(text[..at].to_owned());
                lines.push(text[at..].to_owned());
            }
            Block::Text(text) | Block::Subhead(text) => lines.push(text),
        }
    }
    if random.chance(PHOTO) {
        let at = random.between(1, lines.len());
        let credit = format!("{} 摄", person(random));
        let caption = Writer::new(random, city, topics).caption();
        lines.splice(at..at, [credit.clone(), caption, credit]);
    }
    lines
}

fn line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push_str("\n\n");
}

/// A shape of text: its name and how so many bytes of it are made.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

/// What no page looks like, and import must not hang on.
pub(crate) const HOSTILE: &[Shape] = &[
    ("one line, no break", one_line),
    ("blank lines", |bytes| "\n".repeat(bytes - 30) + "河口的桥修好了。\n"),
    ("nothing but headlines", headlines),
    ("one sentence, block by block", |bytes| {
        repeated("堤是前年修的，沿河的住户让出了六十亩菜地，修了整整一个冬天。\n\n", bytes)
    }),
    ("one sentence, one line", |bytes| {
        repeated("堤是前年修的，沿河的住户让出了六十亩菜地，修了整整一个冬天。", bytes)
    }),
    ("one short line", |bytes| repeated("河水涨了\n", bytes)),
    ("lines without an end", endless),
    ("nothing but “", |bytes| repeated("“", bytes)),
    ("nothing but “, a line each", |bytes| repeated("“\n", bytes)),
    ("nothing but ”", |bytes| repeated("”", bytes)),
    ("nothing but （, a line each", |bytes| repeated("（一\n", bytes)),
    ("one sentence, two lines", |bytes| {
        let line =
            repeated("堤是前年修的，沿河的住户让出了六十亩菜地，修了整整一个冬天。", bytes / 2);
        format!("{line}\n{line}")
    }),
    ("nothing but XYXY", |bytes| repeated("企业企业", bytes)),
    ("nothing but XYXY, sentences", |bytes| repeated("镇里请企业企业报名，企业来了。", bytes)),
    ("one masthead over and over", |bytes| repeated("河堤记事\n\n记者 刘娟\n\n", bytes)),
    ("mastheads with a text each", tiny_articles),
    ("chapters of one text", chapters),
    ("nothing but markup", |bytes| repeated("*_[`~&<]", bytes)),
    ("credits of a thousand people", people),
    ("nothing but bylines", |bytes| repeated("记者 刘娟\n", bytes)),
    ("nothing but credits", |bytes| repeated("刘娟 摄\n", bytes)),
    ("nothing but 地", |bytes| repeated("更好地", bytes)),
    ("nothing but 、", |bytes| repeated("河堤、河堤、", bytes)),
    ("nothing but a place", |bytes| repeated("赤水市", bytes)),
    ("a set phrase over and over", |bytes| repeated("科学立法、严格执法、公正执法、", bytes)),
    ("heads at the end", heads_at_the_end),
    ("heads only at the end of one text", heads_after_one_text),
    ("a photo a line", photos),
    ("two heads above each photo", heads_above_photos),
    ("one line, GB 18030", one_line),
    ("a page a hundred times", hundredfold),
    ("wrapped by hand", wrapped),
];

fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

/// Paragraph after paragraph, each of its own; `each` writes one.
fn prose(bytes: usize, mut each: impl FnMut(&mut String, &mut Writer<'_>, usize)) -> String {
    let mut out = String::with_capacity(bytes + 1024);
    for number in 0.. {
        if out.len() >= bytes {
            break;
        }
        let mut random = Random::new(7, number);
        let city = random.pick(cities());
        let topics = topics(&mut random);
        each(&mut out, &mut Writer::new(&mut random, city, &topics), number as usize);
    }
    out
}

fn one_line(bytes: usize) -> String {
    prose(bytes, |out, writer, _| out.push_str(&writer.paragraph()))
}

fn headlines(bytes: usize) -> String {
    prose(bytes, |out, writer, _| line(out, &writer.headline()))
}

fn endless(bytes: usize) -> String {
    prose(bytes, |out, writer, _| {
        let paragraph = writer.paragraph();
        line(out, &paragraph[..paragraph.floor_char_boundary(paragraph.len() - 12)]);
    })
}

fn photos(bytes: usize) -> String {
    prose(bytes, |out, writer, number| {
        line(out, &writer.caption());
        line(out, ["刘娟 摄", "王海 摄"][number % 2]);
    })
}

fn heads_above_photos(bytes: usize) -> String {
    prose(bytes, |out, writer, number| {
        line(out, &writer.headline());
        line(out, ["记者 刘娟", "记者 王海"][number % 2]);
        line(out, &writer.paragraph());
        line(out, &writer.headline());
        line(out, &writer.headline());
        line(out, &writer.caption());
        line(out, "刘娟 摄");
    })
}

fn tiny_articles(bytes: usize) -> String {
    prose(bytes, |out, writer, number| {
        line(out, "河堤记事");
        line(out, ["记者 刘娟", "记者 王海"][number % 2]);
        line(out, &writer.lead());
    })
}

fn chapters(bytes: usize) -> String {
    prose(bytes, |out, writer, number| {
        let count = ["一", "二", "三", "四", "五", "六", "七", "八", "九"][number % 9];
        line(out, &format!("第{count}章　{}", writer.headline()));
        line(out, &writer.paragraph());
    })
}

fn people(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes);
    let mut random = Random::new(7, 7);
    while out.len() < bytes {
        let _ = write!(
            out,
            "{}、{}、{} 摄\n\n",
            person(&mut random),
            person(&mut random),
            person(&mut random)
        );
    }
    out
}

fn hundredfold(bytes: usize) -> String {
    let page = pages(bytes / 100, 3);
    page.repeat(100)
}

fn wrapped(bytes: usize) -> String {
    prose(bytes, |out, writer, _| {
        let paragraph: Vec<char> = writer.paragraph().chars().collect();
        for piece in paragraph.chunks(17) {
            out.extend(piece);
            out.push('\n');
        }
    })
}

/// Texts without heads, then all their heads.
fn heads_at_the_end(bytes: usize) -> String {
    let mut heads = String::new();
    let mut out = prose(bytes, |out, writer, at| {
        let city = cities()[at % cities().len()];
        let _ = write!(out, "本报讯（记者 {}）{}", ["刘娟", "王海"][at % 2], writer.lead());
        out.push_str("\n\n");
        for _ in 0..8 {
            line(out, &writer.paragraph());
        }
        line(&mut heads, &format!("{city}{}", writer.headline()));
        line(&mut heads, &format!("通讯员 孙立{}", ["文", "平"][at % 2]));
    });
    out.push_str(&heads);
    out
}

fn heads_after_one_text(bytes: usize) -> String {
    let mut heads = String::new();
    let mut out = prose(bytes / 2, |out, writer, _| line(out, &writer.paragraph()));
    while heads.len() < bytes / 2 {
        let number = heads.len();
        let city = cities()[number % cities().len()];
        line(&mut heads, &format!("{city}第{number}号渠通水"));
        line(&mut heads, "通讯员 孙立文");
    }
    out.push_str(&heads);
    out
}
