"""Three short documents of a city that does not exist, as records written by hand: a guide, a work plan, and the
measures that both rest on. They share a regulation, a department and a phone."""

from __future__ import annotations

from ingest.records import (
    Attachment,
    Condition,
    Contact,
    Department,
    Division,
    Document,
    Extraction,
    Heading,
    Mention,
    Organisation,
    Program,
    ProgramArea,
    Quantity,
    Regulation,
    Span,
    SupportArea,
    Task,
)

BUREAU = "云州市科学技术局"

GUIDE_TEXT = """关于发布《2024年云州市科技计划指南》的通知
2024年云州市科技计划指南
根据《云州市人民政府关于印发云州市科技创新若干措施的通知》（云政发〔2022〕7号，以下简称《措施》），编制本指南。
一、支持领域
（一）电子信息
1.传感器
支持工业传感器研发。
二、专项
（一）平台建设专项
支持建设实验室。
1.中试基地专项
支持重点：纺织与陶瓷领域的中试基地。按《措施》执行。
责任部门：平台处，联系电话：5550101/02。
三、其他
有下列情形的，取消申报资格：（1）提供虚假材料的。
咨询：云州市科学技术局，5550100。"""

PLAN_TEXT = """云州市建设科技强市工作方案
为落实《云州市人民政府关于印发云州市科技创新若干措施的通知》和《2024年云州市科技计划指南》，制定本方案。
一、重点任务
1.建设云岭实验室。(市科技局牵头，市财政局配合)
2.到2027年，研发投入强度达到3.2%。(市科技局、市统计局按职责分工负责)
联系人：市科技局，5550100。"""

MEASURES_TEXT = """云州市科技创新若干措施
云政发〔2022〕7号
一、总则
《云州市科技奖励办法》（云政发〔2010〕3号）同时废止。"""


class Words:
    """Finds the words of one text as spans."""

    def __init__(self, document: str, text: str) -> None:
        self.document, self.text = document, text

    def at(self, words: str, nth: int = 0) -> tuple[str, int, int, int, str]:
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return self.document, start, start + len(words), self.text.count("\n", 0, start) + 1, words

    def span(self, words: str, nth: int = 0) -> Span:
        return Span(*self.at(words, nth))

    def mention(self, words: str, nth: int = 0, relation: str = "引用", short: bool = False) -> Mention:
        return Mention(*self.at(words, nth), relation=relation, short=short)

    def heading(
        self, level: int, marker: str, words: str, above: Heading | None = None, end: str | None = None
    ) -> Heading:
        path = (*(above.path if above else ()), f"{marker}{words}")
        block = self.text.index(end) if end else len(self.text)
        return Heading(level, marker, words, path, self.span(f"{marker}{words}"), block)


def guide() -> Extraction:
    w = Words("yunzhou-guide", GUIDE_TEXT)
    one = w.heading(1, "一、", "支持领域", end="二、专项")
    electronics = w.heading(2, "（一）", "电子信息", one, end="二、专项")
    sensors = w.heading(3, "1.", "传感器", electronics, end="二、专项")
    two = w.heading(1, "二、", "专项", end="三、其他")
    platform = w.heading(2, "（一）", "平台建设专项", two, end="三、其他")
    pilot = w.heading(3, "1.", "中试基地专项", platform, end="三、其他")
    three = w.heading(1, "三、", "其他")
    parents = (None, 0, 1, None, 3, 4, None)
    headings = tuple(
        Heading(h.level, h.marker, h.title, h.path, h.span, h.block, parent)
        for h, parent in zip((one, electronics, sensors, two, platform, pilot, three), parents, strict=True)
    )
    title = "云州市人民政府关于印发云州市科技创新若干措施的通知"
    return Extraction(
        document=Document(
            id="yunzhou-guide", title="2024年云州市科技计划指南", kind="guide",
            cover_title="关于发布《2024年云州市科技计划指南》的通知", issuers=(BUREAU,), date="2024-03-01",
            attachments=(Attachment(1, "中试基地申报书"),), span=w.span("2024年云州市科技计划指南", 1),
        ),
        text=GUIDE_TEXT,
        headings=headings,
        programs=(
            Program("pingtai", "平台建设专项", platform.span, path=platform.path, block=platform.block),
            Program(
                "zhongshi", "中试基地专项", pilot.span, parent="pingtai", aliases=("中试专项",), path=pilot.path,
                divisions=(Division("平台处", ("5550101", "5550102"), w.span("责任部门：平台处，联系电话：5550101/02。")),),
                fields={"支持重点": "纺织与陶瓷领域的中试基地。"},
                field_spans={"支持重点": w.span("支持重点：纺织与陶瓷领域的中试基地。")},
                materials=("申报书",), application_time=None, cites=("cuoshi",), block=pilot.block,
            ),
        ),
        departments=(
            Department(BUREAU, BUREAU, level="bureau", phones=("5550100",), spans=(w.span(BUREAU),)),
            Department("平台处", level="division", phones=("5550101", "5550102"), spans=(w.span("平台处"),)),
        ),
        contacts=(Contact(BUREAU, w.span("咨询：云州市科学技术局，5550100。"), phones=("5550100",)),),
        regulations=(
            Regulation(
                "zhinan", "2024年云州市科技计划指南", kind="指南", self=True,
                mentions=(w.mention("《2024年云州市科技计划指南》", relation="印发"),),
            ),
            Regulation(
                "cuoshi", title, "云政发〔2022〕7号", "通知", aliases=("措施",),
                mentions=(
                    w.mention(f"《{title}》（云政发〔2022〕7号，以下简称《措施》）", relation="依据"),
                    w.mention("《措施》", 1, relation="依据", short=True),
                ),
            ),
        ),
        support_areas=(SupportArea(("电子信息", "传感器"), w.span("支持工业传感器研发。"), w.span("传感器")),),
        program_areas=(
            ProgramArea("zhongshi", ("纺织",), w.span("纺织")),
            ProgramArea("zhongshi", ("陶瓷",), w.span("陶瓷")),
        ),
        conditions=(Condition("取消申报资格", 1, "提供虚假材料的。", w.span("（1）提供虚假材料的。")),),
    )  # fmt: skip


