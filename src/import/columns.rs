//! How columns (栏目) are named.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Whether a line holds a word that the names of columns hold.
pub(super) fn names_column(text: &str) -> bool {
    static FINDER: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::new(COLUMN_WORDS).ok());
    FINDER.as_ref().is_some_and(|finder| finder.is_match(text))
}

/// Whether a line is the name of a column of photos.
pub(super) fn names_photos(text: &str) -> bool {
    PHOTO_COLUMNS.contains(&text.trim())
}

/// How columns of photos are named.
const PHOTO_COLUMNS: &[&str] = &[
    "图片新闻",
    "新闻图片",
    "图片报道",
    "图片故事",
    "新闻影像",
    "影像",
    "图说",
    "图说新闻",
    "看图说话",
    "光影",
    "光影故事",
    "镜头",
    "新闻镜头",
    "视觉",
    "图闻天下",
];

/// Words that the names of columns hold.
const COLUMN_WORDS: &[&str] = &[
    "谈",
    "论坛",
    "专栏",
    "聚焦",
    "视点",
    "观察",
    "评论",
    "时评",
    "言论",
    "特稿",
    "热线",
    "之窗",
    "天地",
    "广角",
    "在线",
    "现场",
    "调查",
    "专题",
    "专版",
    "专访",
    "访谈",
    "一线",
    "走基层",
    "故事",
    "人物",
    "风采",
    "声音",
    "瞭望",
    "园地",
    "笔谈",
    "话题",
    "讲述",
    "纪事",
    "档案",
    "周刊",
    "人生",
    "探索",
    "实践",
    "经验",
    "动态",
    "速递",
    "要闻",
    "快讯",
    "简讯",
    "短波",
    "来信",
    "随笔",
    "副刊",
    "札记",
    "进行时",
    "进行曲",
    "之声",
    "视窗",
    "在行动",
    "会客厅",
    "直通车",
    "面对面",
    "大家谈",
    "圆桌",
    "说法",
    "释法",
    "我见",
    "快评",
    "锐评",
    "短评",
    "微评",
    "述评",
    "纵横",
    "手记",
    "信箱",
    "留言板",
    "回音壁",
    "曝光台",
    "特别报道",
    "系列报道",
    "图说",
    "讲堂",
    "课堂",
    "观点",
    "会议聚焦",
    "学习贯彻",
    "风景线",
    "风向标",
    "深读",
    "追踪",
    "连载",
];
