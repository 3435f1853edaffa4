"""Who can be asked: units, persons, telephones, fax and e-mail, from lines, brackets, blocks and tables.

A number is a telephone where the words before it say so (联系电话, 咨询热线 …), where its form leaves no doubt (area
code, mobile, 400), or where it stands beside a name in a block of contacts. Postcodes, passwords, accounts, QQ numbers
and the lines marked as noise are no contacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.phones import EMAIL, certain, phones, plain
from ingest.records import Contact, Division, Span
from ingest.text import CleanText

__all__ = ["contacts", "divisions", "is_unit", "phones"]

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
        "(?:电\\s*话|热线|手\\s*机|座机|方式|[Tt]el)(?:号码|号)?",
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
_TRAIL = re.compile(r"(?:联系|咨询|办理|申报|受理|负责|承办|牵头)+$|^[（(]?[一二三四五六七八九十\d]{1,2}[）).、]")
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
_PIECES = re.compile(r"[，,。；;：:、\s（）()\t]+")
_COLUMNS = {
    "phone": "电话|联系方式|手机|热线",
    "fax": "传真",
    "mail": "邮箱|邮件",
    "person": "联系人|姓名|负责人",
    "unit": "单位|部门|处室|地区|区县|县区|名称|机构",
}


_ANY = re.compile(r"\d{7}|\d{3,4}[-—－– ]\d{4}|\d{3}[-—－– ]\d{3}|@")
_WORTH = re.compile(rf"{_ANY.pattern}|联\s*系|电\s*话|传真|邮箱|咨询|(?:单位|部门|处室)[：:]")


@dataclass
class _Group:
    unit: str | None = None
    person: str | None = None
    phones: list[str] = field(default_factory=list)
    fax: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1

    def __bool__(self) -> bool:
        return bool(self.phones or self.fax or self.emails)


@dataclass(frozen=True, slots=True)
class _Event:
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


def contacts(source: CleanText, noise: Sequence[Span] = ()) -> tuple[Contact, ...]:
    """Every contact of a text in order of place, one a person or line; the same one twice is listed once."""
    if not _ANY.search(source.text):
        return ()
    groups: list[_Group] = []
    current = _Group()
    above = ""  # the paragraph before a block of contacts: its unit, where it is one
    columns: list[str | None] = []
    for start, end in source.paragraphs:
        line = source.text[start:end]
        if any(n.start < end and start < n.end for n in noise):
            continue
        if "\t" in line:
            heads = _columns(line)
            if heads:
                columns = heads
                continue
            if columns:
                groups.extend(_row(line, start, columns, groups))
                continue
        columns = []
        near = bool(current) or bool(current.person)
        events = list(_events(line, start, near)) if _WORTH.search(line) else []
        if not any(e.kind != "unit" for e in events):
            groups.append(current)
            current, above = _Group(), line
            if events and len(line) < 40:
                current.unit = events[-1].values[0]
            continue
        for event in events:
            if _opens(current, event, start):
                groups.append(current)
                current = _Group(unit=current.unit if event.kind != "unit" and current.start >= start else None)
            if not current and not current.person and above and not current.unit:
                name = _TRAIL.sub("", above.rstrip("：:。 ")).strip()
                current.unit = name if len(name) <= 26 and is_unit(name) else None
            _take(current, event)
    groups.append(current)
    return tuple(_records(source, groups))


def divisions(source: CleanText, start: int, end: int) -> tuple[Division, ...]:
    """The units named as responsible in ``[start, end)``, each with its telephones, in order: 规划处，联系电话：… a line,
    several in one line, or names alone."""
    found: list[Division] = []
    part = CleanText(source.id, source.text[start:end], (0,), (None,))
    for low, high in part.paragraphs:
        line = part.text[low:high]
        span = source.span(start + low, start + high)
        groups = [g for g in _line_groups(line) if g.unit or g.phones]
        for group in groups:
            names = _split(group.unit or "")
            each = len(group.phones) == len(names) > 1  # 甲处、乙处，电话：one number a unit, in order
            for i, name in enumerate(names):
                found.append(Division(name, tuple(group.phones[i : i + 1] if each else group.phones), span))
        if not groups and len(line) < 60:
            names = [n for part in re.split("[，,；;。]", line) for n in _split(part.strip())]
            found.extend(Division(n, (), span) for n in names if 2 <= len(n) <= 30 and is_unit(n))
    return tuple(found)


def _split(names: str) -> list[str]:
    """高新处、农村处 and 高新处和农村处 are two units, 配置与管理处 is one."""
    found: list[str] = []
    for name in names.split("、"):
        parts = re.split("[和及与]", name)
        found.extend(parts if len(parts) > 1 and all(len(p) > 2 and is_unit(p) for p in parts) else [name])
    return [n for n in found if n]


def _line_groups(line: str) -> list[_Group]:
    groups = [_Group()]
    for event in _events(line, 0, True):
        if _opens(groups[-1], event, 0):
            groups.append(_Group())
        _take(groups[-1], event)
    return groups


def _opens(group: _Group, event: _Event, line: int) -> bool:
    """Whether an event begins another contact: a second person or unit, or telephones in a new line with a person."""
    if event.kind == "person":
        return bool(group.person) or (bool(group) and 0 <= group.start < line)
    return event.kind == "unit" and (bool(group) or bool(group.unit and group.person))


def _take(group: _Group, event: _Event) -> None:
    if group.start < 0:
        group.start = event.start
    group.end = event.end
    if event.kind == "unit":
        group.unit = event.values[0]
    elif event.kind == "person":
        group.person = event.values[0]
    else:
        kept = {"phone": group.phones, "fax": group.fax, "mail": group.emails}[event.kind]
        kept.extend(v for v in event.values if v not in kept)


def _events(line: str, offset: int, inside: bool) -> Iterator[_Event]:
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
        beside = bool(names) and (len(line) < 60 if inside else len(line) < 40 and not _DAY.fullmatch(numbers[0]))
        if (note := _NOTE.match(line, end)) and not names:  # 66608805（高新处）
            name = note[1]
            if is_unit(name) or is_person(name):
                kind_of_name = "unit" if is_unit(name) else "person"
                yield _Event(kind_of_name, offset + start, offset + note.end(), (name,))
                end = note.end()
        if kind == "mail":
            yield _Event("mail", offset + start, offset + end, numbers)
        elif labelled != "none" and (known or beside or (labelled in ("person", "unit") and names)):
            kinds = ("phone", "fax") if both else ("fax" if labelled == "fax" else "phone",)
            for each in kinds:
                yield _Event(each, offset + start, offset + end, numbers)
            labelled = "phone" if labelled != "fax" else "fax"
        at = end
    if not pending or labelled in ("unit", "person"):
        yield from _names(line[at:], offset + at, labelled, tail=bool(marks))


def _names(lead: str, offset: int, label: str | None, tail: bool = False) -> Iterator[_Event]:
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
                yield _Event("person", at, at + len(words), (words,))
            return
    if len(lead) > 200:
        lead, offset = lead[-200:], offset + len(lead) - 200
    last = lead if tail else re.split("[。；;]", lead.rstrip(" ，,。；;：:（("))[-1]
    units: list[str] = []
    for piece in _PIECES.split(last):
        whole = "、".join(units)
        name = _LEAD_IN.sub("", _TRAIL.sub("", piece)).strip()
        at = lead.rfind(name) if name else -1
        if is_person(name) and not name.endswith(("处", "科", "局", "室")):
            yield _Event("person", offset + at, offset + at + len(name), (name,))
        elif len(name) > 2 and is_unit(name) and (not tail or label in ("unit", None)):
            units = [*units, name] if whole and f"{whole}、{name}" in lead else [name]
            at = lead.rfind("、".join(units))
            yield _Event("unit", offset + at, offset + at + len("、".join(units)), ("、".join(units),))


def _columns(line: str) -> list[str | None]:
    heads = [
        next((kind for kind, words in _COLUMNS.items() if len(cell) <= 12 and re.search(words, cell)), None)
        for cell in (re.sub(r"\s", "", c) for c in line.split("\t"))
    ]
    return heads if "phone" in heads and not phones(line) else []


def _row(line: str, offset: int, columns: list[str | None], groups: list[_Group]) -> Iterator[_Group]:
    group = _Group(start=offset, end=offset + len(line))
    for head, cell in zip(columns, line.split("\t"), strict=False):
        cell = cell.strip()
        if head == "unit" and cell:
            group.unit = cell
        elif head == "person" and cell:
            group.person = cell
        elif head in ("phone", "fax"):
            kept = group.phones if head == "phone" else group.fax
            kept.extend(n for _, _, numbers in phones(cell) for n in numbers)
        elif head == "mail":
            group.emails.extend(EMAIL.findall(cell))
    if group.unit is None and groups and "unit" in columns:
        group.unit = groups[-1].unit  # a cell that spans rows is empty in the next ones
    if group:
        yield group


def _records(source: CleanText, groups: Sequence[_Group]) -> Iterator[Contact]:
    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    for group in groups:
        key = (group.person, tuple(group.phones))
        if not group or (group.person and group.phones and key in seen):
            continue
        seen.add(key)
        yield Contact(
            group.unit,
            source.span(group.start, group.end),
            group.person,
            tuple(group.phones),
            tuple(group.emails),
            tuple(group.fax),
        )
