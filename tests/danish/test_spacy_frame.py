"""spaCy without torch, in fresh processes: what a question imports, and what still works beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from forlobkg.service import Forlobkg
from forlobkg.settings import Settings

HEAVY = ("torch", "transformers", "sentence_transformers")


def python(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_question_imports_no_torch(service: Forlobkg, settings: Settings) -> None:
    program = """
import sys
from pathlib import Path
import forlobkg
from forlobkg.settings import Settings
with forlobkg.open(Settings(home=Path(sys.argv[1]))) as guidance:
    assert "Familieambulatoriet" in guidance.ask("Hvem er de centrale aktører?").citations[0].quote
assert "spacy" in sys.modules
print([name for name in sys.argv[2:] if name in sys.modules])
"""
    assert service.build.path.is_relative_to(settings.home)
    assert python(program, str(settings.home), *HEAVY) == "[]"


def test_a_sentence_transformer_works_after_the_frame(checkout: Path) -> None:
    program = """
import sys
from forlobkg.danish import blank_danish
blank_danish()
assert "torch" not in sys.modules
from sentence_transformers import SentenceTransformer
from forlobkg.resources import builtin_model_dir
print(SentenceTransformer(str(builtin_model_dir())).encode(["gravide"]).shape[0])
assert "torch" in sys.modules
print(len(blank_danish()("den gravide")))
"""
    assert python(program).splitlines() == ["1", "2"]


def test_torch_that_is_there_already_stays() -> None:
    program = """
import sys
import torch
from forlobkg.danish import blank_danish
print(len(blank_danish()("den gravide")))
assert sys.modules["torch"] is torch
"""
    assert python(program) == "2"


def test_torch_stays_importable_when_spacy_cannot_be_imported() -> None:
    program = """
import sys
sys.modules["spacy"] = None
from forlobkg.danish import blank_danish
try:
    blank_danish()
except ImportError:
    print("torch" in sys.modules)
"""
    assert python(program) == "False"


def test_what_was_left_out_is_there_when_it_is_asked_for() -> None:
    program = """
import sys
from forlobkg.danish import danish_vocabulary
danish_vocabulary()
print([name for name in ("torch", "spacy.cli", "weasel", "httpx") if name in sys.modules])
import spacy
import spacy.cli
print(spacy.cli.__file__ is not None, spacy.info(silent=True)["spacy_version"] == spacy.__version__)
"""
    assert python(program).splitlines() == ["[]", "True True"]


def test_the_vocabulary_knows_what_patterns_ask_of_a_word() -> None:
    program = """
from forlobkg.danish import danish_vocabulary
from spacy.matcher import Matcher
from spacy.tokens import Doc
vocabulary = danish_vocabulary()
matcher = Matcher(vocabulary)
matcher.add("kind", [[{"LOWER": "hvad"}, {"LEMMA": "være"}, {"LOWER": {"REGEX": "^fasd"}}]])
print(len(matcher(Doc(vocabulary, words=["Hvad", "er", "FASD-dagen"], lemmas=["hvad", "være", "FASD-dag"]))))
"""
    assert python(program) == "1"
