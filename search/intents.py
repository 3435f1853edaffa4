"""What a question is after: the kind of answer it wants, and whether it is a private matter.

Two logistic regressions over runs of characters, words, and signs that are sure where they stand, learnt from what
people ask (:mod:`search.train_intents`). NumPy alone reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from search.tokens import normalise, words

MODEL = Path(__file__).with_name("intents.npz")
WANTS = ("program", "contact", "support_area", "task", "clause", "regulation")
PRIVATE = "everyday"
"""What an office is asked, too, and few documents speak of."""

RUN = 3
"""Characters of a run at most."""

_SIGNS_OF = (
    ("regulation", r"文号|发文字号|第?几号文|[发字函办规](?:第|〔.{0,6}〕)?(?:多少|几)号|哪(?:个|份|几份|一份|部|一部)?(?:文件|办法|通知|意见|细则|法|条例)|(?:依据|根据|按照|按|照)(?:的是|的)?(?:哪|什么|啥)"
                   r"|附件.{0,12}(?:题目|标题|名|叫|是(?:什么|啥))|(?:文件|方案|办法|规划|意见|通知|条例|细则|纲要|章程|文)的?(?:的?全称|全名|正名|大名|名字|叫)"
                   r"|(?:正式(?:的)?|完整(?:的)?)(?:名称|名字|题目)|全称|(?:办法|条例|细则|规划|方案|纲要|实施意见|决定|规定)[^\w]*$"),
    ("task", r"牵头|配合单位|责任单位|(?:哪几家|哪些家?|哪几个|哪一?家|什么|哪个)(?:单位|部门|委办局)|谁(?:在|来)?(?:管|负责|抓|盯|落实|弄|推)|哪一?条任务|几号任务|任务里"),
    ("support_area", r"方向|领域|条目|哪一?(?:条|块)(?![线路道])|支持内容"),
    ("contact", r"电话|座机|号码|哪个?(?:处|科)|找谁|联系(?:谁|哪)|归谁"),
    ("clause", r"多少|几(?:十|百|千)?(?:万|块)|哪(?:天|一天|年|个月)|几号|几(?:年|个|份|次|人|岁|天|页|成|号|月|回|批|趟|所|层|倍|轮)|百分之几|多(?:久|大|长|高)|什么时候|何时|截止|最(?:低|高|晚|多|少)|上限|至少|期限|(?<![新原属合子])材料|条件"
               r"|行不(?:行|$|[,，。？?])|成不(?:成|$|[,，。？?])|(?:行|成)(?:吗|么)|可不可以|(?:还|也)?能(?!补|申报|申请|支持|资助|扶持)(?:不能)?[^,，。]{0,12}(?:吗|么)|能不能(?:写|露|填|用|再|换|算|改|当)|够不够|算不算|要不要|谁出"
               r"|(?:怎么|咋|怎样|如何)(?:办|交|算|解决|评|罚|处理|写|填)|资格|破例|例外|下场|后果|有戏|作废|比重|占.{0,8}(?:多少|几)|先.{1,8}还是"
               r"|得(?:先|备|有|交|带)|要有(?:什么|啥|哪些)|几样|[要有](?:几|多少)家|破(?:几|多少)|(?:哪天|几时|何时|啥时候?|什么时候)(?:发|印|出|落款)?|落款"),
)  # fmt: skip
_SIGNS = tuple((kind, re.compile(sign)) for kind, sign in _SIGNS_OF)


def features(text: str) -> dict[str, float]:
    """What stands in a text, with its value: runs and words share a length of one; a sign counts one."""
    whole = normalise(text)
    runs = {whole[i : i + size] for size in range(1, RUN + 1) for i in range(len(whole) - size + 1)}
    held = runs | set(words(whole)) | {f"^{whole[:2]}", f"{whole[-2:]}$", f"{whole[-3:]}$"}
    seen = [kind for kind, sign in _SIGNS if sign.search(whole)]
    share = len(held) ** -0.5
    return dict.fromkeys(held, share) | {f"§{kind}": 1.0 for kind in seen} | {f"§§{(seen or WANTS)[0]}": 1.0}


@cache
def _learnt() -> tuple[dict[str, int], np.ndarray, np.ndarray]:
    with np.load(MODEL) as model:
        places = {token: place for place, token in enumerate(str(model["tokens"]).split("\n"))}
        return places, model["weights"].astype(np.float32), model["biases"]


def likeliest(likely: Mapping[str, float]) -> str:
    """Which of :data:`WANTS` it is."""
    return max(likely, key=likely.__getitem__)


def read(text: str) -> tuple[dict[str, float], float]:
    """How likely a text wants each of :data:`WANTS` (their sum is 1), and the logit of its being a private matter."""
    places, weights, biases = _learnt()
    held = [(places[token], value) for token, value in features(text).items() if token in places]
    logits = biases.copy()
    if held:
        rows, values = zip(*held, strict=True)
        logits += np.array(values, np.float32) @ weights[list(rows)]
    *wants, private = logits
    shares = np.exp(np.array(wants) - max(wants))
    return dict(zip(WANTS, (shares / shares.sum()).tolist(), strict=True)), float(private)
