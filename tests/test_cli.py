"""The outside of the program: commands, exit codes, one JSON value on stdout, one line on stderr."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Zhengtu

Json = dict[str, Any]
COMMANDS = ("build", "remove", "extract", "ask", "trace", "show", "eval", "contradictions", "export", "explore", "stop")
QUESTION = "我们做老年人跌倒报警手环，能申请什么专项，找哪个处？"


def proves(text_of: dict[str, str], value: object) -> int:
    """How many spans a JSON value holds; AssertionError when one does not hold the words that it claims."""
    if isinstance(value, list):
        return sum(proves(text_of, item) for item in value)
    if not isinstance(value, dict):
        return 0
    if {"document", "start", "end", "text"} <= value.keys():
        assert text_of[value["document"]][value["start"] : value["end"]] == value["text"]
        return 1
    return sum(proves(text_of, item) for item in value.values())


@pytest.fixture(scope="module")
def text_of(zhengtu: Zhengtu) -> dict[str, str]:
    """The clean text of each document of the corpus."""
    found = {}
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        extraction = json.loads(zhengtu("extract", path, "--json").stdout)
        found[extraction["document"]["id"]] = extraction["text"]
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(zhengtu: Zhengtu, command: str) -> None:
    done = zhengtu(command, "--help")
    assert done.returncode == 0
    assert f"Usage: zhengtu {command}" in done.stdout
    assert not done.stderr


def test_help_is_quick() -> None:
    """Nothing heavy is imported to show the help."""
    program = (
        "import sys, zhengtu; sys.argv = ['zhengtu', '--help']\n"
        "try: zhengtu.main()\n"
        "except SystemExit: print(*sorted({'spacy', 'jieba', 'neo4j', 'numpy', 'faiss', 'streamlit', 'torch', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == ""


def test_no_arguments_show_the_help(zhengtu: Zhengtu) -> None:
    assert zhengtu().stdout == zhengtu("--help").stdout


def test_a_process_of_its_own_says_the_same(process: Zhengtu, built: Path, answer: Json) -> None:
    done = process("ask", QUESTION, "--json", home=built)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, answer, "")
    assert process("ask", "", home=built).returncode == 2


def test_version(zhengtu: Zhengtu) -> None:
    assert zhengtu("--version").stdout.startswith("zhengtu 0.")


@pytest.mark.parametrize(
    "args",
    [
        ("fly",),
        ("ask", "--fast", "x"),
        ("ask",),
        ("ask", "x", "-k", "0"),
        ("ask", "x", "--batch", "y.txt"),
        ("extract",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_and_2(zhengtu: Zhengtu, tmp_path: Path, args: tuple[str, ...]) -> None:
    done = zhengtu(*args, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("zhengtu: ") and done.stderr.count("\n") == 1


def test_extract_prints_one_json_value(zhengtu: Zhengtu, text_of: dict[str, str]) -> None:
    done = zhengtu("extract", "corpus/jinan-plan-2023.txt", "--json")
    extraction = json.loads(done.stdout)
    assert not done.stderr
    assert extraction["document"]["id"] == "jinan-plan-2023"
    assert proves(text_of, {key: value for key, value in extraction.items() if key != "text"}) > 100


def test_extract_for_people(zhengtu: Zhengtu) -> None:
    done = zhengtu("extract", "corpus/jinan-guide-2019.txt")
    assert done.returncode == 0
    assert "2019年济南市科技发展计划编制指南" in done.stdout and "专项" in done.stdout


def test_build_skips_what_did_not_change(zhengtu: Zhengtu, built: Path) -> None:
    manifest = (built / "manifest.json").read_bytes()
    done = zhengtu("build", "corpus", home=built)
    assert done.returncode == 0, done.stderr
    assert "未变 2 份" in done.stdout
    assert json.loads(manifest)["documents"] == json.loads((built / "manifest.json").read_bytes())["documents"]


@pytest.fixture(scope="module")
def answer(zhengtu: Zhengtu, built: Path) -> Json:
    done = zhengtu("ask", QUESTION, "--json", home=built)
    assert done.returncode == 0 and done.stdout.count("\n") == 1 and not done.stderr
    return json.loads(done.stdout)


def test_ask_json(answer: Json, text_of: dict[str, str]) -> None:
    assert {"id", "question", "status", "confidence", "answer", "matches", "notices"} <= answer.keys()
    assert (answer["id"], answer["question"], answer["status"]) == (None, QUESTION, "answered")
    assert 0 <= answer["confidence"] <= 1
    assert 0 < len(answer["matches"]) <= 5
    for match in answer["matches"]:
        assert {"kind", "name", "path", "score", "document", "evidence", "why"} <= match.keys()
        assert proves(text_of, match["evidence"]) > 0
    scores = [match["score"] for match in answer["matches"]]
    assert scores == sorted(scores, reverse=True)


def test_ask_for_people(zhengtu: Zhengtu, built: Path, answer: Json) -> None:
    done = zhengtu("ask", QUESTION, "-k", 1, home=built)
    assert done.returncode == 0 and not done.stderr
    match = answer["matches"][0]
    assert answer["answer"] in done.stdout and match["name"] in done.stdout
    for division in match.get("divisions", []):
        assert all(phone in done.stdout for phone in division["phones"])


def test_home_and_graph_may_stand_before_the_command(zhengtu: Zhengtu, built: Path, answer: Json) -> None:
    assert json.loads(zhengtu("--home", built, "ask", QUESTION, "--json").stdout) == answer
    assert json.loads(zhengtu("ask", QUESTION, "--json", "--home", built).stdout) == answer
    assert zhengtu("--graph", "nonsense", "ask", QUESTION, home=built).returncode == 2


@pytest.mark.parametrize(
    ("name", "encoding", "words", "ids"),
    [
        ("q.txt", "utf-8", f"{QUESTION}\n\n今天天气怎么样？\n", [1, 3]),
        ("q.csv", "gb18030", f"no,question\r\n1,{QUESTION}\r\n2,“今天，天气”怎么样？\r\n", [2, 3]),
        ("q.csv", "utf-8-sig", f"id,question\na,{QUESTION}\nb,今天天气怎么样？\n", ["a", "b"]),
        (
            "q.jsonl",
            "utf-8",
            f'{{"id": "x", "question": "{QUESTION}"}}\n{{"question": "今天天气怎么样？"}}\n',
            ["x", 2],
        ),
    ],
)
def test_batch_answers_in_order(
    zhengtu: Zhengtu, built: Path, tmp_path: Path, answer: Json, name: str, encoding: str, words: str, ids: list[object]
) -> None:
    file = tmp_path / name
    file.write_bytes(words.encode(encoding))
    done = zhengtu("ask", "--batch", file, "--json", home=built)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ids, done.stderr
    assert {**answers[0], "id": None} == answer


def test_trace(zhengtu: Zhengtu, built: Path, text_of: dict[str, str]) -> None:
    forms = ("鲁政字〔2022〕225号", "鲁政字[2022] 225号", "鲁政字2022年225号")
    found = [json.loads(zhengtu("trace", form, "--json", home=built).stdout) for form in forms]
    assert {trace["status"] for trace in found} == {"found"}
    assert {trace["regulation"]["doc_number"] for trace in found} == {"鲁政字〔2022〕225号"}
    assert "jinan-plan-2023" in {use["document"] for use in found[0]["cited_by"]}
    assert proves(text_of, found[0]["cited_by"]) > 0
    assert "鲁政字〔2022〕225号" in zhengtu("trace", forms[0], home=built).stdout
    assert json.loads(zhengtu("trace", "国发〔1949〕999号", "--json", home=built).stdout)["status"] == "not_found"


def test_trace_on_a_day_and_further(zhengtu: Zhengtu, built: Path) -> None:
    done = zhengtu("trace", "鲁政字〔2022〕225号", "--as-of", "2023-08-01", "--hops", 3, "--json", home=built)
    found = json.loads(done.stdout)
    assert (found["as_of"], found["in_force"], found["chain"]) == ("2023-08-01", "unknown", [])
    assert {task["document"]["id"] for task in found["tasks"]} == {"jinan-plan-2023"}
    printed = zhengtu("trace", "鲁政字〔2022〕225号", "--as-of", "2023-08-01", home=built).stdout
    assert "2023-08-01：" in printed and f"以它为依据的任务（{len(found['tasks'])}）" in printed
    for wrong in (("--as-of", "2023-13-01"), ("--as-of", "去年"), ("--hops", 0)):
        done = zhengtu("trace", "鲁政字〔2022〕225号", *wrong, home=built)
        assert done.returncode == 2 and wrong[0] in done.stderr and done.stderr.count("\n") == 1


def test_show(zhengtu: Zhengtu, built: Path, answer: Json) -> None:
    name = answer["matches"][0]["name"]
    done = zhengtu("show", name, "--json", home=built)
    assert name in json.dumps(json.loads(done.stdout), ensure_ascii=False)
    assert name in zhengtu("show", name, home=built).stdout
    missing = zhengtu("show", "月球开发专项", home=built)
    assert missing.returncode == 2 and "月球开发专项" in missing.stderr


def test_remove_leaves_the_other_document_whole(zhengtu: Zhengtu, finished: Path, home: Path) -> None:
    shutil.copytree(finished, home, dirs_exist_ok=True)
    assert zhengtu("remove", "jinan-plan-2023", home=home).returncode == 0
    answer = json.loads(zhengtu("ask", QUESTION, "--json", home=home).stdout)
    assert {match["document"]["id"] for match in answer["matches"]} == {"jinan-guide-2019"}
    trace = json.loads(zhengtu("trace", "鲁政字〔2022〕225号", "--json", home=home).stdout)
    assert trace["status"] == "not_found"
    again = zhengtu("remove", "jinan-plan-2023", home=home)
    assert again.returncode == 2 and "jinan-plan-2023" in again.stderr


def test_stop_says_what_it_did(zhengtu: Zhengtu, tmp_path: Path) -> None:
    done = zhengtu("stop", home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (0, "没有在运行\n")
