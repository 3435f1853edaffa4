"""Steps, ways and views of an explored graph, the same on both servers."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from graph import explore
from graph.export_view import graphml
from graph.load import load
from graph.store import Store
from tests import sample


def test_a_graph_is_explored_alike_on_both_servers(store: Store) -> None:
    load(store, sample.guide())
    program, phone = (
        store.read(f"MATCH (n:{label})--(:Department) RETURN n.id AS id ORDER BY id LIMIT 1")[0]["id"]
        for label in ("Program", "Phone")
    )
    found = explore.surroundings(store, program)
    assert found and found["node"]["label"] == "Program"
    managed = [step for step in found["steps"] if step["type"] == "MANAGED_BY"]
    assert managed and all(step["out"] and step["spans"][0]["text"] for step in managed)
    back = explore.surroundings(store, managed[0]["node"]["id"])
    assert back and program in {step["node"]["id"] for step in back["steps"] if not step["out"]}
    way = explore.path(store, program, phone)
    assert way and (way["nodes"][0]["id"], way["nodes"][-1]["id"]) == (program, phone)
    assert len(way["edges"]) == len(way["nodes"]) - 1 >= 2
    assert explore.path(store, program, "nobody") is None
    assert explore.find(store, found["node"]["name"])[0]["id"] == program
    assert explore.find(store, phone)[0]["label"] == "Phone"
    exported = ET.fromstring(graphml(store, [node["id"] for node in way["nodes"]]).encode())
    assert len(exported.findall(".//{*}node")) == len(way["nodes"])
    assert len(exported.findall(".//{*}edge")) >= len(way["edges"])
