"""What the graph takes from contacts: whose division it is, e-mail and fax beside the telephone or the unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.rows import rows
from ingest.pipeline import extract

TEXT = """关于申报中试基地的通知
各有关单位：
现组织申报中试基地。
咨询：云州市科学技术局{contact}
云州市科学技术局
2024年6月3日"""


def related(folder: Path, contact: str, type: str) -> dict[tuple[str, str], dict[str, Any]]:
    file = folder / "通知.txt"
    file.write_text(TEXT.format(contact=contact), "utf-8")
    found = rows(extract(file)).relations
    return {(row["a"], row["b"]): row["props"] for of in found if of.type == type for row in found[of].values()}


def test_a_division_is_part_of_the_office_written_before_it(tmp_path: Path) -> None:
    said = related(tmp_path, "平台处，联系电话：0531-66608810。", "PART_OF")
    assert list(said) == [("通知/department/云州市科学技术局平台处", "云州市科学技术局")]
    assert related(tmp_path, "，联系电话：0531-66608810。", "PART_OF") == {}


def test_mail_and_fax_stand_with_the_telephone_or_the_unit(tmp_path: Path) -> None:
    reach = "传真：0531-66608811，邮箱：a@yz.gov.cn"
    [called] = related(tmp_path, f"，联系电话：0531-66608810，{reach}", "HAS_PHONE").values()
    assert (called["emails"], called["fax"]) == (["a@yz.gov.cn"], ["0531-66608811"])
    named = [props for props in related(tmp_path, f"，{reach}", "MENTIONS").values() if "emails" in props]
    assert [(props["emails"], props["fax"]) for props in named] == [(["a@yz.gov.cn"], ["0531-66608811"])]
