//! The words of bylines: roles, papers, posts.

use super::Role;
use crate::text::ends_with;

/// Words before a name and what they make of it; the longest first, as one may
/// stand in front of another (本报 + 记者).
pub(super) const BEFORE: &[(&str, Role)] = &[
    ("通讯员", Role::Correspondent),
    ("特约记者", Role::Reporter),
    ("记者", Role::Reporter),
    ("实习生", Role::Reporter),
    ("特约撰稿人", Role::Author),
    ("特约撰稿", Role::Author),
    ("撰稿", Role::Author),
    ("撰文", Role::Author),
    ("作者", Role::Author),
    ("摄影报道", Role::Photographer),
    ("摄影", Role::Photographer),
    ("摄", Role::Photographer),
    ("供图", Role::Photographer),
    ("文/图", Role::Author),
    ("图/文", Role::Author),
    ("图文", Role::Author),
    ("文", Role::Author),
    ("图", Role::Photographer),
    ("整理", Role::Author),
    ("口述", Role::Author),
    ("讲述", Role::Author),
    ("采写", Role::Author),
    ("执笔", Role::Author),
    ("供稿", Role::Author),
    ("编译", Role::Author),
];

/// What may stand directly before 记者 and 通讯员, beside [`RANKS`].
pub(super) const OUTLETS: &[&str] = &[
    "本报",
    "本刊",
    "本网",
    "本社",
    "新华社",
    "人民日报",
    "中新社",
    "日报",
    "晚报",
    "时报",
    "周报",
    "早报",
    "法治报",
    "法制报",
    "法治日报",
    "报",
    "网",
    "杂志",
    "周刊",
    "新闻",
    "视频",
    "客户端",
    "电视台",
    "广播",
    "电台",
    "台",
    "在线",
    "频道",
    "报业",
    "中心",
];

/// Words after the names that say what all of them did.
pub(super) const AFTER: &[&str] = &[
    "摄影报道",
    "摄影",
    "摄",
    "供图",
    "提供",
    "文/图",
    "图/文",
    "文并摄",
    "摄/文",
    "文/摄",
    "图文并摄",
    "文图",
    "图文",
    "报道",
    "整理",
    "文",
    "图",
    "综合报道",
    "通讯员供图",
];

/// Of [`AFTER`], those of a photo.
pub(super) const PHOTO: &[&str] = &["摄影报道", "摄影", "摄", "供图", "提供", "图", "通讯员供图"];

/// How a post ends: what stands before a name in a signed article. Others end in 长
/// ([`names_post`]).
pub(super) const POSTS: &[&str] = &[
    "书记",
    "常委",
    "市长",
    "州长",
    "县长",
    "区长",
    "镇长",
    "乡长",
    "省长",
    "部长",
    "厅长",
    "局长",
    "处长",
    "科长",
    "所长",
    "院长",
    "庭长",
    "检察长",
    "主任",
    "主席",
    "会长",
    "理事长",
    "秘书长",
    "校长",
    "行长",
    "社长",
    "总编辑",
    "主编",
    "队长",
    "支队长",
    "大队长",
    "政委",
    "教授",
    "研究员",
    "博士",
    "委员",
    "代表",
    "律师",
    "法官",
    "检察官",
    "干警",
    "民警",
    "村支书",
    "董事长",
    "总经理",
    "经理",
    "站长",
    "专员",
    "盟长",
    "旗长",
    "馆长",
    "台长",
    "评论员",
    "学者",
    "专家",
    "讲师",
    "作家",
    "诗人",
];

/// Whether a text ends as posts do: with one of [`POSTS`], or with 长 alone (团长, 舰长).
pub(super) fn names_post(text: &str) -> bool {
    text.ends_with('长') || ends_with(text, POSTS)
}

/// Bylines that name no person: the paper itself speaks.
pub(super) const COLLECTIVE: &[&str] =
    &["评论员", "特约评论员", "编辑部", "评论部", "调研组", "课题组", "采访组", "报道组", "编委会"];

/// Of [`POSTS`], those that are no office: of scholars, of the free professions, of
/// companies, of the paper itself.
pub(super) const LEARNED: &[&str] = &[
    "教授",
    "研究员",
    "博士",
    "律师",
    "董事长",
    "总经理",
    "经理",
    "社长",
    "总编辑",
    "主编",
    "校长",
    "行长",
    "评论员",
    "学者",
    "专家",
    "讲师",
    "作家",
    "诗人",
];

/// Of what stands between a paper and 记者, what says which kind of reporter.
pub(super) const RANKS: &[&str] = &[
    "见习",
    "实习",
    "特约",
    "首席",
    "高级",
    "资深",
    "全媒体",
    "全媒",
    "融媒体",
    "融媒",
    "驻站",
    "特派",
    "摄影",
    "文字",
    "图片",
];

/// How bodies are named whose people sign by them, and readers.
pub(super) const BODIES: &[&str] = &[
    "局",
    "研究所",
    "研究院",
    "农科院",
    "科学院",
    "检察院",
    "法院",
    "委员会",
    "管理处",
    "林场",
    "学校",
    "中学",
    "小学",
    "大学",
    "学院",
    "医院",
    "中心",
    "站",
    "政府",
    "宣传部",
    "政法委",
    "纪委",
    "总队",
    "支队",
    "大队",
    "派出所",
    "司法所",
    "博物馆",
    "图书馆",
    "文化馆",
    "公司",
    "集团",
    "协会",
    "读者",
    "市民",
    "村民",
    "居民",
    "职工",
];

/// Who writes to a paper, as a word before the name.
pub(super) const READERS: &[&str] = &["读者", "市民"];

/// Where pictures are from.
pub(super) const SOURCES: &[&str] = &["图片", "资料图", "影像", "图库", "图片社", "资料照片"];

/// What people are who write beside their work.
pub(super) const TRADES: &[&str] = &["作者", "作家", "撰稿人", "爱好者", "博主", "学者", "评论员"];
