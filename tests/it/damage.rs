//! The bench of restoration, held against itself: the truth scores 1, and what is
//! spoiled scores less where it is spoiled.

use std::{path::Path, sync::LazyLock};

use kanyin::{article::Block, text::GAP};

use crate::damage::{
    self, Document,
    articles::{self, Split, Text},
    compose, measures,
    ops::{self, Severity},
    output::{self, Output},
    score::Score,
    truth::Truth,
};

/// Two features, a notice and a photo in the format of `benches/damage/articles`.
const TEXTS: &str = "\
=== t01
headline: 柳堤新绿 {short}换来一河清水
deck: {city}河道治理走笔
column: 水边谈

清晨的堤上雾还没有散，{city}的护林员已经沿着河走了三里路，把夜里被风吹歪的树苗一棵一棵扶正，再用草绳绑在竹竿上。

“前年这里还是一片烂泥滩。”他说，“船靠不了岸，人也下不去，孩子们只能站在桥上看水。”

## 先把底数摸清

治河的第一步是量。水利站的八个人带着皮尺和竹竿，用四十天走完了二百三十六公里河岸，登记了一千二百处排水口，每一处都拍了照片。

排水口登记在一本蓝皮的册子上，一页一处，写着管径、水色和气味，谁家的、哪一年接的，也都问得清清楚楚。

## 谁栽谁管

树栽下去以后分给沿河的住户照看，成活一棵记一分，年底凭分到供销社换化肥和种子，去年一共换走了十二吨。

=== t02
headline: 山路通到家门口
column: 一线调查

{lead}最后一段水泥路面昨天完成养护，{city}北坡的六个村子从此不必再绕行垭口，到县城的时间由三个小时缩短到五十分钟。

修路用去的石料全部取自沿线的旧采石场，运距短，省下的运费又添了两座错车台和一处观景平台。

司机们最高兴。“以前遇到会车，要倒出去半里地。”跑了十九年山路的老周师傅说，“现在一脚油门就过去了。”

=== t03
headline: 关于加强冬季取暖安全的通知
place: none
source: 自拟

各村民委员会，各驻村单位：

入冬以来气温持续走低，为防止一氧化碳中毒和火灾发生，现就有关事项通知如下，请认真贯彻执行。

一、逐户检查烟囱和炉具，发现破损的当场登记，三日内更换完毕，费用由集体经济收入中列支。

二、老人独居的家庭由邻里结对照看，每晚查看一次，查看情况记入值班本，值班本由村医保管。

=== t04
kind: photo

近日，{city}的果农把刚摘下的柿子削皮上架，晾晒场上一排排竹竿挂得满满当当。图为晾晒现场。
";

/// Heavily damaged pages of these texts.
fn pages(count: u64) -> Vec<Document> {
    let texts: Vec<Text> = articles::parse(TEXTS);
    let page = |number| {
        let mut random = damage::stream(7, number);
        let mut document = compose::compose(&texts, &mut random);
        ops::damage(&mut document, Severity::Heavy, &[], &mut random);
        document
    };
    (0..count).map(page).collect()
}

/// The score of the truth of many pages after `spoil` has been at it.
fn spoiled(spoil: impl Fn(&Document, &Truth, &mut Vec<Output>)) -> Score {
    static PAGES: LazyLock<Vec<(Document, Truth)>> = LazyLock::new(|| {
        pages(10).into_iter().map(|page| (Truth::of(&page), page)).map(|(t, p)| (p, t)).collect()
    });
    let mut sum = Score::default();
    for (document, truth) in PAGES.iter() {
        let mut outputs = output::perfect(document, truth);
        spoil(document, truth, &mut outputs);
        sum.add(&measures::score(document, truth, &outputs));
    }
    sum
}

fn value(score: &Score, name: &str) -> f64 {
    let found =
        score.values().into_iter().find(|v| v.0.trim() == name).expect("a metric of this name");
    found.1.expect("pages that the metric says something of")
}

#[test]
fn the_truth_scores_one() {
    let score = spoiled(|_, _, _| ());
    for (name, found, ..) in score.values() {
        let best = if name.contains("false") || name == "pollution" { 0.0 } else { 1.0 };
        assert!(found.is_some(), "no page says anything of {name}");
        assert_eq!(found, Some(best), "{name}");
    }
    assert!(score.invention.abs() < f64::EPSILON);
    assert_eq!(score.totals.value(), Some(1.0));
}

