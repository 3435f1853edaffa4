"""What axe-core says of the pages' states: nothing serious, in light and in dark."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.browser import GRAPH, no_serious_violations, opened

PROGRAM = quote("jinan-guide-2019/社会民生专项")
# state → address, what shows that it is there, width
STATES = {
    "start": ("", ".zt-how", 1280),
    "answer": (f"?q={quote('我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？')}", ".zt-legend", 1280),
    "refusal": (f"?q={quote('深圳市的个人所得税起征点是多少钱？')}", ".zt-none", 375),
    "english": ("?lang=en", ".zt-how", 1280),
    "overview": ("overview", ".zt-map", 1280),
    "trace": (f"trace?q={quote('济政发〔2016〕20号')}", ".zt-citing", 1280),
    "trace of nothing": (f"trace?q={quote('济政发〔1999〕1号')}", ".zt-none", 1280),
    "contradictions": ("trace?view=contradictions", ".zt-empty", 1280),
    "explore": (f"explore?node={PROGRAM}", GRAPH, 1280),
    "explore, searched": (f"explore?q={quote('科技处')}", "[class*=st-key-found-]", 1280),
    "explore, one end of a way": (f"explore?node={PROGRAM}&from={PROGRAM}", ".st-key-waiting", 1280),
    "explore, a way": (f"explore?from={PROGRAM}&to=66608811", ".zt-way", 1280),
    "documents": ("documents", ".zt-library", 1280),
    "document": ("documents?id=jinan-guide-2019", ".zt-text", 1280),
    "a sentence": ("documents?id=jinan-guide-2019&at=2000", ".zt-here", 375),
    "two documents": ("documents?id=jinan-guide-2019&with=jinan-plan-2023", ".zt-editions", 1280),
    "matrix": ("duties", ".zt-duty-table", 1280),
    "list of tasks": ("duties", ".zt-duty-list", 375),
    "department": (f"duties?department={quote('农村科技处')}", ".zt-duty-does", 1280),
    "task": (f"duties?task={quote('jinan-plan-2023/task/2')}", ".zt-card", 1280),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_hinders_anybody(chrome: BrowserContext, address: str, state: str) -> None:
    query, settled, width = STATES[state]
    with opened(chrome, address, query, width=width) as page:
        no_serious_violations(page, settled)
