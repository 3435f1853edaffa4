"""Makes the static encoder that ships in ``search/model``.

    python -m search.train TEXTS [--out search/model]

TEXTS is any folder of Chinese texts (``.txt``, ``.md``): neighbouring paragraphs of one file are taken to speak of
one thing. The other pairs come from the lexicon and the thesaurus. What people say (an expression, a question) belongs
to what documents say (one to three policy terms of its concept, as a clause lists them, or a clause that speaks of it)
and to other things that people say of the same concept; a word of the thesaurus belongs to what it means. What somebody
wants, told together with a trade that has nothing to do with it, still belongs to what is wanted; and what is told of a
trade, together with any wish, to the trade. Learnt by in-batch InfoNCE (van den Oord et al. 2018); two texts of one
concept are never each other's negative, and a share of the tokens is left out at random, so that no single word decides.
What was learnt of a token from few texts is trusted less: from n texts, it counts n / (n + 8).
The same seed, texts, lexicon and number of threads give the same model. Needs the extra ``encoders`` (torch).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from search import lexicon, thesaurus, tokens
from search.encoder import MODEL

UNKNOWN = "[UNK]"
_HAN = re.compile(r"[㐀-鿿]")

SAID = 8
"""Expressions of a concept that are paired with its clauses in an epoch."""

WANTED, MATTERS = ("instrument", "actor", "intent"), ("technology", "problem")
"""Kinds of concepts that are wanted, whatever the asker makes or grows; and of what that may be."""

CROSSED_EXPRESSIONS, CROSSED_MATTERS = 0.5, 0.3
"""Shares of the expressions of what is wanted, and of the questions about matters, that are crossed in an epoch; of the
questions for what is wanted all are."""

ASKED_MATTER, ASKED_WISH, CLAUSE = 0.4, 0.5, 0.6
"""How often what is crossed in is a question, not an expression; and how often a clause is what both belong to."""

EXPLAINED = 6
"""What standing in the thesaurus is worth to a word, in texts that hold it."""


@dataclass(frozen=True, slots=True)
class Settings:
    vocabulary: int = 43_500
    dimensions: int = 160
    epochs: int = 3
    batch: int = 2048
    rate: float = 8e-3
    temperature: float = 0.05
    dropped: float = 0.2
    started: float = 0.1
    rare: float = 8.0
    neighbours: int = 20_000
    held_out: float = 0.02
    seed: int = 20190430
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """What is said and what it belongs to, each one or several texts (positions) read as one; ``concept`` is -1 where
    no concept binds them."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    concept: int


def paragraphs(folder: Path, count: int, random_: random.Random) -> list[tuple[str, str]]:
    """``count`` pairs of neighbouring paragraphs (lines of at least 20 Han characters, the first 120 characters)."""
    pairs: list[tuple[str, str]] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".md")):
        lines = path.read_text(encoding="utf-8", errors="ignore").splitlines()
        kept = [line.strip()[:120] for line in lines if len(_HAN.findall(line)) >= 20]
        pairs += pairwise(kept)
    return random_.sample(pairs, min(count, len(pairs)))


def _listed(terms: Sequence[int], counts: Sequence[int], random_: random.Random) -> tuple[int, ...]:
    """Some policy terms as a clause lists them: how many, by chance of ``counts``."""
    return tuple(random_.sample(terms, min(random_.choice(counts), len(terms))))


def lexicon_pairs(
    concepts: Sequence[lexicon.Concept], places: dict[str, int], random_: random.Random
) -> Iterator[Pair]:
    """Fresh pairs for one epoch: each expression with terms, each question twice with terms and with an expression, and
    once with another question; where there are clauses, each question and some expressions with one of them, and each
    clause with terms and with another clause."""
    for number, concept in enumerate(concepts):
        terms, expressions, questions, clauses = (
            [places[text] for text in texts]
            for texts in (concept.terms, concept.expressions, concept.questions, concept.clauses)
        )

        def listed(terms: list[int] = terms) -> tuple[int, ...]:
            return _listed(terms, (1, 1, 2, 3), random_)

        if clauses:
            for said in [*questions, *random_.sample(expressions, min(len(expressions), SAID))]:
                yield Pair((said,), (random_.choice(clauses),), number)
        for clause in clauses:
            yield Pair((clause,), listed(), number)
            if len(clauses) > 1:
                yield Pair((clause,), (random_.choice([other for other in clauses if other != clause]),), number)
        for expression in expressions:
            yield Pair((expression,), listed(), number)
        for question in questions:
            for _ in range(2):
                yield Pair((question,), listed(), number)
                if expressions:
                    yield Pair((question,), (random_.choice(expressions),), number)
            if others := [other for other in questions if other != question]:
                yield Pair((question,), (random_.choice(others),), number)