#[test]
fn the_truth_of_the_articles_of_the_bench_scores_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/damage/articles");
    let texts = articles::load(&folder, Split::All).expect("the articles");
    let halves =
        [Split::Fit, Split::Held].map(|s| articles::load(&folder, s).expect("the articles").len());
    assert_eq!(halves.iter().sum::<usize>(), texts.len());
    for number in 0..6 {
        let mut random = damage::stream(1, number);
        let mut document = compose::compose(&texts, &mut random);
        ops::damage(&mut document, Severity::Heavy, &[], &mut random);
        let truth = Truth::of(&document);
        let json = output::truth_json(&document, &truth);
        let outputs = Output::read_json(&json).expect("the truth in JSON");
        let score = measures::score(&document, &truth, &outputs);
        assert!((score.total() - 1.0).abs() < 1e-9, "page {number}: {:?}", score.values());
    }
}

#[test]
fn a_page_is_the_same_for_the_same_number() {
    let bytes = || pages(5).into_iter().map(|d| d.page.bytes(&d)).collect::<Vec<_>>();
    assert_eq!(bytes(), bytes());
}

#[test]
fn damage_loses_and_invents_nothing_that_it_does_not_mean_to() {
    for op in ops::Op::ALL.into_iter().filter(|op| *op != ops::Op::Lost) {
        for (clean, document) in pages_of("none").into_iter().zip(pages_of(op.name())) {
            let (before, after) = (Truth::of(&clean), Truth::of(&document));
            assert!(after.gaps.is_empty(), "{op:?}: {:?}", document.done);
            let lost = before.stands.iter().zip(&after.stands).filter(|(b, a)| **b > 0 && **a == 0);
            assert_eq!(lost.count(), 0, "{op:?}: {:?}", document.done);
        }
    }
}

/// Pages with only one kind of damage.
fn pages_of(only: &str) -> Vec<Document> {
    let texts = articles::parse(TEXTS);
    let only = [only.to_owned()];
    let page = |number| {
        let mut random = damage::stream(3, number);
        let mut document = compose::compose(&texts, &mut random);
        ops::damage(&mut document, Severity::Medium, &only, &mut random);
        document
    };
    (0..12).map(page).collect()
}

#[test]
fn cuts_are_in_one_copy_or_in_all() {
    let texts = articles::parse(TEXTS);
    let only = ["cut", "repeat-article"].map(str::to_owned);
    let (mut one, mut all) = (0, 0);
    for number in 0..40 {
        let mut random = damage::stream(5, number);
        let mut document = compose::compose(&texts, &mut random);
        ops::damage(&mut document, Severity::Medium, &only, &mut random);
        let ids = |line: &damage::Line| line.glyphs.iter().map(|g| g.id).collect::<Vec<_>>();
        let lines: Vec<Vec<damage::Id>> = document.lines.iter().map(ids).collect();
        for pair in lines.windows(2) {
            let (Some(before), Some(behind)) = (pair[0].last(), pair[1].first()) else { continue };
            let unit = document.unit_of(*before);
            if unit != document.unit_of(*behind) {
                continue;
            }
            let ends = lines.iter().filter(|line| line.last() == Some(before)).count();
            let inside = lines.iter().any(|l| l.windows(2).any(|w| w == [*before, *behind]));
            one += usize::from(inside);
            all += usize::from(!inside && ends > 1);
        }
    }
    assert!(one > 5 && all > 5, "{one} cuts in one copy, {all} in all");
}

/// A change to the truth of a page.
type Spoil = fn(&Document, &Truth, &mut Vec<Output>);

