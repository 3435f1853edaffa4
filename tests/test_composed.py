"""Documents composed of the forms at random give back the records that they were composed from."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.pipeline import extraction, process
from ingest.records import Extraction

TOPICS = ("港口", "远洋渔业", "低空经济", "特色林果", "智能制造", "乡村旅游")
OFFICES = ("市科技局", "市财政局", "市发展改革委", "市人力资源社会保障局", "市文化和旅游局", "市住房城乡建设局")
OTHERS = ("市税务局", "市大数据局", "各县（市、区）人民政府", "人民银行云河市分行", "云河经济技术开发区管委会")
VERBS = {"根据": "依据", "按照": "依据", "贯彻": "落实", "落实": "落实"}
GENRES = {"办法": "measures", "意见": "opinion", "方案": "work_plan", "通知": "notice"}
BRACKETS = ("〔〕", "[]", "［］", "【】", "（）", "()", "﹝﹞")
HAN = "〇一二三四五六七八九"
LABELS = ("支持方向", "申报条件", "支持标准", "申报时间")


@dataclass
class Composed:
    lines: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    cited: list[tuple[str, str | None, str]] = field(default_factory=list)
    tasks: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str | None]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    programs: list[tuple[str, list[str], list[tuple[str, tuple[str, ...]]], list[str]]] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{HAN[tens]}十") + (HAN[ones] if ones else "")


@st.composite
def numbers(draw: st.DrawFn, after: int = 0) -> tuple[str, str]:
    """A document number as written, and as the records have it; its serial is one of the hundred behind ``after``."""
    code = draw(st.sampled_from(("云政发", "云科规", "云工信联发", "发改高技", "财预")))
    year, serial = draw(st.integers(1998, 2026)), draw(st.integers(after + 1, after + 99))
    left, right = draw(st.sampled_from(BRACKETS))
    blank = draw(st.sampled_from(("", " ")))
    return f"{code}{left}{year}{right}{blank}{serial}{blank}号", f"{code}〔{year}〕{serial}号"


@st.composite
def citation(draw: st.DrawFn, composed: Composed, serial: int) -> str:
    """A sentence that cites a document of its own."""
    verb = draw(st.sampled_from(sorted(VERBS)))
    inner = f"云河市{draw(st.sampled_from(TOPICS))}{han(serial)}号管理办法"
    title = draw(st.sampled_from((inner, f"云河市人民政府关于印发〈{inner}〉的通知")))
    written, number = draw(st.one_of(st.none(), numbers(100 * serial))) or ("", None)
    left, right = draw(st.sampled_from(("（）", "()")))
    composed.cited.append((title, number, VERBS[verb]))
    return f"{verb}《{title}》{f'{left}{written}{right}' if number else ''}有关要求，加快发展。"


@st.composite
def duty(draw: st.DrawFn, composed: Composed) -> tuple[str, bool]:
    """The words of a duty, and whether they stand on lines of their own."""
    leads = tuple(draw(st.lists(st.sampled_from(OFFICES), min_size=1, max_size=2, unique=True)))
    others = tuple(draw(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=3, unique=True)))
    when = draw(st.sampled_from((None, "2026年底前", "2025年6月底前", "长期坚持")))
    a, b = "、".join(leads), "、".join(others)
    done = f"，{when}" if when else ""
    last = f"；完成时限：{when}" if when else ""
    left, right = draw(st.sampled_from(("（）", "()", "〔〕", "[]", "【】")))
    comma, colon = draw(st.sampled_from(("，：", ",:")))
    form = draw(st.integers(0, 8))
    shared = form in (5, 6, 7)
    words = (
        f"{left}{a}牵头{comma}{b}配合{done}{right}",
        f"{left}牵头单位{colon}{a}；配合单位{colon}{b}{last}{right}",
        f"由{a}牵头，{b}参与{done}。",
        f"牵头单位：{a}\n责任单位：{b}" + (f"\n完成时限：{when}" if when else ""),
        f"{left}牵头单位为{a}，配合单位为{b}{done}{right}",
        f"{left}{a}、{b}按职责分工负责{done}{right}",
        f"{left}责任单位{colon}{a}、{b}{last}{right}",
        f"责任单位：{a}、{b}。",
        f"{left}由{a}牵头负责{comma}会同{b}落实{done}{right}",
    )[form]
    told = when if form != 7 else None
    composed.tasks.append(((), (), leads + others, told) if shared else (leads, others, (), told))
    return words, form == 3


@st.composite
def chapter(draw: st.DrawFn, composed: Composed, no: int) -> None:
    """一、… with titled items, each with its duty."""
    title = f"{draw(st.sampled_from(('发展', '壮大', '做强')))}{draw(st.sampled_from(TOPICS))}"
    composed.lines.append(f"{han(no)}、{title}")
    composed.headings.append((1, f"{han(no)}、{title}"))
    deep = draw(st.booleans())
    for i in range(1, draw(st.integers(1, 3)) + 1):
        marker = f"（{han(i)}）" if deep else f"{i}{draw(st.sampled_from('.．、'))}"
        name = f"{draw(st.sampled_from(('完善', '推广', '建立')))}{draw(st.sampled_from(TOPICS))}{han(i)}类体系"
        body = draw(st.one_of(st.just("加强组织实施，务求实效。"), citation(composed, len(composed.cited) + 1)))
        words, apart = draw(duty(composed))
        own_line = draw(st.booleans())
        composed.headings.append((2 if deep else 3, f"{marker}{name}"))
        composed.lines.append(f"{marker}{name}{'' if own_line else f'。{body}'}")
        if own_line:
            composed.lines.append(body)
        if apart:
            composed.lines.extend(words.split("\n"))
        else:
            composed.lines[-1] += words


@st.composite
def phone(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """One number or several as written, and as the records have them."""
    first = draw(st.integers(60_000_000, 88_999_949))
    second = first - first % 100 + draw(st.integers(10, 99))
    area = draw(st.sampled_from(("", "0969-")))
    mobile = draw(st.integers(13_000_000_000, 13_999_999_999))
    forms = [
        (f"{area}{first}", (f"{area}{first}",)),
        (f"{area}{first}转{second % 1000:03}", (f"{area}{first}转{second % 1000:03}",)),
        (f"{area}{first}，{mobile}", (f"{area}{first}", str(mobile))),
    ]
    if second != first:
        forms.append((f"{area}{first}/{second % 100}", (f"{area}{first}", f"{area}{second}")))
        forms.append((f"{area}{first}、{second}", (f"{area}{first}", str(second))))
    return draw(st.sampled_from(forms))


@st.composite
def program(draw: st.DrawFn, composed: Composed, no: int) -> None:
    """（一）…专项 with numbered or bare labels, materials and a division with its telephones."""
    name = f"{draw(st.sampled_from(TOPICS))}{han(len(composed.programs) + 1)}期专项"
    composed.lines.append(f"（{han(no)}）{name}")
    composed.headings.append((2, f"（{han(no)}）{name}"))
    numbered = draw(st.booleans())
    own = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=4, unique=True))
    labels = [*own, "申报材料", draw(st.sampled_from(("责任部门", "联系方式", "业务处室")))]
    papers = draw(
        st.lists(st.sampled_from(("申报书", "审计报告", "承诺书", "营业执照")), min_size=2, max_size=3, unique=True)
    )
    division = f"{draw(st.sampled_from(TOPICS))}处"
    written, told = draw(phone())
    for i, label in enumerate(labels, 1):
        value = "按本通知执行。"
        if label == "申报材料":
            value = "；".join(papers) + "。"
        elif i == len(labels):
            value = f"{division}，{draw(st.sampled_from(('联系电话：', '电话：', '咨询电话:')))}{written}"
        composed.lines.append(f"{f'{i}.' if numbered else ''}{label}：{value}")
        if numbered:
            composed.headings.append((3, f"{i}.{label}"))
    composed.phones.extend(told)
    composed.programs.append((name, labels, [(division, told)], papers))


@st.composite
def documents(draw: st.DrawFn) -> tuple[Composed, dict[str, object]]:
    composed = Composed()
    issuer = draw(st.sampled_from(("云河市人民政府", "云河市科学技术局", "云河市人民政府办公室")))
    calls = draw(st.booleans())
    genre = "通知" if calls else draw(st.sampled_from(sorted(GENRES)))
    title = f"{issuer}关于加快{draw(st.sampled_from(TOPICS))}发展的{genre}"
    written, number = draw(numbers())
    to = draw(
        st.lists(st.sampled_from(("各县（市、区）人民政府", "市直各部门", "各有关企业")), min_size=1, unique=True)
    )
    composed.lines += [title, written, f"{'，'.join(to)}："]
    composed.lines.append(f"为{draw(citation(composed, 1))}")
    chapters = draw(st.integers(1, 3))
    for no in range(1, chapters + 1):
        if not calls:
            draw(chapter(composed, no))
            continue
        composed.lines.append(f"{han(no)}、申报方向{han(no)}")
        composed.headings.append((1, f"{han(no)}、申报方向{han(no)}"))
        for i in range(1, draw(st.integers(1, 2)) + 1):
            draw(program(composed, i))
    if calls and draw(st.booleans()):
        composed.lines.append("有下列情形之一的，不予受理：")
        for i, case in enumerate(("提供虚假材料的", "逾期未验收的", "被列入失信名单的"), 1):
            composed.lines.append(f"（{i}）{case}；")
            composed.cases.append(f"{case}；")
    attached = draw(st.lists(st.sampled_from(("申报书", "汇总表", "承诺书（样式）")), max_size=3, unique=True))
    if len(attached) == 1:
        composed.lines.append(f"附件：{attached[0]}")
    elif attached:
        composed.lines.append(f"附件：1.{attached[0]}")
        composed.lines += [f"{i}.{name}" for i, name in enumerate(attached[1:], 2)]
    year, month, day = draw(st.integers(2010, 2026)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    arabic = draw(st.booleans())
    spelt = f"{''.join(HAN[int(d)] for d in str(year))}年{han(month)}月{han(day)}日"
    composed.lines += [issuer, f"{year}年{month}月{day}日" if arabic else spelt]
    head: dict[str, object] = {
        "title": title,
        "kind": GENRES[genre],
        "doc_number": number,
        "issuers": (issuer,),
        "date": f"{year}-{month:02}-{day:02}",
        "addressees": tuple(to),
        "attachments": tuple(attached),
    }
    return composed, head


def read(lines: list[str]) -> Extraction:
    return extraction(process(clean("d", list(enumerate(lines, 1)))))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_composed_document_gives_back_its_records(made: tuple[Composed, dict[str, object]]) -> None:
    composed, head = made
    found = read(composed.lines)
    document = found.document
    given_back = {key: getattr(document, key) for key in head} | {
        "attachments": tuple(a.title for a in document.attachments)
    }
    assert given_back == head
    assert [(h.level, f"{h.marker}{h.title}") for h in found.headings] == composed.headings
    cited = [(g.title, g.doc_number, g.mentions[0].relation) for g in found.regulations if not g.self]
    assert cited == composed.cited
    assert [(t.lead, t.support, t.shared, t.deadline) for t in found.tasks] == composed.tasks
    assert [n for c in found.contacts for n in c.phones] == composed.phones
    assert [
        (p.name, list(p.fields), [(d.name, d.phones) for d in p.divisions], [m.rstrip("。；") for m in p.materials])
        for p in found.programs
    ] == composed.programs
    assert [c.text for c in found.conditions] == composed.cases
