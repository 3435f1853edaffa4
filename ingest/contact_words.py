"""What one line tells about contacts: units, persons, telephones, fax and e-mail in order of place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.phones import EMAIL, certain, phones, plain

# Labels by what follows them, the first that fits; examples are the forms seen.
_LABELS = (
    (
        "none",
        "邮政编码|邮编|密码|口令|账号|帐号|卡号|QQ群?号?|微信|信用代码|代码|证号|编号|网址|网站|地址|登录名|用户名|索引号",
    ),
    ("fax", "传真(?:电话|号码|号)?|[Ff][Aa][Xx]"),
    ("mail", "电子邮(?:箱|件|寄|址)(?:地址)?|电邮|邮箱(?:地址)?|[Ee]-?[Mm]ail"),
    (
        "phone",
        "(?:联系|咨询|服务|监督|举报|办公|受理|业务|投诉|值班|技术支持|技术|政策|申报|查询|报名|热线)*"
        "(?:电\\s*话|热线|手\\s*机|座机|方式|[Tt]el)(?:号码|号)?|(?:致电|拨打)(?=\\s*[\\d（(])",
    ),
    ("person", "(?:业务|项目|技术)?联\\s*系\\s*人(?:员)?|联络人|联系老师|咨询人|经办人|负责人|姓\\s*名"),
    (
        "unit",
        "(?:联系|咨询|受理|申报|承办|责任|负责|主管|牵头|业务|归口|管理|实施|组织|主办|推荐|技术支持)"
        "(?:单位|部门|处室|科室|机构)|单位(?:名称)?|部门|处室|科室",
    ),
)
_LABEL = re.compile(
    "|".join(
        f"(?P<{kind}>{words})(?=\\s*(?:及|/|、|[（(]|[:：]|\\d|为|是|$|\\t))"
        for kind, words in _LABELS
        if kind != "unit"
    )
    + f"|(?P<unit>{_LABELS[-1][1]})(?=\\s*[:：])"
)
_UNIT_WORD = "办公室|委员会|管委会|中心|秘书处|[处科室局委办厅司部署院所站组队团会社]|公司|大学|学院|学会|协会|研究院|研究所|街道|政府|分局|大厅|窗口"
_UNIT = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）()“”·—]{{1,40}}?(?:{_UNIT_WORD})(?:[（(][^（）()]{{1,12}}[）)])?")
_LEAD_IN = re.compile(
    r"^.*(?:另送|报送|送达|送到|报到|邮寄|请与|请向|可与|可向|至|由|向|是|在|为)|^(?:请|可)?(?:联系|咨询)"
)
TRAIL = re.compile(r"(?:联系|咨询|办理|申报|受理|负责|承办|牵头)+$|^[（(]?[一二三四五六七八九十\d]{1,2}[）).、]")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商"
)
_TITLE = "(?:老师|处长|科长|主任|局长|先生|女士|同志|工程师|经理|工|部长|院长|主管)"
_PERSON = re.compile(
    rf"[\u4e00-\u9fff](?:[ \u3000]{{0,2}}[\u4e00-\u9fff]){{1,2}}(?:[\u4e00-\u9fff]?{_TITLE})?|[\u4e00-\u9fff]{{1,2}}{_TITLE}"
)
_NOTE = re.compile(r"\s?[（(]([^（）()]{2,20})[）)]")
_DAY = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d")
# 林　涛 is one name, whatever stands around it
_PIECE = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff][ \u3000]{1,2}[\u4e00-\u9fff](?![\u4e00-\u9fff])|[^，,。；;：:、\s（）()]+"
)
_FAX_TOO = re.compile(r"\s?[（(](?P<too>兼|同|含|带|及)?传真[）)]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something at ``[start, end)`` of the text: ``kind`` unit, person, phone, fax, mail."""

    kind: str
    start: int
    end: int
    values: tuple[str, ...]


def is_unit(words: str) -> bool:
    """Whether words look like the name of a department, division or institution."""
    return bool(_UNIT.fullmatch(words)) and not _LABEL.fullmatch(words + "：", 0, len(words))


def is_person(words: str) -> bool:
    return bool(_PERSON.fullmatch(words)) and words[0] in _SURNAMES