/// A metric, and what makes it worse.
const SPOILS: &[(&str, Spoil)] = &[
    ("segmentation", |_, _, outputs| merge(outputs)),
    ("segmentation", |_, _, outputs| split(outputs)),
    ("article F1 >= 0.9", |_, _, outputs| merge(outputs)),
    ("headline", |_, _, outputs| outputs.iter_mut().for_each(|o| o.title.insert(0, '大'))),
    ("deck", |_, _, outputs| outputs.iter_mut().for_each(|o| o.subtitle.clear())),
    ("deck", |_, _, outputs| outputs.iter_mut().for_each(|o| o.subtitle.push('记'))),
    ("column", |_, _, outputs| outputs.iter_mut().for_each(|o| o.column.clear())),
    ("byline", |_, _, outputs| outputs.iter_mut().for_each(|o| o.authors.push("周山".into()))),
    ("byline", |_, _, outputs| outputs.iter_mut().for_each(|o| drop(o.authors.pop()))),
    ("city", |_, _, outputs| outputs.iter_mut().for_each(|o| o.city = Some("赤水市".into()))),
    ("join recall", |document, truth, outputs| cut_again(document, truth, outputs)),
    ("join precision", |_, _, outputs| outputs.iter_mut().for_each(run_together)),
    ("unwrap", |document, truth, outputs| cut_again(document, truth, outputs)),
    ("subhead F1", |_, _, outputs| each_block(outputs, |b| *b = Block::Text(text_of(b).clone()))),
    ("subhead F1", |_, _, outputs| {
        each_block(outputs, |b| *b = Block::Subhead(text_of(b).clone()));
    }),
    ("duplicate recall", |_, _, outputs| outputs.iter_mut().for_each(print_again)),
    ("duplicate precision", |_, _, outputs| outputs.iter_mut().for_each(|o| drop(o.blocks.pop()))),
    ("conservation", |_, _, outputs| outputs.iter_mut().for_each(|o| drop(o.blocks.pop()))),
    ("conservation", |_, _, outputs| drop(outputs.pop())),
    ("restored", |_, _, outputs| outputs.iter_mut().for_each(|o| o.blocks.truncate(1))),
    ("gap recall", |_, _, outputs| {
        each_block(outputs, |b| *b = Block::Text(text_of(b).replace(GAP, "")));
    }),
    ("false marks", |_, _, outputs| {
        each_block(outputs, |b| *b = Block::Text(format!("{}{GAP}", text_of(b))));
    }),
    ("look-alike", |_, _, outputs| {
        each_block(outputs, |b| {
            *b = Block::Text(
                text_of(b)
                    .replace('人', "入")
                    .replace('日', "曰")
                    .replace('大', "太")
                    .replace('治', "冶"),
            );
        });
    }),
    ("lead", |_, _, outputs| outputs.iter_mut().for_each(|o| o.blocks.reverse())),
    ("stray quote", |_, _, outputs| {
        each_block(outputs, |b| *b = Block::Text(format!("“{}”", text_of(b))));
    }),
    ("pollution", |document, _, outputs| {
        let furniture =
            document.lines.iter().filter(|l| document.units[l.unit].article == damage::FURNITURE);
        let lines = furniture.map(|l| Block::Text(l.string()));
        if let Some(output) = outputs.first_mut() {
            output.blocks.extend(lines);
        }
    }),
];

fn text_of(block: &Block) -> &String {
    let (Block::Text(text) | Block::Subhead(text)) = block;
    text
}

fn each_block(outputs: &mut [Output], change: impl Fn(&mut Block)) {
    outputs.iter_mut().flat_map(|o| &mut o.blocks).for_each(change);
}

fn print_again(output: &mut Output) {
    output.blocks.extend(output.blocks.clone());
}

fn merge(outputs: &mut Vec<Output>) {
    let blocks: Vec<Block> = outputs.drain(1..).flat_map(|o| o.blocks).collect();
    outputs[0].blocks.extend(blocks);
}

fn split(outputs: &mut Vec<Output>) {
    let halves = |output: &mut Output| {
        let blocks = output.blocks.split_off(output.blocks.len() / 2);
        Output { blocks, ..Output::default() }
    };
    let more: Vec<Output> = outputs.iter_mut().map(halves).collect();
    outputs.extend(more);
}

fn run_together(output: &mut Output) {
    let all: String = output.blocks.iter().map(|b| text_of(b).as_str()).collect();
    output.blocks = vec![Block::Text(all)];
}

/// Cuts paragraphs where the page cuts them.
fn cut_again(document: &Document, truth: &Truth, outputs: &mut [Output]) {
    for &(_, next) in truth.cuts.iter().chain(&truth.wraps) {
        let unit = &document.units[document.unit_of(next)];
        let rest: String = unit.text[(next - unit.first) as usize..].iter().collect();
        let output = &mut outputs[unit.article];
        let mut blocks = Vec::new();
        for block in output.blocks.drain(..) {
            match text_of(&block).find(&rest).filter(|at| *at > 0) {
                Some(at) => {
                    let (left, right) = text_of(&block).split_at(at);
                    blocks.extend([left, right].map(|part| Block::Text(part.to_owned())));
                }
                None => blocks.push(block),
            }
        }
        output.blocks = blocks;
    }
}

#[test]
fn what_is_spoiled_scores_less() {
    let best = spoiled(|_, _, _| ());
    for (name, spoil) in SPOILS {
        let (before, after) = (value(&best, name), value(&spoiled(spoil), name));
        let falls = if name.contains("false") || *name == "pollution" {
            after > before
        } else {
            after < before
        };
        assert!(falls, "{name}: {before} before and {after} after");
    }
    let invented = spoiled(|_, _, outputs| outputs.iter_mut().for_each(|o| o.title.push('囍')));
    assert!(invented.invention > 0.0);
}
