//! What looks like a place in running text and mostly is none. These lists are judgement, not fact: an entry costs a place
//! that is missed now and then, a missing entry costs one that is invented. Add to them when a text shows the need, with a
//! sentence in the tests. Lists of names are separated by white space.

/// Whether a list holds a name.
pub(super) fn holds(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|entry| entry == name)
}

/// Short names that are never taken for the place: the word is too common, even behind the province's name (湖北公安).
pub(super) const NEVER: &str = "\
    平安 和平 公安 合作 新建 新华 解放 前进 向阳 东风 友好 友谊 共和 互助 工农 红旗 光明 复兴 \
    振兴 新兴 新城 老城 古城 城中 城东 城西 城北 城关 市中 市南 市北 港口 安定 安居 安宁 富裕 \
    富民 惠民 裕民 兴业 民权 爱民 同心 博爱 方正 宏伟 中方 南部 前锋 武功 延长 资源 比如 无为 \
    通道 路南 路北 江岸 海港 新市 站前 回民 名山 温泉 中原 太平 大安 大观 新民 新星 宝塔 灯塔 \
    白杨 长子 五常 高明 常山 高密 清新 天心 建华 永定 平定 仁和 万全 保康 康保 三元 二道 三门 \
    应城 界首 运河 老边 上高 岳阳楼 雨花台 城口 开化 大化 从化 新化 安化 天全 全南 合水 高要 会同 \
    明水 临高 海安 兴安 西市 中牟 大余 金门 利通";

/// Short names that are taken for the place only directly behind the name of what they lie in (陕西安康, 贵州大方), those of
/// prefectures also where the text has the full name.
pub(super) const BEHIND_PARENT: &str = "\
    大同 安康 朝阳 日照 来宾 白银 山南 海东 海西 海北 通化 中山 文山 白山 和田 阿里 南平 吴忠 \
    大方 江口 沿河 石门 桃源 凤凰 莲花 白云 鼓楼 钟楼 江南 江北 河东 河西 万年 大名 \
    东方 长寿 长安 石棉 木兰 芙蓉 麒麟 天涯 海棠 北海 \
    大通 民和 永和 太和 平和 大兴 兴隆 南山 黑河";

/// Full names that are common nouns as well: taken only directly behind the name of their parent (阳泉市城区).
pub(super) const GENERIC_FULL: &str = "\
    新城区 老城区 古城区 城中区 城北区 城东区 城西区 市中区 新市区 解放区 平安区 港口区 海港区 南部县 \
    全州县 和县 东区 西区 城区 郊区 矿区 山城区 中原区 互助县 老边区 新建区 工农区 钢城区";

/// Characters that make another word of a name when they stand before it: 推|广安, 经|济南, 隆|重庆.
pub(super) const NOT_AFTER: &[(&str, &str)] = &[
    ("河南", "黄淮洛渭汾沿运"),
    ("河北", "黄淮洛渭汾沿运"),
    ("江西", "长珠沿湘滨"),
    ("湖南", "庭太西沿环"),
    ("湖北", "庭太西沿环"),
    ("海南", "南东渤黄沿临滨"),
    ("山东", "泰行华嵩恒衡"),
    ("山西", "泰行华嵩恒衡"),
    ("广东", "推"),
    ("广西", "推"),
    ("广安", "推"),
    ("广元", "推"),
    ("重庆", "双隆"),
    ("上海", "以网线马海"),
    ("天水", "每今昨明一二两三几当那这整"),
    ("济南", "经"),
    ("济宁", "经"),
    ("大理", "重宏伟强最巨远扩"),
    ("河源", "黄江大"),
    ("镇江", "乡城集"),
    ("保山", "环"),
    ("安顺", "平公治保"),
    ("安庆", "平公治保"),
    ("安阳", "平公治保"),
    ("宁波", "安"),
    ("惠州", "优"),
    ("海口", "入出"),
    ("南通", "西东"),
    ("市中区", "城"),
    ("市南区", "城"),
    ("市北区", "城"),
    ("吉安", "大"),
    ("宁德", "安"),
    ("延安", "拖"),
    ("新余", "创"),
    ("新乡", "创"),
    ("长春", "成李"),
    ("合肥", "复混"),
    ("乐山", "歌"),
    ("南山区", "陕豫赣黔滇湘鄂皖浙桂晋冀鲁苏甘川疆藏西东中终"),
    ("东山区", "陕豫赣黔滇湘鄂皖浙桂晋冀鲁苏甘川疆藏"),
    ("西山区", "陕豫赣黔滇湘鄂皖浙桂晋冀鲁苏甘川疆藏"),
    ("中山区", "陕豫赣黔滇湘鄂皖浙桂晋冀鲁苏甘川疆藏高低"),
    ("平山区", "高"),
    ("大名县", "最"),
    ("海城市", "沿临滨环"),
    ("兴城市", "振新复"),
    ("运城市", "航海水奥"),
];

/// Characters that make another word of a name when they stand behind it: 大庆|典, 新乡|村.
pub(super) const NOT_BEFORE: &[(&str, &str)] = &[
    ("大庆", "典祝贺功生"),
    ("重庆", "祝贺典"),
    ("新乡", "村镇贤风亲土"),
    ("大理", "论念想由石寺岩"),
    ("大连", "接锁片"),
    ("河源", "头"),
    ("南通", "道"),
    ("安顺", "利遂"),
    ("中卫", "星生"),
    ("哈密", "瓜顿"),
    ("四平", "方"),
    ("周口", "店"),
    ("德州", "扒"),
    ("三明", "治"),
    ("延安", "全排"),
    ("海口", "岸"),
    ("海南", "岸"),
    ("河南", "岸侧麓"),
    ("河北", "岸侧麓"),
    ("江西", "岸侧"),
    ("山东", "麓坡侧"),
    ("山西", "麓坡侧"),
    ("湖南", "岸侧"),
    ("湖北", "岸侧"),
    ("上海", "拔"),
    ("北海", "道岸"),
    ("北京", "时"),
    ("平凉", "快"),
    ("开封", "菜"),
];

/// Phrases that swallow whatever stands in them.
pub(super) const PHRASES: &str = "\
    长治久安 久安长治 东躲西藏 大意失荆州 文山会海 玉树临风 四平八稳 大同小异 阿里巴巴 阿里云 孙中山 \
    中山装 中山先生 中山陵 北海公园 北海舰队 乐山乐水 仁者乐山 入海口 出海口 平安顺 平安庆 平安阳光 \
    沟通化解 美国德州 德州扑克 洛阳纸贵 乐不思蜀 南京条约 马关条约 西安事变 辛亥革命武昌 北京时间 \
    北京大学 上海证券交易所 深圳证券交易所 山东大汉 东方红 东方明珠 稳定西部 安定西部 县市区 市县区 \
    省市县 市和县 省和县 小康县 健康县 酒泉卫星发射中心 太原卫星发射中心 西昌卫星发射中心";