def plan() -> Extraction:
    w = Words("yunzhou-plan", PLAN_TEXT)
    one = w.heading(1, "一、", "重点任务")
    title = "云州市人民政府关于印发云州市科技创新若干措施的通知"
    first, second = PLAN_TEXT.split("\n")[3:5]
    return Extraction(
        document=Document(
            id="yunzhou-plan", title="云州市建设科技强市工作方案", kind="work_plan", issuers=(BUREAU,),
            date="2024-05-06", span=w.span("云州市建设科技强市工作方案"),
        ),
        text=PLAN_TEXT,
        headings=(one,),
        departments=(
            Department("市科技局", BUREAU, level="bureau", spans=(w.span("市科技局"), w.span("市科技局", 1))),
            Department("市财政局", level="bureau", spans=(w.span("市财政局"),)),
        ),
        contacts=(Contact("市科技局", w.span("联系人：市科技局，5550100。"), phones=("5550100",)),),
        regulations=(
            Regulation("cuoshi", title, kind="通知", mentions=(w.mention(f"《{title}》", relation="落实"),)),
            Regulation(
                "zhinan", "2024年云州市科技计划指南", kind="指南",
                mentions=(w.mention("《2024年云州市科技计划指南》", relation="落实"),),
            ),
        ),
        tasks=(
            Task(
                1, "建设云岭实验室", w.span(first), chapter="重点任务", path=(*one.path, "1.建设云岭实验室"),
                lead=("市科技局",), support=("市财政局",), duty=w.span("(市科技局牵头，市财政局配合)"),
            ),
            Task(
                2, "研发投入强度", w.span(second), chapter="重点任务", path=one.path, shared=("市科技局", "市统计局"),
                deadline="2027", duty=w.span("(市科技局、市统计局按职责分工负责)"),
            ),
        ),
        quantities=(Quantity("研发投入强度", "达到", 3.2, "%", 2027, w.span("研发投入强度达到3.2%")),),
        organisations=(Organisation("云岭实验室", w.span("云岭实验室")),),
    )  # fmt: skip


def measures() -> Extraction:
    w = Words("yunzhou-measures", MEASURES_TEXT)
    return Extraction(
        document=Document(
            id="yunzhou-measures", title="云州市科技创新若干措施", kind="measures", doc_number="云政发〔2022〕7号",
            issuers=("云州市人民政府",), date="2022-02-02", span=w.span("云州市科技创新若干措施"),
        ),
        text=MEASURES_TEXT,
        headings=(w.heading(1, "一、", "总则"),),
        regulations=(
            Regulation(
                "jiangli", "云州市科技奖励办法", "云政发〔2010〕3号", "办法",
                mentions=(w.mention("《云州市科技奖励办法》（云政发〔2010〕3号）", relation="废止"),),
            ),
        ),
    )  # fmt: skip
