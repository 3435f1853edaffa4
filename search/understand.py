"""What a question is made of: its core, its frame (the asking itself), and what kind of answer it wants."""

from __future__ import annotations

import re

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
            r"(?:能不能|能否|可不可以|可以|是否|有没有|有木有|有|能)(?:给)?(?:申报|申请|争取|享受|拿到?|领(?!域)|补|报|支持|资助)?"
            r"(?:到|点|些|一点)?(?:什么|啥|哪些)?(?:的)?(?:项目|专项|政策|补贴|补助|资金|资助|扶持|支持|经费|钱|牌子)?(?:吗|么|嘛|不|没有|木有|呢)",
            r"(?:市里|区里|政府|科技局|上面)(?:那边)?(?:有没有|有|能不能|能|给不给|给|管不管|管)?",
            r"(?:吗|呢|啊|呀|吧|么|嘛|阿|哦|哈)(?=$|[,.?!，。？！、;；\s])",
        )
    )
)
_EDGE = re.compile(r"^[\s,.?!，。？！、;；:：]+|[\s,.?!，。？！、;；:：]+$")


def core(question: str) -> str:
    """The question without its frame; the whole question where nothing else would be left."""
    whole = normalise(question)
    rest = _EDGE.sub("", _FRAMES.sub(" ", whole))
    return rest if any(len(word) > 1 for word in words(rest)) else whole
