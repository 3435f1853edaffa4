"""What official titles, numbers and names look like (GB/T 9704-2012, 7.2 and 7.3): the words that the head, the
signature and the attachments of a document are found by."""

from __future__ import annotations

import re

# The genre words that end a title (GB/T 9704-2012, 7.3.1: 发文机关名称、事由和文种), by document kind.
KINDS = (
    ("notice", "通知|通告|公告|公示|函|批复|通报"),
    ("guide", "指南|指引|申报须知"),
    ("work_plan", "方案|计划|规划|纲要|任务分工|分工|(?:分工|分解|任务|责任|安排)表|清单|要点|安排|行动"),
    ("measures", "办法|细则|措施|规定|规则|规范|制度|标准|政策|规程|准则"),
    ("opinion", "意见|决定|决议"),
    ("regulation", "条例|法|法典|解释"),
)
VERSION = r"(?:\s*[（(\[〔](?:试行|暂行|修订稿?|修订版|草案|征求意见稿|送审稿|代拟稿|\d{4}年?(?:修订|修正|版|[—\-－–~～至]+\d{4}年?)?)[^）)\]〕]{0,8}[）)\]〕])*"
GENRE = "|".join(words for _, words in KINDS)
TITLE_END = re.compile(rf"(?:{GENRE}){VERSION}$")
# The shape of a 发文字号 on a line of its own; ingest.numbers reads those in running text.
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s?[〔\[［【（(﹝〖]\s?[12]\d{3}\s?[〕\]］】）)﹞〗]\s?(?:第\s?)?\d{1,5}\s?号"
)
ORGAN = "人民政府|政府|办公厅|办公室|委员会|委|厅|局|部|院|署|会|中心|管委会|领导小组|指挥部|党组|党委|集团|公司|大学|学院|联合会|协会|处|科|所|站|行|办"
ISSUER = re.compile(rf"[\u4e00-\u9fff·（）()、\s]{{2,38}}?(?:{ORGAN})(?:\s*[（(](?:代章?|盖章|章|印章)[）)])?")
# A line of the table that a website puts above a document: 发文字号：云政发〔2021〕7号
PAGE_LABEL = re.compile(
    r"(?:信息)?(?:索\s*引\s*号?|主题分类|体裁分类|组配分类|公开方式|公开类别|发[文布](?:机关|机构|单位|日期|时间|字号)|成文日期|生成日期|公开日期"
    r"|标\s*题|名\s*称|文\s*号|主\s*题\s*词|有\s*效\s*性|(?:信息)?来\s*源)\s*[：:]"
)
BODY_END = re.compile(r"[。；;，,]")


def kind_of(title: str) -> str:
    """The kind of a document by the genre word its title ends in; other where none is known."""
    bare = re.sub(rf"{VERSION}$", "", title)
    return next((kind for kind, words in KINDS if re.search(rf"(?:{words})$", bare)), "other")


def bare(title: str) -> str:
    """A title without the 《》 around the whole of it and without line ends."""
    title = title.replace("\n", "").strip()
    if title.startswith("《") and title.endswith("》") and title.find("》") == len(title) - 1:
        return title[1:-1]
    return title


def key_of(title: str) -> str:
    """A title without brackets, quotes, version, 关于 and 的: equal for two ways of writing one title."""
    return re.sub(r"\W|关于|的", "", re.sub(VERSION + "$", "", title))
