"""Laboratories, institutes, platforms, parks and areas that a text names: the whole name, found from its head noun.

The name runs back from the head to a word that no name holds (依托, 推动, 等 …), as jieba cuts words. 和 and 与 belong to it,
unless a name ends before them (…实验室和…设施 are two). A head with nothing but general words before it (省重点实验室) is no name,
and slogans in quotes have no such head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import jieba

from ingest.draft import Item
from ingest.records import Organisation, Span
from ingest.text import CleanText

_HEADS = (
    "实验室|研究院|研究所|科学院|设计院|中心|平台|装置|基础设施|科创城|科学城|大学城|科创园|科技园|产业园|创业园|孵化园|软件园|园区|走廊|起步区|先行区"
    "|试验区|示范区|高新区|开发区|合作区|保税区|新区|经济圈|经济带|城市群|都市圈|流域|大学|学院|校区|孵化器|博览会|交易所|引导基金|基地"
)
_HEAD = re.compile(
    rf"(?:{_HEADS})(?:[\u4e00-\u9fff]{{2,3}}(?:基地|分院|分中心|分所|校区))?(?:[（(](?!以下|简称|含|包括|等)[\u4e00-\u9fff]{{1,8}}[）)])?"
    "(?!体系|载体|城市|企业|化|类|所|生|校|制|主任|负责人|理事|数|内外)"
)
_EDGE = re.compile(r"[，。；：、,;:！？!?\n\t（(）)《》〈〉<>【】〔〕\[\]|/·…]")
_COMMON = re.compile("(?:中心|平台|基地|园区|基础设施|装置|孵化器|走廊)$")
_PLACED = re.compile("中国|国家|[\u4e00-\u9fff]{2}[省市州县]|”")
_WORD = re.compile(rf"(?:{_HEADS})$")

# Words that end a name to their right, by what they are.
_WORDS = """依托 引导 推动 推进 加快 加速 支持 鼓励 争取 提升 打造 建设 共建 组建 创建 新建 建立 设立 成立 建成 培育 形成 促进 联合 面向 围绕 参与 融入 对接
承接 纳入 申报 申建 成为 作为 以及 包括 等 的 了 是 在 为 从 由 向 对 将 把 以 于 到 至 按 经 被 让 使 其 该 本 各 每 每个 有 含 如 即 并 或 落实 实施 加强
健全 完善 发挥 利用 通过 整合 布局 推广 引进 开展 做好 做大 做强 积极 全面 大力 深入 有力 主动 进一步 获批 已 一批 一个 各类 部分 若干 集 集聚 高水平 继续
前瞻 协同 实行 优化 强化 探索 加大 扩大 深化 抓好 办好 充分 推荐 认定 遴选 给予 服务于 委托 参照 根据 依据 按照 属于 位于 来自 进入 入驻 运营 组织 做 简称 均 我市
我省 我国 全市 全省 全国性 市内 省内 国内外 驻济 有关 相关 其他 现有 符合 同 跟 可以 可 应 应当 须 要 需 不 未 无 及其 所 与其 之 前 后 中 内 上 下"""
_CUT = frozenset(_WORDS.split())
# … and those that only begin a phrase whose name follows.
_PRONE = re.compile(
    r"(?:[\d.．\-—、]+[个家所]?|充分发挥|充分利用|以下简称|积极支持|基本实现|加快|推进|建设|打造|提升|引导|促进|推动|创建|考虑|授权|授予|赋予|允许|宣传|展示|感受|推介|召开|掌握|吸引|选择|筹建|改善|运用|编制|规范"
    "|提高|增加|实现|方便|升级|保障|搭建|借鉴|指导|协调|审理|优先|不断|充分|充实|对于|以下|简称|所有|特定|各|新时代|使用|挂靠|以|拟接入|接入|选派|赴|当好?|来|准确|拉拢|离开|具有|审核部门)+"
)
_JOINS = frozenset(("和", "与", "及", "暨"))
_GENERAL = re.compile(
    "国家级?|全国|国际|国内外?|国外|海外|境外|高等|职业|省级?|市级?|区县|区域性?|县级?|级|重点|重大|大型|新型|高水平|高端|高质量|综合性?|公共|联合|专业化?|科学|科技|技术"
    "|产业化?|创新|创业|研发|研究|开发|服务|信息化?|制造业?|工程|企业|行业|社会|技能|示范|试点|试验|自主|人才|成果|转移|转化|平台|中心|基地|园区|实验室"
    "|孵化|一流|先进|各个?|一|两|三|四|五|六|多|新|大|的|类|和|与|及|以上|相应|关键|共享|网络|数据|资源|管理|教育|培训|实训|建设|发展"
)
# Areas by name or by form; provinces and the document's own city where they stand alone.
_REGIONS = re.compile(
    "一带一路|长三角(?:地区|城市群|一体化示范区)?|珠三角|京津冀|粤港澳大湾区|长江经济带|黄河流域|长江流域|成渝地区双城经济圈|海南自由贸易港"
    "|西部陆海新通道|沿(?:黄|江|海|边|线)(?:地区|省区)|省会经济圈|胶东经济圈|鲁南经济圈"
)
_PROVINCE = re.compile(
    "(?<![\u4e00-\u9fff]省)(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    "|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?![省市]|大学|自治区|壮族|回族|维吾尔)"
)


def organisations(
    source: CleanText, items: Sequence[Item] = (), noise: Sequence[Span] = ()
) -> tuple[Organisation, ...]:
    """Every mention in order, once a paragraph; the longest name where one holds another. None stands in ``noise``."""
    text = source.text
    found: list[tuple[int, int]] = []
    for start, end in source.paragraphs:
        if any(n.start < end and start < n.end for n in noise):
            continue
        here = sorted(_names(text, start, end), key=lambda r: (r[0], -r[1]))
        longest = [r for r in here if not any(o[0] <= r[0] and r[1] <= o[1] and o != r for o in here)]
        seen: set[str] = set()
        for low, high in dict.fromkeys(longest):
            if (name := text[low:high]) not in seen:
                seen.add(name)
                found.append((low, high))
    own = _own_city(text, found)
    found.extend(own)
    return tuple(Organisation(text[a:b], source.span(a, b)) for a, b in sorted(found))


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for head in _HEAD.finditer(text, start, end):
        low = _beginning(text, start, head.start(), head.end())
        name = text[low : head.end()]
        bare = re.sub(r"[（(][^（）()]*[）)]$", "", name)
        own = _GENERAL.sub("", _WORD.sub("", bare))  # what is special to the name
        least = 4 if _COMMON.search(bare) and not _PLACED.search(name) else 2
        if len(own) >= least and len(name) <= 40:
            yield low, head.end()
    for pattern in (_REGIONS, _PROVINCE):
        for region in pattern.finditer(text, start, end):
            yield region.span()


def _beginning(text: str, start: int, head: int, end: int) -> int:
    """Where the name begins whose head noun stands at ``[head, end)``."""
    low = max(start, head - 40)
    edges = [m.end() for m in _EDGE.finditer(text, low, head)]
    low = edges[-1] if edges else low
    quote = text.rfind("”", low, head)
    opened = text.rfind("“", low, head)
    if quote >= 0 and (quote != head - 1 or quote - opened > 12):  # “1+6+N”平台 is a name, “…”建设中心 begins behind
        low = quote + 1
    elif quote < 0 and opened >= 0:
        low = opened + 1
    at, before = low, ""
    for word in jieba.cut(text[low:end]):
        after = at + len(word)
        if after > head:
            break
        single = (
            len(word) == 1 and len(before) == 1 and before not in _CUT
        )  # 泛 + 在 is a word that jieba does not know
        joint = word == "共建" and text[at - 2 : at] in ("省部", "部省")  # 省部共建…国家重点实验室
        if (word in _CUT and not single and not joint) or (
            word in _JOINS and (_WORD.search(text[low:at]) or at == low)
        ):
            low = after
        at, before = after, word
    prone = _PRONE.match(text, low, head)
    return prone.end() if prone else low


def _own_city(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The city that the document speaks of by its bare name (济南, where the text also says 济南市), first mention."""
    cities = re.findall(r"(?:^|\n)(?:中共)?([\u4e00-\u9fff]{2,4})市(?=人民政府|委|科学|贯彻|科技|发展|财政|人力)", text)
    for city in dict.fromkeys(cities):
        for match in re.finditer(rf"(?<=[将把在对为让使]){city}(?!市|[\u4e00-\u9fff]{{0,12}}(?:{_HEADS}))", text):
            if not any(a <= match.start() < b for a, b in found):
                return [match.span()]
    return []
