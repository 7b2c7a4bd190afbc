"""Danish text and words; knows no RDF and no documents."""

from forlobkg.danish.analyser import Analyser, Token
from forlobkg.danish.folding import fold, normalise
from forlobkg.danish.highlighting import Highlighter
from forlobkg.danish.lemmas import TRIE_NAME, compile_lemma_trie
from forlobkg.danish.sentences import SentenceSplitter
from forlobkg.danish.spacy_frame import blank_danish, danish_vocabulary

__all__ = [
    "TRIE_NAME",
    "Analyser",
    "Highlighter",
    "SentenceSplitter",
    "Token",
    "blank_danish",
    "compile_lemma_trie",
    "danish_vocabulary",
    "fold",
    "normalise",
]
