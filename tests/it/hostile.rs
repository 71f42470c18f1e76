//! Seeds that no page is like. Each comes to sensible articles or is refused, nothing
//! is lost, and what is made of it stays in proportion to it.

use std::ops::RangeInclusive;

use super::promises;

/// A seed: its name, its text, how many pieces may come of it, and how many bytes of
/// articles and ledger for each of its own.
struct Case {
    name: &'static str,
    text: String,
    pieces: RangeInclusive<usize>,
    growth: usize,
}

const SENTENCE: &str = "堤是前年修的，沿河的住户让出了六十亩菜地，修了整整一个冬天。";

fn case(
    name: &'static str,
    text: impl Into<String>,
    pieces: RangeInclusive<usize>,
    growth: usize,
) -> Case {
    Case { name, text: text.into(), pieces, growth }
}

/// A line of so many bytes, of sentences that differ.
fn long_line(bytes: usize) -> String {
    let mut line = String::with_capacity(bytes + 100);
    for number in 0.. {
        if line.len() >= bytes {
            break;
        }
        let word = |n: usize| char::from_u32(0x4e00 + (n * 7919 % 20_000) as u32).unwrap_or('一');
        line.extend((0..24).map(|at| word(number * 24 + at)));
        line.push('。');
    }
    line
}

/// Small shapes: each is imported in a moment.
fn small() -> Vec<Case> {
    let headlines: Vec<String> = (0..400).map(|n| format!("第{n}号渠通水")).collect();
    let headlines = headlines.join("\n\n");
    vec![
        case(
            "a poem",
            "夜雨\n\n王海\n\n雨落在瓦上\n瓦落在夜里\n夜落在\n谁的\n手心里\n\n桥还没有睡\n河也没有\n",
            1..=2,
            40,
        ),
        case(
            "an English text",
            "THE RIVER RISES\n\nBy Li Wei\n\nThe river rose on Monday night and the bridge at the end of the village was carried\naway. \"We had not seen such water for twenty years,\" an old man said.\n\nRepairs are to begin in March, the county's office of works announced.\n",
            1..=2,
            40,
        ),
        case(
            "a table",
            "序号\t单位\t金额（万元）\t完成率\n1\t桐乡市\t1200.5\t98%\n2\t清河县\t860\t87.4%\n合计\t\t2060.5\t\n\n单位：万元 数据来源：统计局\n",
            1..=2,
            40,
        ),
        case(
            "a price list",
            "今日菜价（元/斤）\n\n白菜 1.20\n菠菜 3.50\n番茄 4.80\n土豆 1.80\n\n（价格仅供参考）\n",
            1..=2,
            60,
        ),
        case("nothing but headlines", headlines, 1..=400, 40),
        case("one character", "甲", 1..=1, 2000),
        case("one mark", "”", 1..=1, 2000),
    ]
}

fn repeated() -> Case {
    case("one sentence twenty thousand times", format!("{SENTENCE}\n\n").repeat(20_000), 1..=1, 8)
}

/// Runs a case and says what came of it in numbers that do not depend on the machine.
fn holds(case: &Case) {
    let plan = promises::plan(case.text.as_bytes());
    assert!(case.pieces.contains(&plan.pieces), "{}: {} pieces", case.name, plan.pieces);
    let made: usize = plan.files.iter().map(|file| file.text.len()).sum();
    let most = case.text.len() * case.growth + 4096;
    assert!(made <= most, "{}: {made} bytes of {}", case.name, case.text.len());
    let lines = case.text.lines().count();
    assert!(plan.repairs.len() <= 4 * lines + 16, "{}: {} repairs", case.name, plan.repairs.len());
}

#[test]
fn small_shapes_come_to_articles() {
    small().iter().for_each(holds);
}

#[test]
fn one_line_of_five_megabytes_is_one_article() {
    holds(&case("one line", long_line(5_000_000), 1..=1, 3));
}

#[test]
fn two_hundred_thousand_blank_lines_are_white_space() {
    holds(&case("blank lines", "\n".repeat(200_000) + SENTENCE + "\n", 1..=1, 3));
    // Nothing else is refused.
    assert_eq!(promises::plan("\n".repeat(200_000).as_bytes()).seeds, 0);
}

#[test]
fn one_sentence_over_and_over_stands_once() {
    let case = repeated();
    holds(&case);
    let plan = promises::plan(&case.text.as_bytes()[..(SENTENCE.len() + 2) * 50]);
    let article = plan.files.iter().find(|f| f.text.contains(SENTENCE)).expect("an article");
    assert_eq!(article.text.matches(SENTENCE).count(), 1);
}

#[test]
fn an_english_text_keeps_its_paragraphs() {
    let text = "The Bridge\n\nThe river rose on Monday night, and the bridge at the end of the village was carried away.\n\n\"We had not seen such water for twenty years,\" an old man said.\n\nWill it be built again? Repairs are to begin in March!\n\nThe county's office of works announced it in the U.S. (and on paper).\n";
    let plan = promises::plan(text.as_bytes());
    let article = plan
        .files
        .iter()
        .find(|f| f.path.ends_with(".md") && f.text.contains("river"))
        .expect("an article");
    for paragraph in text.split("\n\n").skip(1) {
        assert!(article.text.contains(&format!("\n\n{}", paragraph.trim())), "{}", article.text);
    }
    assert!(!article.text.contains('〔'), "{}", article.text);
}