def crossed_pairs(
    concepts: Sequence[lexicon.Concept], places: dict[str, int], random_: random.Random
) -> Iterator[Pair]:
    """Fresh pairs for one epoch: what is said of a concept that is wanted together with what is said of any matter, and
    the other way round, with a clause or terms of the former."""
    wanted, matters = (
        [(number, concept) for number, concept in enumerate(concepts) if concept.kind in kinds]
        for kinds in (WANTED, MATTERS)
    )
    asked, named, asked_matters, named_matters = (
        [places[text] for _, concept in side for text in getattr(concept, column)]
        for side in (wanted, matters)
        for column in ("questions", "expressions")
    )
    if not (asked and named and asked_matters and named_matters):
        return

    def meant(concept: lexicon.Concept) -> tuple[int, ...]:
        if concept.clauses and random_.random() < CLAUSE:
            return (places[random_.choice(concept.clauses)],)
        return _listed([places[term] for term in concept.terms], (1, 2), random_)

    for number, concept in wanted:
        for question in concept.questions:
            matter = random_.choice(asked_matters if random_.random() < ASKED_MATTER else named_matters)
            yield Pair((places[question], matter), meant(concept), number)
        for expression in concept.expressions:
            if random_.random() < CROSSED_EXPRESSIONS:
                yield Pair((places[expression], random_.choice(named_matters)), meant(concept), number)
    for number, concept in matters:
        for question in concept.questions:
            if random_.random() < CROSSED_MATTERS:
                wish = random_.choice(asked if random_.random() < ASKED_WISH else named)
                yield Pair((places[question], wish), meant(concept), number)


def thesaurus_pairs(
    senses: Sequence[thesaurus.Sense], places: dict[str, int], first: int, random_: random.Random
) -> Iterator[Pair]:
    """Fresh pairs for one epoch: each word with some of what it means; senses count as concepts from ``first`` on."""
    for number, sense in enumerate(senses, first):
        meant = [places[word] for word in sense.meant]
        for word in sense.said:
            yield Pair((places[word],), tuple(random_.sample(meant, random_.randint(1, len(meant)))), number)


