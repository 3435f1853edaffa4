"""Targets and limits: 到2027年…达到12家, 不超过65岁, 年薪30万元及以上, 项目实施期1-3年, 每年申报一次.

A number is a quantity of the policy where its clause says so: an operator (达到, 不超过, 以上, 约 …), a verb that sets an aim
(引进, 建设 …), money, a share, a term. Numbers inside names, in quotes and in counts of running text (八大方向) are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.draft import Item
from ingest.indicators import indicators
from ingest.numbers import arabic
from ingest.records import Quantity
from ingest.text import CleanText

_ARABIC = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
_HAN = "[一二两三四五六七八九十百]{1,4}"
_RANGE = r"\s?(?:-|—|–|－|~|～|至|到)\s?"
_MONEY = "亿美元|万美元|美元|亿元|万元|千元|元"
_TIME = "个?年度|个月|个工作日|工作日|周岁|小时|分钟|年|月|天|日|岁|周|秒"
_SHARE = "%|％|‰|个百分点"
_COUNT = (
    "万平方米|平方米|万亩|亩|公顷|公里|千米|万吨|吨|万千瓦|千瓦|万人次|人次|万人|万名|万个|万家|万户|万辆|万件|万套|名[（(]个[）)]"
    "|标准机架|架|个?机架|平方公里|平方千米|立方米|标准煤|千瓦时|人天|头|只|株|床|家|个|名|人|项|件|套|篇|所|户|辆|台|场|期|批|座|处|门|部|种|倍|次|份|页|条|张|本|位|只|例|兆瓦|[GMKT]bps|[GMTPE]B|[GTPE]F[Ll][Oo][Pp][Ss]|[kKMG]Wh?|ms"
)
_UNIT = f"(?:{_MONEY}|{_TIME}|{_SHARE}|{_COUNT})"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.+×“第+/\-])(?P<low>{_ARABIC})(?:(?P<u1>{_UNIT})?(?:{_RANGE})(?P<high>{_ARABIC}))?\s?(?P<wan>万|亿)?(?P<unit>{_UNIT})(?![\d大])"
    rf"|(?P<han>同一|{_HAN})(?P<hanunit>{_TIME}|次)(?![一二三四五六七八九十大孩])"
    r"|(?<=[到至于过约为])(?P<ratio>\d+\.\d+)(?=[，,。；;、）)\n]|以[上下内]|左右|$)"  # a ratio: PUE 不超过1.25
    r"|(?:指标|数量|数额|额度|比例)为[“\"](?P<bare>\d+)[”\"]"
)

_BEFORE = (
    "不得?少于|不得?低于|不得?超过|不得?高于|不得?多于|不得?大于|不得?小于|不大于|不小于|原则上不超过|最高不超过|至少|最少|最多|最低|最高|最长"
    "|达到|达|突破|超过|超|高于|低于|大于|小于|多于|少于|不满|未满|满|控制在|保持在|提高到|提升到|增加到|增长|下降|降低|提高|提升|(?<!每)增加|减少|压减|缩短|约|近|上|每|连续|累计|力争"
)
_BEFORE_END = re.compile(rf"(?P<op>{_BEFORE})(?:到|至|为|了)?\s?(?:约|近)?$")
_AFTER = re.compile(
    r"(?:\s?[（(][^（）()]{0,20}[）)])?\s?(?P<op>[（(]含[）)]以[上下内]|及其?以[上下]|以[上下内]|[左右]右|左右|之内|内|上下|以外|有余|及以上)"
)
_AIM = re.compile(
    "(?:引进|培育|培养|建设|建成|打造|创建|新增|新建|认定|支持|资助|扶持|选拔|遴选|评选|集聚|补助|补贴|奖励|给予|安排|设立|转化|服务"
    "|推广|实施|完成|实现|推荐|限额|限报|申报|提供|改造|筹集|培训|选派|开通|开设|配套|配备|覆盖|举办|推出|引育|孵化|储备|占|为|用|经过|有效期|期限|周期|实施期|年龄|年薪|注册资本|投资)[^，。；]{0,16}$"
)
_FORMED = re.compile("(?:形成|建成|建设|培育|打造|新增|布局|组建|推广)[^，。；]{0,28}$")
# … and those of them that set a target where a year is said: 到2025年，建成加氢站60座.
_MADE = re.compile(
    "引进|培育|培养|建设|建成|新建|打造|创建|新增|认定|集聚|转化|服务|推广|实施|完成|实现|改造|培训|选派|形成|布局|攻克|突破|制定|制修订|开放|开展|组建|开通|开设|配套|配备|举办|推出|引育|孵化|储备"
    "|遴选|发展|达"
)
_PAID = re.compile("给予|奖励|补助|补贴|资助|奖补|最高")  # money that a firm gets is no target
_WHEN = re.compile(
    r"(?:(?<![年月日])[到至]|截至|截止|力争|确保|争取)\s?(?P<a>20\d\d)\s?年(?:底|末|年底)?(?![度第—\-至到])|(?P<b>20\d\d)\s?年(?:\d{1,2}月)?(?:底|末|\d{1,2}日)?(?:之|以)?前"
)
_YEAR = re.compile(r"(?<![\d—–\-－~～至到自从较比])(?P<year>20\d\d)年(?![度\d至到—–\-－~～第（(])")
_EACH = re.compile(rf"(?P<each>每(?:半?年度?|个?月|季度|周|半年))[^，,。；;]{{0,12}}?(?P<times>\d+|{_HAN})次")
_SKIP = re.compile('第|共|近?代|十[八九二]|[“"《]$|公元|一对|(?:19|20)$')
_SENTENCE = re.compile("[^。；;\n]+[。；;]?")
_CLAUSE = re.compile("[，,。；;：:（(）)\n]")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    op: str | None
    value: float | int | str
    unit: str | None


def quantities(source: CleanText, items: Sequence[Item] = (), issued: int | None = None) -> tuple[Quantity, ...]:
    """Every quantity of a text in order. The year of 到2027年 holds for what its paragraph goes on to aim at, up to the
    next year; a term (5年), an age, what a firm is paid have none. With the year in which the document was ``issued``,
    a bare 2025年 aims too, and one before it tells where one stands."""
    text = source.text
    tabled = list(indicators(source, issued))
    found = [Quantity(i.name, i.op, i.value, i.unit, i.year, source.span(i.start, i.end)) for i in tabled]
    rows = {source.paragraph(i.start)[0] for i in tabled}
    for start, end in source.paragraphs:
        if start in rows:
            continue
        year: int | None = None
        for sentence in _SENTENCE.finditer(text, start, end):
            low, high = sentence.span()
            marks = _years(text, low, high, issued)
            last = low
            for q in _in_sentence(text, low, high):
                passed = [y for at, y in marks if at <= q.start]
                year = passed[-1] if passed else year
                timed = year if year and _may_be_aimed_at(q, text[max(low, q.start - 60) : q.start]) else None
                begin = max(text.rfind(c, max(low, q.start - 80), q.start) for c in "，,；;：:（(") + 1
                shared = last > begin  # 名校长100名、名教师200名: the words since the number before
                begin = max(begin, last)
                if shared:
                    begin = max(begin, text.rfind("、", begin, q.start) + 1)
                begin, last = min(begin, q.start), q.end
                words = _metric(text[begin : q.start], text[q.end : min(high, q.end + 40)])
                found.append(Quantity(words, q.op, q.value, q.unit, timed, source.span(begin, q.end)))
            if marks:
                year = marks[-1][1]
    return tuple(sorted(found, key=lambda q: q.span.start))


def _years(text: str, low: int, high: int, issued: int | None) -> list[tuple[int, int | None]]:
    """(offset, year that is aimed at from there on; None behind a year that is past)."""
    marks: dict[int, int | None] = {}
    for m in _YEAR.finditer(text, low, high) if issued else ():
        marks[m.start()] = int(m["year"]) if int(m["year"]) >= (issued or 0) else None
    for m in _WHEN.finditer(text, low, high):
        marks[m.start("a") if m["a"] else m.start("b")] = int(m["a"] or m["b"])
    return sorted(marks.items())


def _may_be_aimed_at(q: _Found, before: str) -> bool:
    clause = re.split("[，,；;：:]", before)[-1]
    money = re.fullmatch(_MONEY, q.unit or "")
    if _PAID.search(clause) or (money and re.search("每[家个人项名年]", clause)) or _PAID.match(q.op or ""):
        return False
    return (
        (q.op is not None or (bool(_MADE.search(clause)) and not re.fullmatch(f"{_MONEY}|{_TIME}", q.unit or "")))
        and not re.fullmatch(_TIME, q.unit or "")
        and q.op not in ("每", "上", "近", "内", "满", "不满")
    )


def _in_sentence(text: str, low: int, high: int) -> list[_Found]:
    found: list[_Found] = []
    for each in _EACH.finditer(text, low, high):
        times = arabic(each["times"])
        if times is not None:
            op = _BEFORE_END.search(text[each.start() : each.start("times")])
            unit = f"次/{each['each'].removeprefix('每').removesuffix('度')}"
            found.append(_Found(each.start(), each.end(), op["op"] if op and op["op"] != "每" else None, times, unit))
    inside = [(f.start, f.end) for f in found]
    for match in _NUMBER.finditer(text, low, high):
        start = match.start()
        if any(a <= start < b for a, b in inside):
            continue
        before = _CLAUSE.split(text[max(low, start - 30) : start])[-1]
        if quantity := _quantity(text, match, before, high):
            found.append(quantity)
    return sorted(found, key=lambda f: f.start)


def _quantity(text: str, match: re.Match[str], before: str, high: int) -> _Found | None:
    start, end = match.span()
    if match["ratio"]:
        told, after = _BEFORE_END.search(before), _AFTER.match(text, end, min(high, end + 4))
        op = told["op"] if told else after["op"] if after else None
        return _Found(start, after.end() if after else end, op, float(match["ratio"]), None) if op else None
    if match["bare"]:
        return _Found(match.start("bare"), end, "为", int(match["bare"]), None)
    unit = match["unit"] or match["hanunit"]
    if _SKIP.search(before[-1:]) or re.search("(?:19|20)$", before):
        return None
    if unit in ("年", "年度") and re.match("行动|计划|规划|纲要|工作|方案", text[end : end + 2]):
        return None
    if unit in ("年", "年度", "个年度") and re.fullmatch(r"(?:19|20)\d\d", (match["low"] or "").replace(",", "")):
        return None
    after = _AFTER.match(text, end, min(high, end + 40))
    prefix = _BEFORE_END.search(before)
    op = prefix["op"] if prefix else after["op"] if after else None
    time = bool(re.fullmatch(_TIME, unit))
    if match["han"]:
        value: float | int | str | None = 1 if match["han"] == "同一" else arabic(match["han"])
        aimed = bool(re.search("(?:(?<![应利使引])用|经过|连续|期限|为期|有效期)[^，。]{0,6}$", before))
        if value is None or unit in ("日", "月", "周", "天") or not (op or aimed or match["han"] == "同一"):
            return None
        if unit == "次":
            return None
    else:
        if time and unit in ("月", "日") and not op:
            return None
        value = _value(match["low"], match["high"])
        sure = bool(re.fullmatch(f"{_MONEY}|{_SHARE}", unit)) or bool(match["high"] and time)
        if not (op or sure or _AIM.search(before) or _FORMED.search(before) or unit in ("岁", "周岁")):
            return None
        unit = f"{match['wan'] or ''}{unit}"
    return _Found(
        start, after.end() if after else end, op, value, unit.removeprefix("个") if unit == "个年度" else unit
    )


def _value(low: str, high: str | None) -> float | int | str:
    def number(words: str) -> float | int:
        words = re.sub("[,，]", "", words)
        return float(words) if "." in words else int(words)

    return f"{number(low)}-{number(high)}" if high else number(low)


def _metric(before: str, after: str) -> str:
    """What is counted: the words before the operator, with those after the number where they are only a verb."""
    words = re.sub(r"^.*?20\d\d年[底末前]?|^(?:[一二三四五六七八九十\d]{1,3}[）).．、]|[①-⑳])", "", before.strip())
    words = re.sub(rf"^(?:力争)?(?:{_ARABIC}|{_HAN})(?:年|个月)(?:之?内|后)?", "", words)
    words = re.sub(rf"(?:{_BEFORE})+(?:到|至|为|了)?$", "", words.strip()).strip(' 为“”"')
    if len(words) > 3 and not re.search("(?:引进|培育|培养|建设|支持|认定|遴选|选拔|资助|新增|创建|打造)$", words):
        return words[-40:]
    thing = re.match(r"[^，,。；;：:（(）)\n]{0,20}", re.sub("^(?:左右|以上|以下|以内|及以上|内)", "", after))
    return f"{words}{thing[0] if thing else ''}".strip()
