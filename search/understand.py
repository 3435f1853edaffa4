"""What a question asks: its core without the frame (the asking itself), the kind of thing it wants, what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.numbers import normalise_number, numbers
from search.tokens import normalise, words

# The asking, not the asked: greetings, "what can I apply for", "whom do I call". Forms of spoken requests to an
# office; a frame's words (项目, 申报, 处) meet administrative clauses everywhere and would decide the answer.
_WHICH = r"(?:哪一?(?:个|家|几个|几家|些|类|条|项|位|种|块|摊)?|什么|啥|谁|几)"
_OFFICE = (
    r"(?:处室|处|科室|部门|单位|口子|窗口|电话|号码|号|座机|人|地方|路子|路|线|方向|领域|条目|专项|项目|计划|政策|文件|钱|牌子)"
)
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
_EDGE = re.compile(r"^[\s,.?!，。？！、;；:：]+|[\s,.?!，。？！、;；:：]+$")

# What is wanted, the surest sign first. "program" where no sign is seen: whoever describes a project wants one.
_WANTS = (
    ("regulation", r"文号|发文字号|第?几号文|哪(?:个|份|几份|一份)?(?:文件|办法|通知|意见|细则)|(?:依据|根据|按照|按|照)(?:的是|的)?(?:哪|什么|啥)"),
    ("task", r"牵头|配合单位|责任单位|(?:哪几家|哪些家?|哪几个|哪一?家|什么|哪个)(?:单位|部门|委办局)|谁(?:在|来)?(?:管|负责|抓|盯|落实|弄|推)|哪一?条任务|几号任务|任务里"),
    ("support_area", r"方向|领域|条目|哪一?(?:条|块)|支持内容"),
    ("contact", r"电话|座机|号码|哪个?(?:处|科)|找谁|联系(?:谁|哪)|归谁"),
    ("clause", r"多少|几(?:年|个|份|次|人|岁|天|页|成|号|月)|多(?:久|大|长|高)|什么时候|何时|截止|最(?:低|高|晚|多|少)|上限|至少|期限|材料|条件"
               r"|行不行|可不可以|(?:还|也)?能(?:不能)?[^,，。]{0,12}(?:吗|么)|够不够|算不算|要不要|谁出|怎么(?:办|交|算|解决)"),
)  # fmt: skip
_SIGNS = tuple((kind, re.compile(sign)) for kind, sign in _WANTS)

# An amount asked for, and how a clause writes such an amount.
_FIGURE = r"[\d〇一二三四五六七八九十百千两]"
_AMOUNTS = (
    (re.compile(r"多少(?:钱|万|元|块|亿)|几(?:万|百万|千万|块钱)"), re.compile(rf"{_FIGURE}\s*(?:余|多)?\s*(?:万|亿|元)")),
    (re.compile(r"百分之(?:多少|几)|几成|多大比例|比例是?多少|几个点"), re.compile(rf"{_FIGURE}\s*[%％]|百分之|[一二三四五六七八九]成")),
    (re.compile(r"几岁|多大(?:年纪|岁数)|年龄(?:上限)?(?:是)?多少"), re.compile(rf"{_FIGURE}\s*(?:周)?岁")),
)
_TITLE = re.compile(r"[《〈<]([^《》〈〉<>]{4,})[》〉>]")
_ABOUT_OFFICE = (
    r"(?:市|省|区)?(?:的|那边|这边|本地|当地)?(?:科技局|科技厅|发改委|工信局|人社局|财政局|政府|税务局|医保局|市里|政策|补贴|补助|奖励|专项|项目"
    r"|落户|户口|社保|公积金|买房|房价|学区)"
)
_ASKER = r"(?:(?:我|咱|俺)们?|公司|工厂|厂子?|单位|企业|人)(?:都|就|也|现)?(?:在|是|来自)"


@dataclass(frozen=True, slots=True)
class Question:
    """``wants``: program, contact (whom to call), support_area, task, clause (a fact) or regulation. ``numbers`` are
    document numbers in normal form, ``titles`` stand in 《》, ``amount`` is the form of a figure that an answer needs."""

    text: str
    core: str
    wants: str
    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    amount: re.Pattern[str] | None


def understand(text: str) -> Question:
    whole = normalise(text)
    named = tuple(dict.fromkeys(value for number in numbers(whole) for value in number.values))
    if not named and (typed := normalise_number(text.strip())):
        named = (typed,)
    wants = next((kind for kind, sign in _SIGNS if sign.search(whole)), "program")
    amount = next((form for asked, form in _AMOUNTS if asked.search(whole)), None)
    return Question(text, core(text), "regulation" if named else wants, named, tuple(_TITLE.findall(text)), amount)


def core(question: str) -> str:
    """The question without its frame; the whole question where nothing else would be left."""
    whole = normalise(question)
    rest = _EDGE.sub("", _FRAMES.sub(" ", whole))
    return rest if any(len(word) > 1 for word in words(rest)) else whole


@cache
def _places() -> re.Pattern[str]:
    names = Path(__file__).with_name("places.txt").read_text(encoding="utf-8").split()
    return re.compile("|".join(sorted(names, key=len, reverse=True)))


def places(text: str) -> set[str]:
    """Provinces and cities of China that a text names."""
    return set(_places().findall(text))


def elsewhere(question: str, here: Iterable[str]) -> str | None:
    """The place that a question is about, where it is none of ``here``: the asker is there, or asks for an office or
    a policy of it. A place that is only mentioned (卖到上海去) does not count."""
    named = places(question)
    if not named or named & set(here):
        return None
    for place in named:
        if re.search(rf"{_ASKER}{place}|{place}{_ABOUT_OFFICE}|^{place}|{place}(?:市|省)?(?:这边|那边|人)", question):
            return place
    return None
