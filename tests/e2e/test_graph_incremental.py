"""Documents come, change, get other names and go, in any order, with builds that are cut off in between: graph and index
always end as a clean build of the same files makes them, on both servers.

A long run: ``ZHENGTU_EXAMPLES=200 pytest -n0 tests/e2e/test_graph_incremental.py``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from graph.contradictions import contradictions
from graph.home import Home
from graph.load import prepare
from graph.store import Store
from graph.trace import trace
from search.build import build, remove
from tests import sample

EXAMPLES = int(os.environ.get("ZHENGTU_EXAMPLES", "0"))
AWARD = "云州市科技奖励办法"
TEXTS = (
    sample.GUIDE_TEXT,
    sample.GUIDE_TEXT.replace("5550101/02", "5550199").replace("纺织", "葡萄酒"),  # another number of one division
    sample.PLAN_TEXT,
    sample.PLAN_TEXT.replace("市财政局配合", "市统计局配合").replace("3.2%", "3.5%"),
    sample.MEASURES_TEXT,
    f"{AWARD}\n云政发〔2010〕3号\n第一条 为奖励科技人员，制定本办法。\n第二条 本办法自2010年5月1日起施行。",
    f"{AWARD}\n云政发〔2021〕8号\n第一条 根据《云州市科技创新若干措施》，制定本办法。\n"
    f"第二条 本办法自2021年6月1日起施行，《{AWARD}》（云政发〔2010〕3号）同时废止。",
    f"{AWARD}（试行）\n云政发〔2008〕6号\n第一条 市科技局负责解释，电话5550100。\n云州市人民政府\n2008年3月2日",
    "云州市人民政府关于废止部分文件的决定\n云政发〔2025〕1号\n各区县人民政府：\n一、废止《云州市科技创新若干措施》（云政发〔2022〕7号）。"
    f"\n二、修订《{AWARD}》（云政发〔2021〕8号）。\n联系人：市科技局，5550100，电子邮箱kjj@yunzhou.gov.cn。\n云州市人民政府\n2025年1月8日",
    "关于申报中试基地的通知\n各有关单位：\n按照《2024年云州市科技计划指南》和《措施》，现组织申报。\n"
    "咨询：云州市科学技术局平台处，5550102。\n云州市科学技术局\n2024年6月3日",
)
NAMES = ("guide", "plan", "通知", "办法-2021")
REFERENCES = ("云政发〔2022〕7号", AWARD, "2024年云州市科技计划指南", "云政发2010年3号")
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
)
Content = Callable[[], Any]
State = tuple[tuple[str, str], ...]
CLEAN: dict[State, Any] = {}  # what a clean build of these documents is, whichever server made it


class Documents(RuleBasedStateMachine):
    store: Store
    content: Content
    tables: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.folder = self.place / "files"
        self.folder.mkdir()
        self.home = self._empty("home")
        self.seen: dict[State, list[Any]] = {}

    def _empty(self, name: str) -> Home:
        """A home without a build, beside a graph without documents."""
        home = Home(self.place / name).create()
        (home.index / self.tables.name).symlink_to(self.tables, target_is_directory=True)
        self.store.write("MATCH (n) DETACH DELETE n")
        prepare(self.store)
        return home

    @rule(
        edits=st.lists(EDITS, min_size=1, max_size=3), cut=st.sampled_from(("", "", "", "读文件", "建索引", "写图谱"))
    )
    def edit_and_build(self, edits: list[tuple[str, str, str]], cut: str) -> None:
        for what, name, other in edits:
            path = self.folder / f"{name}.txt"
            if what == "write":
                path.write_text(other, "utf-8")
            elif path.exists() and what == "delete":
                path.unlink()
            elif path.exists():
                path.rename(self.folder / f"{other}.txt")
        self._build(cut)

    @rule(nth=st.integers(0, 3))
    def take_out(self, nth: int) -> None:
        if (built := self.home.built()) and (ids := sorted(built.documents)):
            remove(ids[nth % len(ids)], self.home, self.store)
            self._look()

    @rule()
    def build_again(self) -> None:
        self._build("")

    def _build(self, cut: str) -> None:
        def interrupt(what: str, done: int, total: int) -> None:
            if what == cut:
                raise KeyboardInterrupt

        if not (list(self.folder.iterdir()) or self.home.built()):
            return
        files = {path: path.read_text("utf-8") for path in self.folder.iterdir()}
        if not (files or self.home.manifest().documents):
            return
        try:
            report = build([self.folder], self.home, self.store, progress=interrupt)
        except KeyboardInterrupt:
            return
        assert not report.problems
        read = {Path(source.path): id for id, source in self.home.manifest().documents.items()}
        assert read.keys() == files.keys()
        for path, text in files.items():
            assert self.home.extraction(read[path]).text == text
        self._look()

    def _look(self) -> None:
        documents = self.home.manifest().documents
        state = tuple((id, self.home.extraction(id).text) for id in sorted(documents))
        self.seen.setdefault(state, []).append(self._all(self.home))

    def _all(self, home: Home) -> Any:
        """All that can be told of what is built: equal for equal builds."""
        index = home.index_of(home.manifest().generation or "")
        files = [path for path in index.rglob("*") if path.is_file()]
        told = [trace(self.store, reference, hops=3) for reference in REFERENCES]
        return {
            "graph": self.content(),
            "contradictions": contradictions(self.store),
            "traced": told,
            "index": {str(p.relative_to(index)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        }

    def teardown(self) -> None:
        for number, (state, found) in enumerate(self.seen.items()):
            if state not in CLEAN:
                home = self._empty(f"clean-{number}")
                files = self.place / f"files-{number}"
                files.mkdir()
                for id, text in state:
                    (files / f"{id}.txt").write_text(text, "utf-8")
                if state:
                    build([files], home, self.store)
                    CLEAN[state] = self._all(home)
            for each in found:
                for what, told in CLEAN.get(state, {}).items():
                    assert each[what] == told, what
                if not state:
                    assert len(each["graph"][0]) == 1 and each["graph"][1] == []
        shutil.rmtree(self.place)


def test_any_sequence_ends_as_a_clean_build(store: Store, content: Content, tables: Path) -> None:
    machine = type("Machine", (Documents,), {"store": store, "content": staticmethod(content), "tables": tables})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES or 3,
            stateful_step_count=8 if EXAMPLES else 4,
            derandomize=not EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
