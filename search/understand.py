"""What a question asks: its core without the frame (the asking itself), the kind of thing it wants, what it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.numbers import arabic, normalise_number, numbers
from search import intents, needs
from search.tokens import normalise, words

# The asking, not the asked: greetings, "what can I apply for", "whom do I call". Forms of spoken requests to an
# office; a frame's words (项目, 申报, 处) meet administrative clauses everywhere and would decide the answer.
_WHICH = r"(?:哪一?(?:个|家|几个|几家|些|类|条|项|位|种|块|摊)?|什么|啥|谁|几)"
_OFFICE = r"(?:处室|处|科室|部门|单位|口子|窗口|电话|号码|号|座机|人|地方|路子|路|线|方向|领域|条目|专项|项目|计划|政策|文件|钱|牌子)"
_VERB = r"(?:申报|申请|报名|报送|报|申|走|找|问|打|联系|咨询|对接|归|管|负责|牵头|属于|算|拿|领(?!域)|享受|办|选|看|填)"
_FRAMES = re.compile(
    "|".join(
        (
            r"(?:您好|你好|老师好|领导好|麻烦|劳驾|打扰了?|谢谢|多谢)",
            r"(?:请问|想问|问一?下|咨询一?下|请教|打听|想知道|想了解|想弄明白|想搞清楚|弄清楚|告诉我)(?:一?下)?",
            rf"(?:该|应该|能|能不能|可以|可不可以|要|去|我|到底|又)*{_VERB}(?:到|的|是|在|给|属)?{_WHICH}{_OFFICE}?(?:的?{_OFFICE})?(?:{_VERB}|说了算)?",
            rf"(?:是|归|由|在|有)?{_WHICH}{_OFFICE}(?:在|来)?(?:{_VERB}|说了算)?(?:的|好|合适)?",
            r"(?:的|那边的?)?(?:联系|咨询|办公)?(?:电话|座机|号码)(?:号码|号)?(?:是|打)?(?:多少|几号|哪个|什么)?",
            r"(?:该|要|应该)?(?:怎么|咋|如何|怎样|上哪儿?|往哪儿?|去哪儿?|到哪儿?)(?:去|来)?(?:申报|申请|报|申|办|弄|走|找|填|选)",
            r"(?:能不能|能否|可不可以|可以|是否|有没有|有木有|有|能)(?:给)?"
            r"(?:申报|申请|争取|享受|拿到?|领(?!域)|补|报|支持|资助)?(?:到|点|些|一点)?(?:什么|啥|哪些)?(?:的)?"
            r"(?:项目|专项|政策|补贴|补助|资金|资助|扶持|支持|经费|钱|牌子)?(?:吗|么|嘛|不|没有|木有|呢)",
            r"(?:市里|区里|政府|科技局|上面)(?:那边)?(?:有没有|有|能不能|能|给不给|给|管不管|管)?",
            r"(?:吗|呢|啊|呀|吧|么|嘛|阿|哦|哈)(?=$|[,.?!，。？！、;；\s])",
        )
    )
)
_NOT = re.compile(
    r"(?<![是算])(?:而|并)?(?:不是|不做|不搞|不算|并非|而非)(?!\w{0,3}[吗么])[\w·]{2,10}(?=[,.;，。；]|$)"
)
_EDGE = re.compile(r"^[\s,.?!，。？！、;；:：]+|[\s,.?!，。？！、;；:：]+$")

# A figure asked for, how a clause writes such a figure, and whether no such figure means no answer: a sum of money, a
# share or an age is written in one way only, a time or a count in many.
_FIGURE = r"[\d〇一二三四五六七八九十百千万两]"
_FIGURES = (
    (r"多少(?:钱|万|元|块|亿)|[给补奖发拿领返贴](?:个|到)?多少(?!\w{0,2}[家个项户人名位年天月份成点])|万元?还是|几(?:十|百|千)?万|几(?:百|千)块|几块钱|年薪|工资", rf"{_FIGURE}\s*(?:余|多)?\s*(?:万|亿|元)", True),
    (r"百分之(?:多少|几)|几成|多大比例|比例是?多少|几个点", rf"{_FIGURE}\s*[%％]|百分之|[一二三四五六七八九]成", True),
    (r"几岁|多大(?:年纪|岁数)|年纪|年龄|\d岁|[十]岁|[一二三四五六七八九]岁", rf"{_FIGURE}\s*(?:周)?岁", True),
    (r"几年|多久|多长时间|几个月|多少(?:年|天|个?月)|几天|待多|干多", rf"{_FIGURE}\s*(?:年|个月|天|个工作日)", False),
    (r"几月|几号|哪一?天|什么时候|啥时候|何时|截止|几时", rf"{_FIGURE}\s*(?:月|日)|时间|每年", False),
    (r"(?:多少|几)(?:家|个|项|所|户)", rf"{_FIGURE}\s*(?:余|多)?(?:家|个|项|所|户)", False),
    (r"(?:多少|几)(?:人|名|位|个人)", rf"{_FIGURE}\s*(?:余|多)?(?:名|人|位)", False),
    (r"(?:多少|几)(?:页|份|字)", rf"{_FIGURE}\s*(?:页|份|字)", False),
)  # fmt: skip
_FIGURES_ASKED = tuple((re.compile(asked), re.compile(written), sure) for asked, written, sure in _FIGURES)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-— ]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_ATTACHMENTS = re.compile(
    r"附件\s*([\d一二三四五六七八九十]{1,3})(?![\d年])|第\s*([\d一二三四五六七八九十]{1,3})\s*(?:个|份|号)?\s*附件"
)
_NAME_ASKED = re.compile(r"题目|标题|名|叫|是(?:什么|啥|哪)|讲(?:什么|啥)")
# The year and the serial of a number without the code of the office: 2016年20号, 二〇一〇年七十一号.
_SERIAL = re.compile(
    r"(?<![\d])((?:19|20)\d\d|[一二][〇○零九一二三四五六七八]{3})\s*年?\s*(?:的|第)?\s*(\d{1,4}|[一二三四五六七八九十百]{1,5})\s*号(?!楼|线|馆)"
)
_DATED = re.compile(
    r"落款|成文|(?:哪一?天|什么时候|啥时候?|几时|何时|几月几?号?|几号|日期)[^,，]{0,4}(?:发布|印发|发出?的|下发|出的|下的|公布|出台|印的)"
    r"|(?:发布|印发|下发|公布|出台|发文)(?:的|于|在)?(?:时间|日期|是?哪一?天|是?什么时候|是?啥时候|是?几时|是?几号|是?几月)"
)
# What makes a question of a text; whoever describes a project often writes none of it.
_ASKS = re.compile(
    "[?？吗么呢]|怎|哪|谁|多少|几|啥|什么|何|是不是|能不能|要不要|行不|成不|[不没吧]$|有没有|能否|可否|咋|帮我|请问|多[久长大高]|推荐|查"
)
_TITLE = re.compile(r"[《〈<]([^《》〈〉<>]{4,})[》〉>]")
_TASK = re.compile(
    r"第\s*([\d一二三四五六七八九十]{1,3})\s*(?:项|条|个)?\s*任务|任务\s*([\d一二三四五六七八九十]{1,3})(?!\s*[个项条])"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d|二[〇○零][一二三四五六七八九〇○零]{2})\s*(?:年|的|那|版|这)")

NEEDED = 0.15
"""A figure is asked for where a fact is wanted as likely as this."""

OFTEN = 3
"""A place that a document names more rarely is only mentioned."""

_PROGRAMS = ("program", "contact", "support_area")
_ABOUT_OFFICE = (
    r"(?:市|省|区)?(?:的|那边|这边|本地|当地)?(?:科技局|科技厅|发改委|工信局|人社局|财政局|政府|税务局|医保局|市里|政策|补贴|补助|奖励|专项|项目"
    r"|落户|户口|社保|公积金|买房|房价|学区)"
)
_COMES = r"[^,，。;；]{1,14}(?:想|要|打算|准备|愿意?|肯)(?:来|到|在|上|往|搬|落)(?!问|咨询|了解)"
_ASKER = r"(?:(?:我|咱|俺)们?|公司|工厂|厂子?|单位|企业|人)(?:都|就|也|现)?(?:在|是|来自)"


@dataclass(frozen=True, slots=True)
class Question:
    """``likely``: how likely each of :data:`search.intents.WANTS` is wanted. ``numbers`` are document numbers in normal form, ``titles`` stand in 《》, ``figure`` is how an answer writes the figure asked for,
    and ``needed`` whether there is no answer without it, ``task`` the number of a task named outright (第5项任务),
    ``serials`` are numbers without the code of their office (〔2016〕20号), ``asks`` says whether it asks anything or only
    tells, ``private`` how much it sounds like a private matter (a logit), ``dated`` whether the date of a document is
    asked, ``attachments`` are numbers of attachments whose names are asked, ``years`` those that a fact is asked of, ``halves`` the cores of what may be two needs, for each
    place where the question may be cut (none where it tells but one), ``counted`` whether it says that they are two."""

    text: str
    core: str
    likely: dict[str, float]
    numbers: tuple[str, ...]
    serials: tuple[str, ...]
    titles: tuple[str, ...]
    figure: re.Pattern[str] | None
    needed: bool
    task: int | None
    asks: bool
    private: float
    dated: bool
    attachments: tuple[int, ...]
    years: tuple[str, ...]
    halves: tuple[tuple[str, str], ...]
    counted: bool

    @property
    def wants(self) -> str:
        """The likeliest."""
        return intents.likeliest(self.likely)


def understand(text: str) -> Question:
    whole = normalise(text)
    named = tuple(dict.fromkeys(value for number in numbers(whole) for value in number.values))
    if not named and (typed := normalise_number(text.strip())):
        named = (typed,)
    likely, private = intents.read(text)
    wants = read = intents.likeliest(likely)
    last = re.split("[。！!;；]", _EDGE.sub("", whole))[-1]  # a sum in what is told before is not asked for
    figure, needed = next(
        ((written, sure) for asked, written, sure in _FIGURES_ASKED if asked.search(last)), (None, False)
    )
    if wants == "contact":
        figure, needed = _PHONE, False
    ordered = _TASK.search(whole)
    task = arabic(ordered[1] or ordered[2]) if ordered else None
    wants = "regulation" if named else "task" if task is not None else wants
    attachments = tuple(
        number for a, b in _ATTACHMENTS.findall(whole) if (number := arabic(a or b)) and _NAME_ASKED.search(whole)
    )
    counted = needs.counted(whole)
    parted = needs.halves(whole) if wants in _PROGRAMS or (counted and wants != "regulation") else ()
    wants = "program" if parted and wants not in _PROGRAMS else wants
    if wants != read:  # a surer sign than words
        likely = dict.fromkeys(likely, 0.0) | {wants: 1.0}
    years = tuple(str(arabic(year)) for year in _YEAR.findall(whole)) if wants not in ("regulation", "program") else ()
    return Question(
        text,
        core(text),
        likely,
        named,
        () if named else tuple(f"〔{arabic(year)}〕{arabic(serial)}号" for year, serial in _SERIAL.findall(whole)),
        tuple(_TITLE.findall(text)),
        figure,
        needed and likely["clause"] >= NEEDED,
        task,
        bool(_ASKS.search(whole)),
        private,
        bool(_DATED.search(whole)),
        attachments,
        years,
        tuple((core(before), core(after)) for before, after in parted),
        counted,
    )


def core(question: str) -> str:
    """The question without its frame and what it says is not meant; the whole question where nothing else would be
    left."""
    whole = normalise(question)
    rest = _EDGE.sub("", _FRAMES.sub(" ", _NOT.sub(" ", whole)))
    return rest if any(len(word) > 1 for word in words(rest)) else whole


@cache
def _places() -> re.Pattern[str]:
    names = Path(__file__).with_name("places.txt").read_text(encoding="utf-8").split()
    return re.compile("|".join(sorted(names, key=len, reverse=True)))


def places(text: str) -> set[str]:
    """Provinces and cities of China that a text names."""
    return set(_places().findall(text))


def home_places(text: str) -> set[str]:
    """The places that a document is at home in: those it names most often."""
    named = Counter(_places().findall(text))
    most = max(named.values(), default=0)
    return {place for place, count in named.items() if count >= max(OFTEN, most / 2)}


def elsewhere(question: str, here: Iterable[str], mentioned: Iterable[str] = ()) -> str | None:
    """The place that a question is about, where it is none of ``here``: the asker is there, or asks for an office or
    a policy of it. A place that is only mentioned (卖到上海去), or from where somebody wants to come (武汉一所大学想来),
    does not count, nor one that is ``mentioned`` by documents of no place: those are for all."""
    named, ours = places(question), set(here)
    if not named or not ours or named & ours or named & set(mentioned):
        return None
    for place in named:
        if re.search(rf"{place}{_COMES}", question):
            continue
        if re.search(rf"{_ASKER}{place}|{place}{_ABOUT_OFFICE}|^{place}|{place}(?:市|省)?(?:这边|那边|人)", question):
            return place
    return None