class _Bags:
    """The tokens of all texts, laid end to end."""

    def __init__(self, bags: Sequence[Sequence[int]]) -> None:
        self._lengths = np.array([len(bag) for bag in bags])
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._tokens = np.array([token for bag in bags for token in bag])

    def joined(self, texts: Sequence[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
        """The tokens of each of the joined texts end to end, and where each begins."""
        sizes = np.array([len(text) for text in texts])
        flat = np.array([place for text in texts for place in text])
        lengths = self._lengths[flat]
        before = np.cumsum(lengths) - lengths
        tokens_ = self._tokens[np.repeat(self._starts[flat] - before, lengths) + np.arange(lengths.sum())]
        return tokens_, before[np.cumsum(sizes) - sizes]


def hold_out(concepts: Sequence[lexicon.Concept], share: float, random_: random.Random) -> tuple[list, list]:
    """The concepts without some of their questions, and those: (question, number of its concept)."""
    kept, held = [], []
    for number, concept in enumerate(concepts):
        out = {question for question in concept.questions if random_.random() < share}
        held += [(question, number) for question in concept.questions if question in out]
        rest = tuple(question for question in concept.questions if question not in out)
        kept.append(replace(concept, questions=rest))
    return kept, held


def train(
    texts: Path, settings: Settings, concepts: Sequence[lexicon.Concept] | None = None
) -> tuple[list[str], np.ndarray, dict[str, Any]]:
    """Vocabulary, embeddings (float16, one row a token, row 0 unknown), and what the card tells; from the shipped
    lexicon unless concepts are given."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(True)
    random_ = random.Random(settings.seed)
    started = time.monotonic()

    concepts, held = hold_out(concepts or lexicon.read(), settings.held_out, random_)
    neighbours = paragraphs(texts, settings.neighbours, random_)
    everything = [item for concept in concepts for item in concept.terms + concept.spoken + concept.clauses]
    everything += [text for pair in neighbours for text in pair] + [question for question, _ in held]
    senses = thesaurus.read()
    explained = {word for sense in senses for word in sense.said + sense.meant}
    everything += sorted(explained)
    places = {text: place for place, text in enumerate(dict.fromkeys(everything))}
    cut = [tokens.features(text) for text in places]
    seen = Counter(token for text in cut for token in dict.fromkeys(text))  # in one order in every process
    for text, tokens_ in zip(places, cut, strict=True):
        if text in explained:  # the words themselves: they would else be too rare to be known
            seen.update({token: EXPLAINED for token in tokens_ if len(token) > 1 and not token.startswith("#")})
    vocabulary = [UNKNOWN] + [token for token, _ in seen.most_common(settings.vocabulary - 1)]
    ids = {token: number for number, token in enumerate(vocabulary)}
    bags = _Bags([[ids[token] for token in text if token in ids] or [0] for text in cut])

    embeddings = nn.Embedding(len(vocabulary), settings.dimensions)
    nn.init.normal_(embeddings.weight, std=settings.started * settings.dimensions**-0.5)  # rare tokens stay near it
    weights = nn.Parameter(torch.tensor([0.0] + [math.log(len(cut) / seen[token]) for token in vocabulary[1:]]) / 5)

    def encode(texts_: Sequence[tuple[int, ...]], dropped: float = 0.0) -> torch.Tensor:
        tokens_, offsets = map(torch.from_numpy, bags.joined(texts_))
        counted = weights[tokens_]
        if dropped:
            counted = counted * (torch.rand(len(counted)) > dropped)
        bag = F.embedding_bag(tokens_, embeddings.weight, offsets, mode="sum", per_sample_weights=counted)
        return F.normalize(bag, dim=-1)

    optimiser = torch.optim.Adam([embeddings.weight, weights], lr=settings.rate)
    fixed = [Pair((places[left],), (places[right],), -1) for left, right in neighbours]
    epochs = [
        [
            *lexicon_pairs(concepts, places, random_),
            *crossed_pairs(concepts, places, random_),
            *thesaurus_pairs(senses, places, len(concepts), random_),
            *fixed,
        ]
        for _ in range(settings.epochs)
    ]
    steps = sum(len(epoch) // settings.batch for epoch in epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    losses = []
    for number, epoch in enumerate(epochs, 1):
        random_.shuffle(epoch)
        total = 0.0
        for start in range(0, len(epoch) - settings.batch + 1, settings.batch):
            batch = epoch[start : start + settings.batch]
            left = encode([pair.left for pair in batch], settings.dropped)
            right = encode([pair.right for pair in batch], settings.dropped / 2)
            of = torch.tensor([pair.concept for pair in batch])
            same = (of[:, None] == of[None, :]) & (of[:, None] >= 0)
            same.fill_diagonal_(False)
            scores = (left @ right.T / settings.temperature).masked_fill(same, -1e4)
            target = torch.arange(len(batch))
            loss = (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target)) / 2
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        losses.append(round(total / (len(epoch) // settings.batch), 4))
        print(f"epoch {number}: loss {losses[-1]}, {time.monotonic() - started:.0f} s", flush=True)

    with torch.no_grad():
        spoken = [((places[text],), number) for number, concept in enumerate(concepts) for text in concept.spoken]
        known, owners = encode([text for text, _ in spoken]), np.array([number for _, number in spoken])
        asked = encode([(places[question],) for question, _ in held])
        near = (asked @ known.T).topk(min(60, len(known))).indices.numpy()
        ranks = [
            list(dict.fromkeys(owners[row])).index(own) if own in owners[row] else 99
            for row, (_, own) in zip(near, held, strict=True)
        ]
        often = torch.tensor([0, *(seen[token] for token in vocabulary[1:])])
        table = (embeddings.weight * (weights * often / (often + settings.rare))[:, None]).half()
    card = {
        "settings": asdict(settings),
        "pairs per epoch": len(epochs[0]),
        "concepts": len(concepts),
        "lexicon sha256": lexicon.fingerprint(),
        "senses of the thesaurus": len(senses),
        "thesaurus sha256": thesaurus.fingerprint(),
        "loss per epoch": losses,
        "held-out questions": len(held),
        "own concept first": round(float(np.mean([rank == 0 for rank in ranks])), 4) if held else None,
        "own concept in the first five": round(float(np.mean([rank < 5 for rank in ranks])), 4) if held else None,
        "seconds": round(time.monotonic() - started),
        "torch": torch.__version__,
    }
    return vocabulary, table.numpy(), card


def save(folder: Path, vocabulary: list[str], table: np.ndarray, card: dict[str, Any]) -> None:
    """A sentence-transformers folder (StaticEmbedding, then Normalize) and its training card."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(
        models.WordLevel({token: number for number, token in enumerate(vocabulary)}, unk_token=UNKNOWN)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    static = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(table))
    folder.mkdir(parents=True, exist_ok=True)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder), create_model_card=False)
    (folder / "config.json").write_text(json.dumps({"text": tokens.FEATURES, "normalize": True}, indent=1) + "\n")
    (folder / "training.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    defaults = Settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="folder of Chinese texts")
    parser.add_argument("--out", type=Path, default=MODEL)
    for name, value in asdict(defaults).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    chosen = vars(parser.parse_args())
    texts, out = chosen.pop("texts"), chosen.pop("out")
    vocabulary, table, card = train(texts, Settings(**chosen))
    save(out, vocabulary, table, card)
    print(json.dumps(card, ensure_ascii=False))


if __name__ == "__main__":
    main()
