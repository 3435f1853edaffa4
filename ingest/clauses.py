"""The words of one duty: 甲局牵头，乙局配合 · 牵头单位：甲局；配合单位：乙局 · 甲局、乙局按职责分工负责，2023年底前完成."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.names import is_office, looks_like_department, split_names, whole_name

_PLACE = "(?:责任|主要责任)?(?:单位|部门|处室|机构|科室)"
# The label of a clause (牵头单位：…) and of a column of a table.
_LABELS = {
    "lead": f"牵头{_PLACE}?|(?:主办|组织|总牵头|第一责任|主要责任){_PLACE}",
    "support": f"(?:配合|协办|参与|参加|协同|协作|协助){_PLACE}?|(?:支持|落实|会同){_PLACE}",
    "shared": f"(?:责任|承办){_PLACE}?|(?:负责|实施|主管|主责|分工|指导|承担|归口管理|完成){_PLACE}|责任主体|责任分工|任务分工",
    "deadline": "(?:完成|办结|落实|工作|时间)?(?:时限|节点|期限)(?:要求)?|完成时间|时间(?:安排|进度|要求)?|进度安排",
    "other": "适用范围|推广范围|范围|责任人|负责人|责任领导|分管领导|联系人|备注|目标|措施|工作要求",
}
_LABEL = re.compile("|".join(f"(?P<{role}>{words})" for role, words in _LABELS.items()))
LABELLED = re.compile(
    rf"\s*(?:[省市区县]级|[省市]直|区县|市县)?(?:{_LABEL.pattern})(?:\s*[：:]+\s*|(?<=[单位部门])[为是](?!主|准|了))"
)
_BARE_LABEL = "(?:" + "|".join(_LABELS.values()) + ")"
BOXED = re.compile(rf"[【\[]({_BARE_LABEL})[】\]]")  # 【牵头单位】甲局
_RUN_ON = re.compile(
    rf"(?<=[局委部厅办会院署行府心）)])[ \u3000]{{0,8}}(?={_BARE_LABEL}[：:])|[ \u3000]{{1,8}}(?={_BARE_LABEL}[：:])"
)

# The end of a clause: 甲局牵头, 乙局配合, 丙局按职责分工负责. The first that fits.
_BY_DUTY = (
    "(?:等(?:[^、，,]{0,8}(?:部门|单位))?)?(?:按照?|依据?|根据)?(?:各自|其)?(?:职责|职能|责任|任务)*(?:分工)?(?:范围)?"
)
_EACH = "(?:分别|共同|联合|双)?"
_DONE = "(?:负责|落实|组织|实施|抓总|推进|承担|办理|统筹|组织实施)"
_ENDINGS = (
    ("lead", re.compile(f"(?:为|是|作为)(?:总|第一)?牵头{_PLACE}$|负?总负?责$|{_EACH}(?:负责)?牵头{_DONE}*$")),
    ("support", re.compile(f"(?:为|是|作为)(?:配合|协办|协同|参与|参加){_PLACE}$")),
    ("shared", re.compile(f"(?:为|是|作为)(?:责任|承办|实施|负责){_PLACE}$")),
    (
        "support",
        re.compile(
            "(?:积极|按职责|按职责分工|分别|负责|共同|等)*(?:配合|参与|参加|协助|协同|协办)(?:落实|配合|负责|实施)*$"
        ),
    ),
    (
        "shared",
        re.compile(
            f"{_BY_DUTY}(?:共同|分别|具体|协同|组织|分头|抓好|认真)*(?:负责|分工|落实|承担|实施|推进)(?:落实|实施|推进|办理|组织)*$"
        ),
    ),
)
_LEADS = re.compile("[（(〔\\[](?:总?牵头|主办)(?:单位|部门)?[）)〕\\]]$")
_TOGETHER = re.compile("会同|会商|商(?![务业标会行品贸检])")  # 甲部会同乙部负责: the first leads
# 列第一位者为牵头单位，下同: said once, it holds for every list of the document.
FIRST_LEADS = re.compile(
    r"[，,；;]?\s{0,4}(?:以下)?(?:[列排](?:在|名|序)?|居)(?:第一位?|首位|第1位?|最前)(?:的|者)*(?:责任)?(?:单位|部门)?(?:为|是)?(?:总)?牵头"
    r"(?:单位|部门)?(?:[，,；;]?(?:以?下同))?"
)
_WHEN = re.compile(
    r"(?:\d{4}年[^，,；;。（）]{0,12}?(?:前|底|末|内|年|月|日|起)|\d{1,2}月(?:\d{1,2}日|[底末]|份)?(?:之?前)?|(?:今年|本年度?|年)[底末](?:之?前)?"
    r"|长期|持续|年内|常态化|每年[^，,；;。]{0,8}前)(?:[^，,；;。（）]{0,6}(?:完成|推进|坚持|实施|开展|取得[^，；。]{0,8}|见效))?"
)
_OPENING = "（(〔［[【"


@dataclass(frozen=True, slots=True)
class Duty:
    """Departments as written; ``start`` and ``end`` are the bracket or lines that name them (half-open)."""

    start: int
    end: int
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    deadline: str | None = None


def parse(words: str, start: int, end: int, first_leads: bool = False) -> Duty | None:
    """The duty that the words of a bracket or line tell; None where they tell none."""
    roles: dict[str, list[str]] = {"lead": [], "support": [], "shared": []}
    waiting: list[str] = []  # names whose role comes with a later clause
    role: str | None = None  # of the label that is open
    told = False
    when: str | None = None
    words = re.sub("(?<=牵头|负责)、", "，", FIRST_LEADS.sub("", words))
    for clause in _clauses(_RUN_ON.sub("；", words)):
        label = LABELLED.match(clause)
        if label:
            role, clause = label.lastgroup, clause[label.end() :]
            told |= role in roles
        if role == "deadline":
            when = when or _until(clause) or None
        elif role == "other" or not clause.strip():
            continue
        elif _WHEN.fullmatch(clause.strip()):
            when = when or _until(clause)
        elif role in roles and label:
            ended = _ending(clause)  # 牵头单位：甲局、乙局分别牵头
            own = ended[0] if ended and ended[0] != "shared" else role  # 责任单位：甲局牵头
            roles[own].extend(split_names(ended[1] if ended else clause))
        else:
            ending = _ending(clause)
            if ending is None:
                roles.get(role or "", waiting).extend(split_names(clause))
                continue
            told, role = True, None
            kind, names, timed = ending
            when = when or timed
            together = next((m for m in _TOGETHER.finditer(names) if whole_name(names[: m.start()])), None)
            if together:
                roles["lead"].extend([*waiting, *split_names(names[: together.start()])])
                roles["support"].extend(split_names(names[together.end() :]))
            else:
                roles[kind].extend([*waiting, *split_names(names)])
            waiting = []
    if any(map(_LEADS.search, [n for names in roles.values() for n in names] + waiting)):  # 甲局（牵头）、乙局
        everyone = [*roles["lead"], *roles["shared"], *roles["support"], *waiting]
        roles["lead"] = [_LEADS.sub("", n) for n in everyone if _LEADS.search(n)]
        roles["support"], roles["shared"] = [n for n in everyone if not _LEADS.search(n)], []
        told, waiting = True, []
    named = [n for names in roles.values() for n in names]
    if (
        not told
        or not named
        or waiting
        or not any(map(looks_like_department, named))
        or any(len(n) > 30 for n in named)
    ):
        return None
    if roles["lead"]:
        roles["support"], roles["shared"] = [*roles["support"], *roles["shared"]], []
    elif first_leads and roles["shared"]:
        roles["lead"], roles["support"], roles["shared"] = (
            roles["shared"][:1],
            roles["shared"][1:] + roles["support"],
            [],
        )
    lead, support, shared = (tuple(dict.fromkeys(roles[k])) for k in ("lead", "support", "shared"))
    return Duty(start, end, lead, tuple(n for n in support if n not in lead), shared, when)


def _clauses(words: str) -> list[str]:
    """Split at ，,；;。 outside brackets."""
    parts, depth, last = [], 0, 0
    for i, sign in enumerate(words):
        depth += (sign in _OPENING) - (sign in "）)〕］]】")
        if sign in "，,；;。\n" and depth <= 0:
            parts.append(words[last:i])
            last = i + 1
    parts.append(words[last:])
    return [p.strip() for p in parts if p.strip()]


def _ending(clause: str) -> tuple[str, str, str | None] | None:
    """(role, names, deadline) of 甲局牵头, 由乙局2023年底前负责完成."""
    words = clause.strip().rstrip("。")
    when = _WHEN.search(words)
    if when and when.start() > 1:
        words = re.sub("(?:于|在|并)$", "", words[: when.start()]) + re.sub("^(?:完成|前)", "", words[when.end() :])
    for role, pattern in _ENDINGS:
        found = pattern.search(words)
        if found and found.start() > 0:
            names = words[: found.start()]
            if together := _TOGETHER.match(names):  # 甲局牵头，会同乙局落实
                role, names = "support", names[together.end() :]
            return role, names, _until(when[0]) if when else None
    return None


def _until(words: str) -> str:
    """2022年底前完成 → 2022年底前; 持续推进 stays."""
    words = words.strip()
    return re.sub("(?<=[前底末内日月年])(?:全面|基本|全部)?(?:完成|办结)$", "", words)


def listed(words: str, start: int, end: int, first_leads: bool) -> Duty | None:
    words = FIRST_LEADS.sub("", words)
    names = tuple(dict.fromkeys(split_names(words)))
    if not names or not all(map(looks_like_department, names)) or not any(map(is_office, names)):
        return None
    return Duty(start, end, names[:1], names[1:]) if first_leads else Duty(start, end, (), (), names)


_ALL = re.compile("(?:各|有关|相关).{0,12}(?:部门|单位|政府|管委会|地方|区|县)$")
# What no name of an office holds: 评审由市科技局, 应当报市科技局.
_SPEECH = re.compile("由|将|应|要|须|报|经|对|把|为|使|在|以|可|请|并|项目|总部|支部|项目部|事业部")


def closing(words: str, start: int, first_leads: bool = False) -> Duty | None:
    """The duty that the last sentences of a paragraph tell (由甲局牵头，乙局配合。 or …建设，由甲局负责。), or None. Who
    leads or is responsible must be an office; ``start`` is the offset of the paragraph."""
    found = None
    begin = end = len(words.rstrip(" \u3000"))
    while begin > 0:
        low = words.rfind("。", 0, begin - 1) + 1
        if end - low > 300:
            break
        if not _tells(words[low:begin]):
            tail = max(words.rfind(sign, low, end) for sign in ("，由", ",由", "；由", ";由")) + 1
            if found is None and tail and _tells(words[tail:end]):
                found = parse(words[tail:end], start + tail, start + end, first_leads)
            break
        found = parse(words[low:end], start + low, start + end, first_leads)
        begin = low
    return found if found and (found.lead or found.shared) else None


def _tells(sentence: str) -> bool:
    duty = parse(sentence, 0, len(sentence))
    if duty is None:
        return False
    principal = duty.lead or duty.shared or duty.support
    certain = is_office if not sentence.startswith("由") else lambda n: is_office(n) or bool(_ALL.match(n))
    return all(certain(n) and len(n) < 24 and not _SPEECH.search(n) for n in principal) and not any(
        _SPEECH.match(n) or re.search(r"\s", n) for n in duty.support
    )
