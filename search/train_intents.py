"""Makes ``search/intents.npz`` from what people ask.

    python -m search.train_intents

``search/asked.tsv`` holds what is wanted and a question a line: one of the kinds of :data:`search.intents.WANTS`, or
``everyday``. What sets a private matter apart is learnt from the questions of the lexicon, too. Prints how often a fifth
that was left out is read rightly. Needs the extra ``encoders`` (scikit-learn).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search import lexicon
from search.intents import MODEL, PRIVATE, WANTS, features

ASKED = Path(__file__).with_name("asked.tsv")
OFTEN = 3
"""What stands in fewer questions is not learnt from."""

WANTS_HELD_BACK, PRIVATE_HELD_BACK = 0.1, 0.3
"""How much great weights are held back (L2, the inverse of C)."""


def read(path: Path = ASKED) -> list[tuple[str, str]]:
    """(what is wanted, question) a line."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(wanted, question) for wanted, question in rows]


def train(asked: Sequence[tuple[str, str]]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Tokens, weights (a row a token; a column each of WANTS, then private), and biases."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    known = [(PRIVATE if c.kind == "everyday" else "", q) for c in lexicon.read() for q in c.questions]
    texts = [*asked, *known]
    held = [features(question) for _, question in texts]
    seen = Counter(token for row in held[: len(asked)] for token in row)
    tokens = sorted(token for token, count in seen.items() if count >= OFTEN and "\n" not in token)
    places = {token: place for place, token in enumerate(tokens)}
    cells = [(n, places[token], value) for n, row in enumerate(held) for token, value in row.items() if token in places]
    rows, columns, values = zip(*cells, strict=True)
    table = csr_matrix((values, (rows, columns)), (len(held), len(tokens)))
    asking = table[: len(asked)]
    kinds = np.array([kind for kind, _ in asked])
    wanted = np.array([WANTS.index(kind) for kind in kinds[kinds != PRIVATE]])
    private = np.array([kind == PRIVATE for kind, _ in texts])
    fits = (
        (LogisticRegression(max_iter=1000, C=1 / WANTS_HELD_BACK), asking[kinds != PRIVATE], wanted),
        (LogisticRegression(max_iter=1000, C=1 / PRIVATE_HELD_BACK, class_weight="balanced"), table, private),
    )
    for model, held_in, target in fits:
        print("read rightly:", cross_val_score(model, held_in, target, cv=5).round(3))
        model.fit(held_in, target)
    weights = np.vstack([model.coef_ for model, _, _ in fits]).T
    return tokens, weights, np.concatenate([model.intercept_ for model, _, _ in fits])


def main() -> None:
    tokens, weights, biases = train(read())
    np.savez_compressed(
        MODEL, tokens="\n".join(tokens), weights=weights.astype(np.float16), biases=biases.astype(np.float32)
    )


if __name__ == "__main__":
    main()
