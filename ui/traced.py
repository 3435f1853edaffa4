"""A traced reference in a terminal: the contract's ``trace`` object in Chinese."""

from __future__ import annotations

from typing import Any

from ui.terminal import ATTACHED, facts, line, proof

Json = dict[str, Any]

_IN_FORCE = {"yes": "有效", "no": "无效", "unknown": "文件没有写明是否有效"}
_CHANGES = ("repealed_by", "amended_by", "repeals", "amends")


def show_trace(found: Json) -> None:
    if found["status"] == "not_found":
        line(f"没有文件引用“{found['query']}”")
    if found["status"] == "ambiguous":
        line(f"“{found['query']}”可以指这几份文件，请写明文号或全称：")
        for candidate in found["candidates"]:
            line(f"  {_regulation(candidate)}")
    if found["status"] != "found":
        return
    regulation = found["regulation"]
    line(_regulation(regulation), "bold cyan")
    facts(
        {
            "发文机关": regulation.get("issuer"),
            "又称": "、".join(regulation.get("aliases") or ()),
            "收录为": regulation.get("in_corpus"),
        }
    )
    _show_validity(found)
    _show_versions(found)
    line(f"被引用 {len(found['cited_by'])} 处", "bold")
    for use in found["cited_by"]:
        where = " › ".join(use["path"][-3:])
        program = f"（{use['program']}）" if use.get("program") else ""
        line(f"  {use['relation']}  {use['document']}  {where}{program}{_meant(use['version'])}")
        proof(use["span"])
    for key, label in (("programs", "以它为依据的专项"), ("tasks", "以它为依据的任务")):
        _show_resting(found[key], label)
    for key in _CHANGES:
        if found[key]:
            line(f"{ATTACHED[key]}（{len(found[key])}）", "bold")
        for change in found[key]:
            line(f"  {_regulation(change)}" + (f"，自 {change['date']} 起" if change["date"] else ""))
            proof(change["span"])
    _show_chain(found["chain"])


def _show_versions(found: Json) -> None:
    if found["versions"]:
        line(f"同一标题的版本（{len(found['versions'])}）", "bold")
    for each in found["versions"]:
        mark = "→" if each["date"] == found["regulation"]["version"] else " "
        line(" ".join(filter(None, (f" {mark} {each['date']}", each["doc_number"], each["in_corpus"] or "（未收录）"))))


def _meant(version: Json | None) -> str:
    """Which of several versions a citation means."""
    if version is None:
        return ""
    why = {"named": "写明", "in_force": "按引用时", "ambiguous": "哪个版本不明"}[version["why"]]
    return f"（{why}：{version['date']} 版）" if version["date"] else f"（{why}）"


def _show_validity(found: Json) -> None:
    if found["as_of"]:
        line(f"{found['as_of']}：{_IN_FORCE[found['in_force']]}", "bold")
    for fact in [found["because"]] if found["because"] else [] if found["as_of"] else found["validity"]:
        day = fact["date"] or "（日期没有写明）"
        said = {
            "effective_from": f"自 {day} 起施行",
            "expires": f"有效期至 {day}",
            "repealed": f"{day} 被《{fact['by']}》废止",
            "superseded": f"{day} 起由《{fact['by']}》的新版本代替",
        }
        line(f"  {said[fact['fact']]}")
        proof(fact["span"])


def _show_resting(things: list[Json], label: str) -> None:
    """One line each; where a whole document rests on it, one line for the document."""
    if things:
        line(f"{label}（{len(things)}）", "bold")
    wholes: dict[str, list[Json]] = {}
    for thing in things:
        if thing["whole"]:
            wholes.setdefault(thing["document"]["id"], []).append(thing)
            continue
        no = f"{thing['no']}. " if thing["no"] is not None else ""
        line(f"  {no}{thing['name']}  {thing['document']['id']}")
        proof(thing["span"])
    for id, all_of in wholes.items():
        line(f"  {id} 全文（{len(all_of)}）")
        proof(all_of[0]["span"])


def _show_chain(steps: list[Json]) -> None:
    """The first hop is what it cites itself; later ones say who cites."""
    if cites := [step for step in steps if step["hop"] == 1]:
        line(f"它引用 {len(cites)} 份", "bold")
    for step in steps:
        if step["hop"] == 1:
            line(f"  {step['relation']}  {_regulation(step['to'])}{_open(step['to'])}")
        else:
            line(
                f"  第 {step['hop']} 层  《{step['from']['title']}》 → {step['relation']}  {_regulation(step['to'])}{_open(step['to'])}"
            )
        proof(step["span"])


def _open(target: Json) -> str:
    return f"（哪个版本不明：{'、'.join(filter(None, target['candidates']))}）" if target["candidates"] else ""


def _regulation(regulation: Json) -> str:
    return " ".join(filter(None, (f"《{regulation['title']}》", regulation.get("doc_number"))))