def line_events(line: str, offset: int, inside: bool) -> Iterator[Event]:
    """What a line tells, in order. ``inside`` a block of contacts a bare number beside a name is a telephone."""
    ascii_line = plain(line)
    labels = list(_LABEL.finditer(line))
    values: list[tuple[int, int, str, tuple[str, ...]]] = [
        (a, b, "mail", (line[a:b],)) for a, b in (m.span() for m in EMAIL.finditer(ascii_line))
    ]
    values += [(a, b, "phone", n) for a, b, n in phones(line)]
    values.sort()
    marks = sorted(
        [*((m.start(), m.end(), m) for m in labels), *((a, b, None) for a, b, _, _ in values)], key=lambda x: x[0]
    )
    at = 0
    labelled: str | None = None
    both = fresh = False  # 电话/传真：… ; fresh: a label without its value yet
    pending = {a: (kind, n) for a, _, kind, n in values}
    for start, end, label in marks:
        if start < at:
            continue
        lead = line[at:start]
        if label is not None:
            yield from _names(lead, offset + at, labelled)
            both = fresh and not lead.strip(" /／、及（(") and {labelled, label.lastgroup} == {"phone", "fax"}
            labelled, at, fresh = label.lastgroup, end, True
            continue
        fresh = False
        kind, numbers = pending[start]
        names = list(_names(lead, offset + at, labelled))
        yield from names
        if names and labelled == "person":
            labelled = "phone"
        known = labelled in ("phone", "fax") or any(certain(n) for n in numbers)
        if len(numbers[0]) < 7 and labelled != "phone":
            labelled, at = None, end
            continue
        beside = bool(names) and (len(line) < 60 if inside else len(line) < 40 and not _DAY.fullmatch(numbers[0]))
        if (note := _NOTE.match(line, end)) and not names:  # 66608805（高新处）
            name = note[1]
            if is_unit(name) or is_person(name):
                kind_of_name = "unit" if is_unit(name) else "person"
                yield Event(kind_of_name, offset + start, offset + note.end(), (name,))
                end = note.end()
        fax = _FAX_TOO.match(line, end)
        if kind == "mail":
            yield Event("mail", offset + start, offset + end, numbers)
        elif labelled != "none" and (known or beside or (labelled in ("person", "unit") and names)):
            both |= bool(fax and fax["too"])
            kinds = ("phone", "fax") if both else ("fax" if fax or labelled == "fax" else "phone",)
            for each in kinds:
                yield Event(each, offset + start, offset + end, numbers)
            labelled = "phone" if labelled != "fax" else "fax"
        at = end
    if not pending or labelled in ("unit", "person"):
        yield from _names(line[at:], offset + at, labelled, tail=bool(marks))


def _names(lead: str, offset: int, label: str | None, tail: bool = False) -> Iterator[Event]:
    """The unit or person in the words before a label or number."""
    if label in ("none", "mail"):
        cut = re.search("[，,。；;）)]", lead)
        lead, offset = (lead[cut.end() :], offset + cut.end()) if cut else ("", offset)
    if label == "person":
        first, *_ = re.split(r"[，,；;。（(）)\t]", lead.strip(" ：:，,。；;（()）\t\u3000"))
        words = first.strip()
        if words and not is_unit(words.split()[0]):
            if 1 < len(words) <= 24:
                at = offset + lead.find(words)
                yield Event("person", at, at + len(words), (words,))
            return
    if len(lead) > 200:
        lead, offset = lead[-200:], offset + len(lead) - 200
    last = lead if tail else re.split("[。；;]", lead.rstrip(" ，,。；;：:（("))[-1]
    before: tuple[str, str] = ("", "")  # kind and words of the event before: names that 、 joins are one
    for piece in _PIECE.findall(last):
        name = _LEAD_IN.sub("", TRAIL.sub("", piece)).strip()
        if is_person(name) and not name.endswith(("处", "科", "局", "室")):
            kind = "person"
        elif len(name) > 2 and is_unit(name) and (not tail or label in ("unit", None)):
            kind = "unit"
        else:
            continue
        whole = f"{before[1]}、{name}"
        before = (kind, whole if before[0] == kind and whole in lead else name)
        at = offset + lead.rfind(before[1])
        yield Event(kind, at, at + len(before[1]), (before[1],))
