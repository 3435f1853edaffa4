"""The graph as a file: each form can be read by its own kind of reader and holds what the graph holds."""

from __future__ import annotations

import csv
import json
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graph import embedded, export_forms, queries
from graph.export import export
from graph.home import Home
from graph.load import load, prepare, remove
from graph.store import Store, open_store
from ingest.errors import ZhengtuError
from ingest.records import Condition, Extraction, Organisation
from tests import sample
from tests.conftest import Zhengtu

Json = dict[str, Any]
NASTY = (
    "引号'单\"双`反",
    "两行\n又\r\n一行\t缩进",
    "反斜杠\\与\\\\两个\\u0041\\n",
    "'}) MATCH (n) DETACH DELETE n; //",
    ";\nRETURN 1;\n",
    '</data><node id="x"/> & <![CDATA[x]]>',
    "a;b|c,d",
    "$rows {x}",
    "\u2028\u0085𠮷🀄",
    " 首尾空格 ",
    "",
)


def nasty() -> Extraction:
    """The work plan with whatever a document may hold as names and texts, in properties of each type."""
    plan, words = sample.plan(), sample.PLAN_TEXT[:4]
    span = sample.Words(plan.document.id, sample.PLAN_TEXT).span(words)
    named = [name for name in NASTY if name.strip()]
    return replace(
        plan,
        document=replace(plan.document, addressees=NASTY, cover_title=NASTY[0]),
        conditions=tuple(Condition(name, no, name, replace(span, text=name)) for no, name in enumerate(NASTY)),
        organisations=tuple(Organisation(name, replace(span, text=name)) for name in named),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = Home(tmp_path_factory.mktemp("export"))
    with open_store(home) as store:
        prepare(store)
        for extraction in (sample.guide(), nasty(), sample.measures()):
            load(store, extraction)
        yield store
    embedded.stop(home)


@pytest.fixture(scope="module")
def exported(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The path of ``whole.jsonl`` or whatever is asked for, written once."""
    folder = tmp_path_factory.mktemp("out")

    def path(name: str) -> Path:
        if not (folder / name).exists():
            export(store, f"{folder}/{name}")
        return folder / name

    return path


@pytest.fixture(scope="module")
def lines(exported: Callable[[str], Path]) -> list[Json]:
    with open(exported("whole.jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def texts(lines: list[Json]) -> set[str]:
    return {line["properties"].get("name") for line in lines if line.get("label") == "Condition"}


def test_json_lines_hold_the_graph(store: Store, lines: list[Json]) -> None:
    nodes = [line for line in lines if "label" in line]
    assert lines[: len(nodes)] == nodes, "nodes come first"
    held = store.read("MATCH (n) WHERE NOT n:Zhengtu RETURN labels(n) AS labels, properties(n) AS props")
    assert sorted((line["label"], line["id"], repr(sorted(line["properties"].items()))) for line in nodes) == sorted(
        (row["labels"][0], row["props"]["id"], repr(sorted(row["props"].items()))) for row in held
    )
    related = store.read(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS x, a.id AS a, type(r) AS type, labels(b) AS y, b.id AS b, "
        "properties(r) AS props"
    )
    keys = ("source_label", "source", "type", "target_label", "target")
    assert sorted(
        (*(line[key] for key in keys), repr(sorted(line["properties"].items()))) for line in lines[len(nodes) :]
    ) == sorted(
        (row["x"][0], row["a"], row["type"], row["y"][0], row["b"], repr(sorted(row["props"].items())))
        for row in related
    )
    assert set(NASTY) <= texts(lines)


@pytest.mark.parametrize("ending", ["jsonl", "graphml", "cypher"])
def test_same_graph_same_bytes(store: Store, exported: Callable[[str], Path], tmp_path: Path, ending: str) -> None:
    """Also when it was loaded in another order."""
    remove(store, "yunzhou-guide")
    load(store, sample.guide())
    again = tmp_path / f"again.{ending}"
    export(store, str(again))
    assert again.read_bytes() == exported(f"whole.{ending}").read_bytes()


def test_graphml_is_read_as_xml(exported: Callable[[str], Path], lines: list[Json]) -> None:
    tag = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.parse(exported("whole.graphml")).getroot()
    keys = {key.get("id"): (key.get("attr.name"), key.get("attr.type")) for key in root.iter(f"{tag}key")}
    convert: dict[str | None, Callable[[str], object]] = {
        "long": int, "double": float, "string": str, "boolean": {"true": True, "false": False}.get,
    }  # fmt: skip

    def data(element: ElementTree.Element) -> Json:
        found = {}
        for each in element.iter(f"{tag}data"):
            name, type = keys[each.get("key")]
            found[str(name)] = convert[type](each.text or "")
        return found

    nodes = {node.get("id"): data(node) for node in root.iter(f"{tag}node")}
    assert len(nodes) == sum("label" in line for line in lines)
    conditions = {node["name"] for node in nodes.values() if node["label"] == "Condition"}
    assert conditions >= set(NASTY)
    edges = list(root.iter(f"{tag}edge"))
    assert len(edges) == sum("type" in line for line in lines)
    assert all(edge.get("source") in nodes and edge.get("target") in nodes for edge in edges)
    plan = nodes["Document:yunzhou-plan"]
    assert json.loads(str(plan["addressees"])) == list(NASTY)


def statements(script: Path) -> list[str]:
    """As a plain reader cuts a script."""
    return script.read_text("utf-8").removesuffix(";\n").split(";\n")


def test_cypher_script_makes_the_same_graph(
    exported: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    with open_store(home) as other:
        for statement in statements(exported("whole.cypher")):
            other.write(statement)
        prepare(other)  # it counts as ours
        assert not load(other, nasty()), "the graph holds it already"
        export(other, f"{tmp_path}/other.jsonl")
    embedded.stop(home)
    assert (tmp_path / "other.jsonl").read_bytes() == exported("whole.jsonl").read_bytes()


def test_cypher_script_has_small_statements(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_forms, "BATCH", 2)
    export(store, f"{tmp_path}/small.cypher")
    script = statements(tmp_path / "small.cypher")
    signs = ("CREATE ", "MERGE (n:", "MATCH (", "MERGE (m:")
    plain = [re.sub(r"^UNWIND \[.*\] AS row ", "", statement) for statement in script]
    steps = [next(step for step, sign in enumerate(signs) if statement.startswith(sign)) for statement in plain]
    assert steps == sorted(steps) and set(steps) == {0, 1, 2, 3}, "schema, nodes, relations, mark"
    assert not any("\n" in statement for statement in script)


@pytest.mark.parametrize(("value", "written"), [
    ({"a b": [1, 2.5, True], "c": "'\"\n\\"}, '{`a b`: [1, 2.5, true], c: "\'\\"\\n\\\\"}'),
    ({"x`y": ""}, '{`x``y`: ""}'),
])  # fmt: skip
def test_literals(value: object, written: str) -> None:
    assert export_forms.literal(value) == written


def test_csv_for_neo4j_admin(exported: Callable[[str], Path], lines: list[Json]) -> None:
    folder = exported("csv/")
    args = dict(
        line.split("=", 1) for line in (folder / "import.args").read_text("utf-8").splitlines() if "array" in line
    )
    between = chr(int(args["--array-delimiter"].removeprefix("U+"), 16))
    named = [
        line.split("=")[1]
        for line in (folder / "import.args").read_text("utf-8").splitlines()
        if line.startswith(("--nodes=", "--relationships="))
    ]
    assert {*named, "import.args", "schema.cypher"} == {path.name for path in folder.iterdir()}
    found = 0
    for name in named:
        with open(folder / name, encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert all(len(row) == len(head) for row in rows)
        found += len(rows)
        if name == "Document.csv":
            plan = next(dict(zip(head, row, strict=True)) for row in rows if row[0] == "yunzhou-plan")
            assert head[:2] == ["id:ID(Document)", ":LABEL"]
            assert plan[":LABEL"] == "Document" and plan["addressees:string[]"].split(between) == list(NASTY)
        if name == "Condition.csv":
            assert {row[head.index("name:string")] for row in rows} >= set(NASTY)
            assert "no:long" in head
        if name == "Quantity.csv":
            assert rows[0][head.index("number:double")] == "3.2"
        if name == "Program-MANAGED_BY-Department.csv":
            assert head[:3] == [":START_ID(Program)", ":END_ID(Department)", ":TYPE"]
            assert rows[0][:3] == ["yunzhou-guide/zhongshi", "yunzhou-guide/department/平台处", "MANAGED_BY"]
            assert "phones:string[]" in head
    assert found == len(lines)


def test_csv_lists_are_parted_by_semicolons_where_they_can_be(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with open_store(home) as store:
        prepare(store)
        load(store, sample.guide())
        export(store, f"{tmp_path}/csv/")
    embedded.stop(home)
    assert (tmp_path / "csv" / "import.args").read_text("utf-8").startswith("--array-delimiter=;\n")
    assert "5550101;5550102" in (tmp_path / "csv" / "Program-MANAGED_BY-Department.csv").read_text("utf-8")


@pytest.mark.parametrize("name", ["x.csv", "x", "x.jsonl.gz", "目录.d/x.txt"])
def test_unknown_ending_is_one_line(zhengtu: Zhengtu, tmp_path: Path, name: str) -> None:
    done = zhengtu("export", name, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and name in done.stderr and ".graphml" in done.stderr


def test_what_is_there_is_kept_or_replaced_whole(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.jsonl"
    target.write_text("before", "utf-8")
    read = store.read

    def broken(query: str, **params: Any) -> Any:
        if "REPEALS" in query:
            raise ZhengtuError("graph embedded: no answer")
        return read(query, **params)

    monkeypatch.setattr(store, "read", broken)
    with pytest.raises(ZhengtuError, match="no answer"):
        export(store, str(target))
    assert target.read_text("utf-8") == "before"
    monkeypatch.undo()
    export(store, str(target))
    assert target.read_text("utf-8").startswith('{"label"')
    assert [path.name for path in tmp_path.iterdir()] == ["graph.jsonl"], "nothing half-written stays behind"
    assert stat.S_IMODE(target.stat().st_mode) & 0o444, "readable like any file of the user"


def test_graph_that_changes_meanwhile_is_not_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter([store.read(queries.DIGESTS), []])
    read = store.read
    monkeypatch.setattr(
        store, "read", lambda query, **params: next(told) if query == queries.DIGESTS else read(query, **params)
    )
    with pytest.raises(ZhengtuError, match="图谱变了"):
        export(store, f"{tmp_path}/x.graphml")
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(ZhengtuError, match="已经有东西"):
        export(store, f"{tmp_path}/full/")
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(ZhengtuError, match="是一个文件夹"):
        export(store, f"{tmp_path}/a.jsonl")
    with pytest.raises(ZhengtuError, match="没有文件夹"):
        export(store, f"{tmp_path}/nowhere/a.jsonl")
    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "x"


def test_command_says_what_it_wrote(zhengtu: Zhengtu, built: Path, tmp_path: Path) -> None:
    done = zhengtu("export", tmp_path / "graph.jsonl", home=built)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "graph.jsonl").read_text("utf-8").split("\n")[:-1]
    nodes, relations = map(int, re.findall(r"(\d+) ?(?:个节点|条关系)", done.stdout))
    assert nodes > 500 and nodes + relations == len(lines)
