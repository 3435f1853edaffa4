"""Where the weights of :mod:`search.programs` and :mod:`search.confidence` come from, and how well they do.

    python benchmarks/weights.py [tests/guides]

FOLDER holds invented documents in groups (``g1-1.txt``, ``g1-2.txt``, …) and ``questions.jsonl``: what people ask of
each group, the right programs, or none where its documents do not tell. Each group is indexed by itself. For programs a
conditional logit over all programs of the group, for confidence a logistic regression; both are fitted on all groups but
one and measured on that one in turn, beside the weights as they stand. Prints the weights fitted on all groups.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from ingest.pipeline import extract
from search import concepts, confidence, encoder, programs, rank
from search.index import Index, write
from search.understand import understand

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "guides"
REFUSED_WRONGLY = (0.01, 0.03, 0.05, 0.1)
SMALL = 1e-3
"""How much great weights are held back (L2)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a group: ``features`` of each program that was looked at, their covered share, which are right."""

    group: str
    kind: str
    features: np.ndarray
    right: np.ndarray
    covered: float
    sure: tuple[float, ...]


def _group(document: str) -> str:
    return document.rsplit("-", 1)[0]


def ask(folder: Path) -> Iterator[Asked]:
    """Every question of the folder that wants a program, or has no answer."""
    asked = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    static = encoder.shipped()
    with tempfile.TemporaryDirectory() as home:
        tables = Path(home) / "lexicon"
        concepts.write(tables)
        known = concepts.Concepts(tables)
        for name in sorted({_group(question["document"]) for question in asked}):
            extractions = [extract(path) for path in sorted(folder.glob(f"{name}-*.txt"))]
            write(Path(home) / name, extractions, static)
            index = Index(Path(home) / name)
            called = [id.split("/", 1)[1] for id in index.programs.ids]
            for question in asked:
                if _group(question["document"]) != name or question["type"] == "fact":
                    continue
                understood = understand(question["question"])
                core = index.documents.at_home(understood.core)
                ranking = rank.rank(core, index, known, static)
                found, features = index.programs.features(core, ranking)
                right = np.array([called[number] in question["programs"] for number in found])
                kind = "none" if question["type"] == "out_of_scope" else "hard" if question["hard"] else "plain"
                sure = confidence.features(ranking, understood)
                yield Asked(name, kind, features, right, ranking.covered, sure)


def spread(question: Asked) -> np.ndarray:
    """The features of its programs; those whose weight grows with the covered share once more, times that share."""
    return np.hstack([question.features, question.features[:, [0, -1]] * question.covered])


def logit(asked: Sequence[Asked]) -> np.ndarray:
    """The weights that make the right programs likeliest."""
    known = [question for question in asked if question.right.any()]
    parts = [(spread(question), question.right / question.right.sum()) for question in known]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = SMALL * weights @ weights, 2 * SMALL * weights
        for features, right in parts:
            scores = features @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= right @ np.log(shares + 1e-12) / len(parts)
            slope = slope + features.T @ (shares - right) / len(parts)
        return float(total), slope

    return minimize(loss, np.zeros(7), jac=True, method="L-BFGS-B").x


def first(asked: Sequence[Asked], score: Callable[[Asked], np.ndarray]) -> str:
    """Right at first and in three, by kind."""
    hits = defaultdict(list)
    for question in asked:
        if question.kind != "none":
            order = np.argsort(-score(question), kind="stable")[:3]
            hits[question.kind].append((question.right[order[0]], question.right[order].any()))
    shares = {kind: np.mean(np.array(found, float), axis=0) for kind, found in hits.items()}
    return "  ".join(f"{kind} {one:.3f} / {three:.3f}" for kind, (one, three) in shares.items())


def refused(asked: Sequence[Asked], sure: np.ndarray) -> str:
    """What share of the questions without an answer is refused where so many others are."""
    none = np.array([question.kind == "none" for question in asked])
    return "  ".join(
        f"{share}: {np.mean(sure[none] < np.quantile(sure[~none], share)):.2f}" for share in REFUSED_WRONGLY
    )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    asked = list(ask(folder))
    groups = sorted({question.group for question in asked})
    print(f"{len(asked)} questions in {len(groups)} groups")

    print("programs, as the weights stand:", first(asked, lambda q: q.features @ programs.weights(q.covered)))
    others = {name: logit([question for question in asked if question.group != name]) for name in groups}
    print("programs, fitted on the other groups:", first(asked, lambda q: spread(q) @ others[q.group]))
    print("weights:", *(f"{weight:.2f}" for weight in logit(asked)))

    features = np.array([question.sure for question in asked])
    told = np.array([question.kind != "none" for question in asked])
    of = np.array([question.group for question in asked])
    stand = features @ np.array(confidence.WEIGHTS)
    print("refused, as the weights stand:", refused(asked, stand))

    def fitted(chosen: np.ndarray) -> LogisticRegression:
        return LogisticRegression(max_iter=10_000).fit(features[chosen], told[chosen])

    sure = np.zeros(len(asked))
    for name in groups:
        sure[of == name] = fitted(of != name).decision_function(features[of == name])
    print("refused, fitted on the other groups:", refused(asked, sure))
    whole = fitted(np.ones(len(asked), bool))
    print("weights:", *(f"{weight:.2f}" for weight in [*whole.coef_[0], *whole.intercept_]))


if __name__ == "__main__":
    main()
