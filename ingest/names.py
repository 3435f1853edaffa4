"""Lists of departments: splitting them where one name ends, and what such a name looks like."""

from __future__ import annotations

import re

_ENDS = "[局委部厅办会院署行司府心联室处校所社区县市团队站群科组关]|单位|部门|企业|机构|公司|集团|街道|乡镇|人员|银行|分局|管委会|牵头单位"
_END = re.compile(f"(?:{_ENDS})(?:[（(][^（）()]*[）)])?$")
_OPENING, _CLOSING = "（(〔［[【", "）)〕］]】"
_AREA = "(?:自治区|直辖市|自治州|自治县|县级市|地区|[省市州区县旗盟乡镇]|乡镇|街道|功能区|开发区|园区|新区)"
_AREAS = re.compile(f"各(?:有关|相关|地)?{_AREA}+(?:[（(][^（）()]*[）)])?$")
_MORE = re.compile(
    f"(?:各)?{_AREA}(?:[（(][^（）()]*[）)])?(?:人民)?(?:政府|管委会|党委|党委政府|办事处|行政公署|及?有关部门|主管部门)?$"
)
_ZONE = re.compile("(?:示范区|新区|开发区|高新区|园区|港区|起步区|经开区|先行区|试验区|度假区)$")
_TAIL = re.compile("等(?:[^、，,（）()]*(?:部门|单位|地区|机构|方面))?$")
_HEAD = re.compile("^(?:具体|(?:[此该本]|上述|以上)(?:各?项)?(?:工作|任务|措施|事项)?)?(?:由|请)(?=[^、]{2})")
_CATCH_ALL = re.compile("^(?:各|有关|相关|其他)")
_NOBODY = re.compile(r"[—–－―\-─/\\\s]+|无")  # an empty cell of a table
_ORGAN = re.compile("(?:人民)?政府|管委会|办事处")  # 各乡镇党委和人民政府: of the place before


def whole_name(words: str) -> bool:
    """Whether words end where the name of a department can end (市财政局, not 市人力资源)."""
    return bool(_END.search(words)) and len(re.split("[、，,]", words)[-1]) > 2


def is_office(name: str) -> bool:
    """Whether a name is certainly an office of party or government (市财政局, 县人民政府), not a firm or a place."""
    return (
        bool(re.search(r"(?:[局委部厅署办]|政府|办公室|[督研]\w室|委员会|管委会|人民银行|法院|检察院)$", name))
        and len(name) > 2
    )


def looks_like_department(name: str) -> bool:
    return bool(_END.search(name) or _CATCH_ALL.match(name))


def split_names(words: str) -> list[str]:
    """甲局、乙局和丙县政府 → three names. 和 inside a name (工业和信息化局) stays, lists of areas (各市、县人民政府;
    高新区、经开区管委会; 各乡镇党委和人民政府) stay one, a tail 等 or 等部门 is dropped, a dash is nobody."""
    words = re.sub("等[和及](?=各|有关|相关|其他)", "、", words)
    parts = [_HEAD.sub("", p.strip(" \u3000。；;：:")) for p in _parts(words)]
    parts = [p for p in parts if p and not _NOBODY.fullmatch(p)]
    names: list[str] = []
    for part in parts:
        whole = names[-1] if names else ""
        areas = _AREAS.match(whole.split("、")[0]) and not re.search("政府|管委会|部门", whole) and _MORE.match(part)
        zones = _ZONE.search(whole) and part.endswith("管委会") and not whole.startswith("各")
        organ = whole.endswith(("党委", "党工委")) and _ORGAN.fullmatch(part)
        if areas or zones or organ:
            names[-1] = f"{whole}、{part}"
            continue
        name = _TAIL.sub("", part).strip(' “”"')
        if name:
            names.append(name)
    return names


def _parted(words: str, low: int, at: int) -> bool:
    """Whether a blank parts two names: 县农业农村局　县乡村振兴局."""
    after = re.split(r"[、，,\s]", words[at:].strip())[0]
    return at - low > 3 and bool(_END.search(words[low:at])) and len(after) > 3 and looks_like_department(after)


def _parts(words: str) -> list[str]:
    """Split at 、，, and between two whole names at 和, 及, 以及, 与; never in brackets."""
    found, depth, last = [], 0, 0
    i = 0
    while i < len(words):
        sign = words[i]
        depth += (sign in _OPENING) - (sign in _CLOSING)
        cut = 0
        if depth <= 0 and (sign in "、，,/" or (sign in " \u3000" and _parted(words, last, i))):
            cut = 1
        elif (depth <= 0 and sign in "和及与") or words.startswith("以及", i):
            cut = 2 if words.startswith("以及", i) else 1
            rest = re.split("[、，,]", words[i + cut :])[0]
            rest = _TAIL.sub("", rest)
            if not (
                i > last and _END.search(words[last:i]) and looks_like_department(rest) and len(rest) > 2
            ) or _ORGAN.fullmatch(rest):
                cut = 0
        if cut:
            found.append(words[last:i])
            i += cut
            last = i
        else:
            i += 1
    found.append(words[last:])
    return found
