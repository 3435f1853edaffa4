"""What is known of the documents of an index: where they are from, when, what they are called, what they cite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from search import names, tokens
from search.understand import places

_GENRE = re.compile("指南|方案|办法|意见|规划|细则|条例|规定|措施")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def years(text: str) -> list[str]:
    """The years that a text writes in digits."""
    return _YEAR.findall(text)


class Documents(dict[str, dict[str, Any]]):
    """Id → title, date, dated (position of the passage that is its date), passages (position of the first, and how
    many), places, mentioned (all places that it names), years, attachments ([number, node]), numbers that it cites."""

    @cached_property
    def places(self) -> set[str]:
        """Where the documents are from, by their titles, issuers and what they name most."""
        return {place for document in self.values() for place in document["places"]}

    @cached_property
    def mentioned(self) -> set[str]:
        """The places that documents of no place of their own name: what they rule may hold there."""
        return {place for document in self.values() if not document["places"] for place in document["mentioned"]}

    def of_other_places(self, question: str) -> set[str]:
        """The documents of places that a question does not name, where it names the place of another."""
        named = places(question)
        ours = {id for id, document in self.items() if named.intersection(document["places"])}
        strange = {id for id, document in self.items() if id not in ours and document["places"]}
        return strange if ours else set()

    def neighbours_of(self, document: str) -> set[str]:
        """The documents of the places of one; where it has no place, those that have none."""
        ours = set(self[document]["places"])
        return {id for id, other in self.items() if ours.intersection(other["places"]) or not (ours or other["places"])}

    def at_home(self, core: str) -> str:
        """The core of a question without the places that the documents are from: all passages speak of those."""
        rest = re.sub("|".join(map(re.escape, sorted(self.places))), "", core) if self.places else core
        return rest if any(map(str.isalnum, rest)) else core

    def attachments(self, number: int) -> list[str]:
        """The nodes of the attachments of that number, document by document."""
        return [id for document in self.values() for no, id in document["attachments"] if no == number]

    def numbered(self, serial: str) -> list[str]:
        """The numbers that documents cite and that end in this year and serial (〔2016〕20号)."""
        cited = (number for document in self.values() for number in document["numbers"])
        return list(dict.fromkeys(number for number in cited if number.endswith(serial)))

    def named(self, question: str) -> set[str]:
        """The documents whose place, year, genre (指南, 方案 …) or title a question names, where that tells some from
        others."""
        said, genres, dates = places(question), set(_GENRE.findall(question)), set(years(question))
        hits: dict[str, float] = {
            id: len(said.intersection(document["places"]))
            + any(genre in document["title"] for genre in genres)
            + any(year in document["title"] or (document["date"] or "").startswith(year) for year in dates)
            for id, document in self.items()
        }
        for id in {id for run in tokens.windows(question, names.SHARED) for id in self._titled.get(run, ())}:
            hits[id] += sum(map(len, self._shared(question, id))) / names.SHARED
        most = max(hits.values(), default=0)
        named = {id for id, count in hits.items() if count == most}
        return named if most and len(named) < len(hits) else set()

    @cached_property
    def _titled(self) -> dict[str, list[str]]:
        """The documents in whose titles a run of characters stands."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, document in self.items():
            for run in set(tokens.windows(tokens.normalise(document["title"]), names.SHARED)):
                found[run].append(id)
        return found

    def _shared(self, question: str, document: str) -> list[str]:
        return names.shared(question, tokens.normalise(self[document]["title"]))

    def within(self, core: str, documents: Iterable[str]) -> str:
        """The core of a question for a rule without the words that name its document: clauses that only repeat the
        title tell nothing of the rule."""
        for id in documents:
            for run in self._shared(core, id):
                core = core.replace(run, " ")
        return core

    @cached_property
    def years(self) -> set[str]:
        """The years that the documents write."""
        return {year for document in self.values() for year in document["years"]}
