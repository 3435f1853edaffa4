"""What axe-core says of the pages' states: nothing serious, in light and in dark."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.browser import GRAPH, no_serious_violations, opened

# state → address, what shows that it is there
STATES = {
    "start": ("", ".zt-how"),
    "answer": (f"?q={quote('我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？')}", ".zt-legend"),
    "refusal": (f"?q={quote('深圳市的个人所得税起征点是多少钱？')}", ".zt-none"),
    "english": ("?lang=en", ".zt-how"),
    "overview": ("overview", ".zt-map"),
    "trace": (f"trace?q={quote('济政发〔2016〕20号')}", ".zt-citing"),
    "explore": (f"explore?node={quote('jinan-guide-2019/社会民生专项')}", GRAPH),
    "documents": ("documents", ".zt-library"),
    "document": ("documents?id=jinan-guide-2019", ".zt-text"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_hinders_anybody(
    chrome: BrowserContext, address: str, state: str, scheme: Literal["light", "dark"]
) -> None:
    query, settled = STATES[state]
    with opened(chrome, address, query, scheme=scheme) as page:
        no_serious_violations(page, settled)
