from forlobkg.danish.sentences import SentenceSplitter
