#!/usr/bin/env python3
"""Writes divisions.tsv: the administrative divisions of China down to the county.

Usage, from the root of the repository:

    npm install --no-save china-division@2.7.0
    pip install pypinyin==0.55.0 && pip install --no-deps cpca==0.5.5
    python3 src/places/divisions.py node_modules/china-division > src/places/divisions.tsv

It reads the files of these three packages and nothing else; it opens no
connection. The same versions give the same bytes. What the table holds, and
the rule for slugs, is said in HEADER, which becomes the head of the file.
"""

import collections
import csv
import importlib.util
import json
import pathlib
import re
import sys

from pypinyin import lazy_pinyin, load_phrases_dict
from pypinyin.contrib.tone_convert import to_normal

HEADER = """\
# The administrative divisions of mainland China to county level; Hong Kong, Macao and Taiwan as provinces.
# Written by divisions.py beside this file. Do not edit a row here: change the script, run it, read the diff.
#
# Sources
#   names, codes, parents  npm china-division 2.7.0, dist/pca-code.json: division codes for statistics, state of 2023-06-30,
#                          of the National Bureau of Statistics. Licence: MIT by its package.json, WTFPL 2 by its LICENSE file.
#   coordinates            PyPI cpca 0.5.5, resources/adcodes.csv. Licence: MIT, (c) 2018 QinYuan Du. Rounded to 2 decimals:
#                          a dot on a sketch, no border and no survey. A division newer than that list takes the dot of the one
#                          of the same short name in its province; {undotted} have none.
#   readings               PyPI pypinyin 0.55.0 (MIT), corrected by hand for the heteronyms of place names (FIXED in divisions.py).
#
# Columns, separated by tabs
#   code       6 digits (GB/T 2260); a prefecture ends in 00, a province in 0000
#   level      province, prefecture or county
#   parent     code of the parent, empty for a province; counties of municipalities and those that a province or region
#              governs directly hang on the province
#   name       full name
#   short      without the generic word and the peoples' names; the full name where too little is left (兴县), in the
#              banners (正蓝旗, 土默特左旗), or where it would read as another place (吉林市, 海南州, 河南县)
#   slug       see below
#   reading    pinyin of the short name, a space between syllables, no tones, v for u-umlaut: the key to sort by
#   lon, lat   degrees, 2 decimals; empty if not known
#
# Slugs
#   The stem is the reading without its spaces; 陕西 has its official spelling, shaanxi. Shorter rules come first:
#   1. a province: its stem.
#   2. a prefecture: its stem if no province and no other prefecture has it; else stem-province (fuzhou-fujian, fuzhou-jiangxi).
#   3. a county: its stem if nothing else in the table has it; else stem-slug of the parent (gulou-nanjing).
#   4. counties of one parent with one stem: the generic word joins the stem (yiningshi-yili, yiningxian-yili).
#   5. where even that is the same (same sound, same parent): -code behind it.
#   Every bearer of a shared stem is lengthened, so no slug depends on the order of rows. A test computes all of them anew.
#
# Left out of {total} county-level rows of the source: {towns} towns and streets of prefectures without counties (东莞, 中山, 儋州,
#   嘉峪关) and {zones} zones that exist for statistics only (codes ending in 71 to 79: development zones, parks, management
#   areas, 兰州新区 and their like; they lie in counties that have their own row). Left out of the prefecture-level rows: {pseudo} that
#   are headings and no places (市辖区, 县, 省直辖县级行政区划, 自治区直辖县级行政区划).
# Rows: {rows} ({province} provinces, {prefecture} prefectures, {county} counties).
#
# code	level	parent	name	short	slug	reading	lon	lat
"""

# Facts of GB/T 2260 that the statistical list does not carry.
OUTSIDE = [("810000", "香港特别行政区"), ("820000", "澳门特别行政区"), ("710000", "台湾省")]

HEADINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

# Where the rule below would give the name of another, larger place, or a word.
SHORT = {
    "吉林市": "吉林市",
    "海南藏族自治州": "海南州",
    "河南蒙古族自治县": "河南县",
    "兴安盟": "兴安盟",
    "井陉矿区": "井陉矿区",
    "神农架林区": "神农架",
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克",
    "中沙群岛的岛礁及其海域": "中沙群岛",
    "西沙群岛": "西沙群岛",
    "南沙群岛": "南沙群岛",
    "大柴旦行政委员会": "大柴旦",
}

PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 "
    "佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 "
    "塔吉克族 塔吉克 怒族 鄂温克族 普米族 独龙族 裕固族 保安族 蒙古 各族"
).split()

GENERIC = re.compile(
    r"(特别行政区|自治区|自治州|自治县|自治旗|地区|新区|矿区|特区|联合旗|省|市|县|区|盟|州|旗)$"
)

# Where pypinyin is wrong: checked by hand for every name with a character of several readings.
FIXED = """
阿勒泰 a le tai, 阿图什 a tu shi, 蚌山 beng shan, 泊头 bo tou, 策勒 ce le, 长白 chang bai, 昌都 chang du,
长丰 chang feng, 长葛 chang ge, 长海 chang hai, 长岭 chang ling, 长宁 chang ning, 长清 chang qing, 长顺 chang shun,
长泰 chang tai, 长武 chang wu, 长阳 chang yang, 长垣 chang yuan, 长治 chang zhi, 长洲 chang zhou, 朝阳 chao yang,
称多 chen duo, 大城 dai cheng, 都安 du an, 都昌 du chang, 都兰 du lan, 都匀 du yun, 繁峙 fan shi, 丰都 feng du,
佛冈 fo gang, 佛坪 fo ping, 弓长岭 gong chang ling, 涡阳 guo yang, 洪洞 hong tong, 花都 hua du, 珲春 hun chun,
霍林郭勒 huo lin guo le, 伽师 jia shi, 筠连 jun lian, 康巴什 kang ba shi, 克什克腾 ke shi ke teng, 克孜勒苏 ke zi le su,
崆峒 kong tong, 库尔勒 ku er le, 昆都仑 kun du lun, 浪卡子 lang ka zi, 乐陵 lao ling, 莲都 lian du, 龙圩 long xu,
六合 lu he, 漯河 luo he, 马尾 ma wei, 闵行 min hang, 民乐 min le, 穆棱 mu ling, 南乐 nan le, 尼勒克 ni le ke,
宁都 ning du, 郫都 pi du, 秦都 qin du, 覃塘 qin tang, 三都 san du, 单县 shan xian, 商都 shang du, 召陵 shao ling,
什邡 shi fang, 塔什库尔干 ta shi ku er gan, 宕昌 tan chang, 天长 tian chang, 万柏林 wan bai lin, 望都 wang du,
魏都 wei du, 武都 wu du, 乌什 wu shi, 锡林郭勒 xi lin guo le, 襄都 xiang du, 信都 xin du, 新都 xin du, 浚县 xun xian,
盐都 yan du, 尧都 yao du, 宜都 yi du, 殷都 yin du, 荥经 ying jing, 于都 yu du, 曾都 zeng du, 子长 zi chang
"""


def short_name(name):
    """The name without generic word and peoples; the full name if one character would be left."""
    if name in SHORT:
        return SHORT[name]
    stem = GENERIC.sub("", name)
    if name.endswith(("自治区", "自治州", "自治县", "自治旗")) or stem.endswith("族"):
        again = True
        while again:
            again = False
            for people in sorted(PEOPLES, key=len, reverse=True):
                if stem.endswith(people) and len(stem) > len(people) + 1:
                    stem, again = stem[: -len(people)], True
                    break
    if len(stem) < 2 and name.endswith("新区"):
        stem = name[:-1]
    banner = name.endswith("旗") and stem[-1] in "左右前中后黄白蓝"
    return stem if len(stem) >= 2 and not banner else name


def teach_readings():
    """Hands the checked readings to pypinyin, which prefers the longest phrase it knows."""
    phrases = {}
    for line in FIXED.strip().splitlines():
        for entry in line.split(","):
            if not entry.strip():
                continue
            name, *syllables = entry.split()
            if len(name) != len(syllables):
                sys.exit(f"FIXED: {entry!r} has not one syllable a character")
            phrases[name] = syllables
    load_phrases_dict({name: [[s] for s in syllables] for name, syllables in phrases.items()})
    return phrases


def reading_of(short, fixed):
    """The syllables of a short name, without tones."""
    if short in fixed:
        return " ".join(fixed[short])
    syllables = lazy_pinyin(short, v_to_u=False)
    for key in sorted(fixed, key=lambda k: (len(k), k)):
        at = short.find(key)
        if at >= 0:
            syllables[at : at + len(key)] = fixed[key]
    reading = " ".join(to_normal(s) for s in syllables)
    if not re.fullmatch(r"[a-z]+( [a-z]+)*", reading):
        sys.exit(f"no reading for {short}: {reading!r}")
    return reading


