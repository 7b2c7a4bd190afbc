"""A service with a query of a second's limit that runs away; its test kills it meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from forlobkg.sparql import Limits, SparqlRunner

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?i && ?b = ?l) }"

if __name__ == "__main__":
    runner = SparqlRunner(Path(sys.argv[1]), prefixes={}, base_iri=None, limits=Limits(timeout=1))
    runner.run("ASK {}")
    threading.Thread(target=runner.run, args=[RUNAWAY], daemon=True).start()
    time.sleep(0.5)
    print("running", flush=True)
    time.sleep(60)
