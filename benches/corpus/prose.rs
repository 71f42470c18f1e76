//! Sentences, paragraphs, headlines: prose as a county paper has it, of our own
//! words.

use super::{random::Random, words};

/// Writes about one place, on a few topics.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    random: &'a mut Random,
    /// The place: `赤水市`.
    city: &'a str,
    /// What the article speaks of, in turn.
    topics: &'a [&'a str],
    spoken: usize,
}

impl<'a> Writer<'a> {
    /// A writer about `city` and `topics`.
    pub(crate) fn new(random: &'a mut Random, city: &'a str, topics: &'a [&'a str]) -> Self {
        Self { random, city, topics, spoken: 0 }
    }

    /// A headline: two half lines.
    pub(crate) fn headline(&mut self) -> String {
        let (first, second) = (self.pick(&words::HEAD_FIRST), self.pick(&words::HEAD_SECOND));
        format!("{first} {second}")
    }

    /// A deck, with the place.
    pub(crate) fn deck(&mut self) -> String {
        let topic = self.topic();
        let kind = self.pick(&["纪实", "侧记", "见闻", "走笔", "掠影"]);
        format!("{}{topic}{kind}", self.city)
    }

    /// A subhead.
    pub(crate) fn subhead(&mut self) -> String {
        self.pick(&words::SUBHEAD).to_owned()
    }

    /// The first paragraph.
    pub(crate) fn lead(&mut self) -> String {
        let (when, topic) =
            (self.pick(&["近年来", "今年以来", "去年以来", "连日来"]), self.topic());
        let (sum, result) = (self.pick(&words::SUM_UP), self.pick(&words::RESULT));
        let counted = self.counted();
        format!(
            "{when}，{}把{topic}当成一件件小事来做，{sum}，已经办好{counted}，{result}。",
            self.city
        )
    }

    /// A paragraph of about a hundred characters.
    pub(crate) fn paragraph(&mut self) -> String {
        let mut text = String::new();
        while text.chars().count() < 85 {
            let sentence = match self.random.below(10) {
                0..=3 => self.deed(),
                4 | 5 => self.speech(),
                6 => self.figures(),
                7 => self.named(),
                _ => self.summing_up(),
            };
            text.push_str(&sentence);
        }
        text
    }

    /// The caption of a photo.
    pub(crate) fn caption(&mut self) -> String {
        let (when, deed, city) = (self.pick(&["近日", "日前"]), self.deed_words(), self.city);
        let event =
            self.pick(&["现场会", "开闸仪式", "集市开张活动", "技能比武", "义诊活动", "读书会"]);
        let topic = self.topic();
        format!("{when}，{city}围绕{topic}举行{event}，{deed}。图为{event}现场。")
    }

    fn deed_words(&mut self) -> String {
        let (from, who) = (self.pick(&words::FROM), self.pick(&words::WHO));
        let (deed, of, thing) =
            (self.pick(&words::DO), self.pick(&words::OF), self.pick(&words::THING));
        format!("{from}{who}{deed}{of}{thing}")
    }

    fn deed(&mut self) -> String {
        let (when, deed, result) =
            (self.pick(&words::WHEN), self.deed_words(), self.pick(&words::RESULT));
        match self.random.below(3) {
            0 => format!("{when}，{deed}，{result}。"),
            1 => {
                let counted = self.counted();
                format!(
                    "{deed}，前后用了{}天，涉及{counted}，{result}。",
                    self.random.between(2, 90)
                )
            }
            _ => {
                let (of, thing) = (self.pick(&words::OF), self.pick(&words::THING));
                format!("{when}，{deed}，顺手把{of}{thing}也收拾停当，{result}。")
            }
        }
    }

    fn speech(&mut self) -> String {
        let (say, more) = (self.pick(&words::SAY), self.pick(&words::SAY_MORE));
        let (of, thing) = (self.pick(&words::OF), self.pick(&words::THING));
        let (speaker, name) = (self.pick(&words::SPEAKER), self.pick(&words::FAMILY));
        match self.random.below(3) {
            0 => format!("“{say}，{more}。”{speaker}老{name}指着{of}{thing}说。"),
            1 => format!("{speaker}小{name}说：“{say}，{of}{thing}也是一样，{more}。”"),
            _ => format!("“{say}。”说起{of}{thing}，{speaker}感慨，“{more}。”"),
        }
    }

    fn figures(&mut self) -> String {
        let (first, second) = (self.counted(), self.counted());
        let (year, per_cent) = (self.random.between(2015, 2026), self.random.between(3, 68));
        let tenth = self.random.below(10);
        format!(
            "到{year}年底，{}共完成{first}、{second}，比上年增加{per_cent}.{tenth}%。",
            self.city
        )
    }

    fn named(&mut self) -> String {
        let (topic, deed, result) = (self.topic(), self.deed_words(), self.pick(&words::RESULT));
        let (city, sum) = (self.city, self.pick(&words::SUM_UP));
        match self.random.below(3) {
            0 => format!("说到“{topic}”，{deed}，{result}。"),
            1 => format!("做{topic}，{city}的办法是{sum}：{deed}。"),
            _ => format!("《{city}{topic}五年计划》写得明白：{sum}，{result}。"),
        }
    }

    fn summing_up(&mut self) -> String {
        let (sum, result) = (self.pick(&words::SUM_UP), self.pick(&words::RESULT));
        let (of, thing) = (self.pick(&words::OF), self.pick(&words::THING));
        format!("{sum}，{of}{thing}就是这样一点一点做成的，{result}。")
    }

    fn counted(&mut self) -> String {
        format!("{}{}", self.random.between(2, 900), self.pick(&words::COUNTED))
    }

    fn topic(&mut self) -> &'a str {
        self.spoken += 1;
        self.topics[self.spoken % self.topics.len()]
    }

    fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        self.random.pick(choices)
    }
}