def read_divisions(package, counts):
    """The rows of the source that are places, as dicts in the order of their codes."""
    tree = json.loads((package / "dist" / "pca-code.json").read_text(encoding="utf-8"))
    rows = []

    def add(code, level, parent, name):
        rows.append({"code": code, "level": level, "parent": parent, "name": name})

    for code, name in OUTSIDE:
        add(code, "province", "", name)
    for province in tree:
        province_code = province["code"] + "0000"
        add(province_code, "province", "", province["name"])
        for prefecture in province["children"]:
            parent = prefecture["code"] + "00"
            if prefecture["name"] in HEADINGS:
                counts["pseudo"] += 1
                parent = province_code
            else:
                add(parent, "prefecture", province_code, prefecture["name"])
            for county in prefecture.get("children", []):
                counts["total"] += 1
                code = county["code"]
                if len(code) != 6:
                    counts["towns"] += 1
                elif 71 <= int(code[4:]) <= 79:
                    counts["zones"] += 1
                else:
                    add(code, "county", parent, county["name"])
    return sorted(rows, key=lambda row: row["code"])


def read_dots():
    """Coordinates by code, and by province, kind of code and short name where that is unique."""
    spec = importlib.util.find_spec("cpca")
    path = pathlib.Path(spec.origin).parent / "resources" / "adcodes.csv"
    by_code, by_name = {}, collections.defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["adcode"][:6]
            if not row["longitude"] or not row["latitude"] or row["adcode"][6:] != "000000":
                continue
            dot = (f"{float(row['longitude']):.2f}", f"{float(row['latitude']):.2f}")
            by_code[code] = (row["name"], dot)
            by_name[code[:2], code.endswith("00"), short_name(row["name"])].append(dot)
    return by_code, by_name


def dot_of(row, by_code, by_name):
    """A code that was given to another place since must not lend its dot."""
    known = by_code.get(row["code"])
    same_place = known and (
        short_name(known[0]) == row["short"] or known[0] == row["name"] or row["level"] != "county"
    )
    if same_place:
        return known[1]
    namesakes = by_name.get((row["code"][:2], row["code"].endswith("00"), row["short"]), [])
    return namesakes[0] if len(namesakes) == 1 else ("", "")


def give_slugs(rows):
    """Rules 1 to 5 of the header."""
    by_code = {row["code"]: row for row in rows}
    stems = collections.Counter()
    upper = collections.Counter()
    in_parent = collections.Counter()
    for row in rows:
        row["stem"] = "shaanxi" if row["code"] == "610000" else row["reading"].replace(" ", "")
        stems[row["stem"]] += 1
        upper[row["stem"]] += row["level"] != "county"
        in_parent[row["parent"], row["stem"]] += 1
    for level in ("province", "prefecture", "county"):
        for row in (row for row in rows if row["level"] == level):
            stem, parent = row["stem"], by_code.get(row["parent"])
            shared = upper if level == "prefecture" else stems
            if level == "province" or shared[stem] == 1:
                row["slug"] = stem
            elif level == "county" and in_parent[row["parent"], stem] > 1:
                generic = {"市": "shi", "县": "xian", "区": "qu", "旗": "qi"}[row["name"][-1]]
                row["slug"] = f"{stem}{generic}-{parent['slug']}"
            else:
                row["slug"] = f"{stem}-{parent['slug']}"
    for slug, count in collections.Counter(row["slug"] for row in rows).items():
        for row in rows:
            if count > 1 and row["slug"] == slug:
                row["slug"] = f"{slug}-{row['code']}"


def main():
    """Reads, joins, prints."""
    counts = collections.Counter()
    rows = read_divisions(pathlib.Path(sys.argv[1]), counts)
    fixed = teach_readings()
    by_code, by_name = read_dots()
    for row in rows:
        row["short"] = short_name(row["name"])
        row["reading"] = reading_of(row["short"], fixed)
        row["lon"], row["lat"] = dot_of(row, by_code, by_name)
        counts["undotted"] += not row["lon"]
        counts[row["level"]] += 1
    give_slugs(rows)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(HEADER.format(rows=len(rows), **counts))
    columns = ("code", "level", "parent", "name", "short", "slug", "reading", "lon", "lat")
    for row in rows:
        print("\t".join(row[column] for column in columns))


if __name__ == "__main__":
    main()
