from pathlib import Path
from forlobkg.corpus.reading.assemble import Assembler
from forlobkg.corpus.reading.model import Limits
from forlobkg.corpus.reading.pdf import read_pdf
def read_document(path, limits=Limits(), progress=None):
    from forlobkg.danish import Analyser
    return read_pdf(path, Assembler(analyser=Analyser()), limits, progress)
