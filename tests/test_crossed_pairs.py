"""What the encoder learns of wishes told together with trades that have nothing to do with them."""

from __future__ import annotations

import random

from search import lexicon
from search.train import MATTERS, WANTED, crossed_pairs

CONCEPTS = [concept for concept in lexicon.read() if concept.kind != "everyday"][::40]
PLACES = {
    text: place
    for place, text in enumerate(dict.fromkeys(t for c in CONCEPTS for t in (*c.terms, *c.spoken, *c.clauses)))
}
TEXTS = list(PLACES)


def test_each_pair_is_of_one_wish_and_one_matter_and_means_the_first() -> None:
    pairs = list(crossed_pairs(CONCEPTS, PLACES, random.Random(0)))
    for pair in pairs:
        own, other = (TEXTS[place] for place in pair.left)
        concept = CONCEPTS[pair.concept]
        opposite = MATTERS if concept.kind in WANTED else WANTED
        assert own in concept.spoken
        assert any(other in each.spoken for each in CONCEPTS if each.kind in opposite)
        assert {TEXTS[place] for place in pair.right} <= {*concept.terms, *concept.clauses}
    asked = {TEXTS[pair.left[0]] for pair in pairs}
    assert all(asked >= set(concept.questions) for concept in CONCEPTS if concept.kind in WANTED)
    assert {CONCEPTS[pair.concept].kind for pair in pairs} >= {"instrument", "technology"}


def test_without_matters_nothing_is_crossed() -> None:
    wishes = [concept for concept in CONCEPTS if concept.kind in WANTED]
    assert list(crossed_pairs(wishes, PLACES, random.Random(0))) == []
