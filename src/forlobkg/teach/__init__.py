"""Course material from the graph: outline, slides, handout, quiz, cases; every line with its source."""
