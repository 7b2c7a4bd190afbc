"""The results of the SPARQL measurements as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LABELS = {
    "pyoxigraph": "pyoxigraph in process",
    "forlobkg": "forlobkg over HTTP",
    "rdflib-oxigraph": "rdflib-endpoint, oxrdflib",
    "rdflib-memory": "rdflib-endpoint, memory",
}


def sparql_table(found: Mapping[str, Any]) -> str:
    """Ratios to pyoxigraph in process, then times, then start and memory."""
    graph, starts, queries = found["graph"], found["starts"], found["queries"]
    served = [name for name in LABELS if name != "pyoxigraph"]
    columns = " | ".join(LABELS[name] for name in served)
    lines = [
        f"{graph['triples']:,} distinct triples in {graph['graphs']:,} named graphs and once more in the default "
        f"graph: {graph['quads']:,} quads, {graph['copies']} copies of the build. "
        f"Median of {found['rounds']} rounds.",
        "",
        f"| times as long as pyoxigraph in process | rows | {LABELS['pyoxigraph']} | {columns} |",
        "|---|---:|---:|" + "---:|" * len(served),
    ]
    for query in queries.values():
        own = query["contestants"]
        cells = [f"{query['rows']:,}{'' if query['equal_rows'] else ' (not all)'}", _milliseconds(own, "pyoxigraph")]
        cells += [_ratio(own, name) for name in served]
        lines.append(f"| {query['title']} | {' | '.join(cells)} |")
    lines += ["", f"| p50 / p95, ms | {' | '.join(LABELS.values())} |", "|---|" + "---:|" * len(LABELS)]
    for query in queries.values():
        cells = [_both(query["contestants"], name) for name in LABELS]
        lines.append(f"| {query['title']} | {' | '.join(cells)} |")
    lines += [
        "",
        "| | start to first answer | memory then | memory after all queries |",
        "|---|---:|---:|---:|",
    ]
    for name in served:
        start = starts[name]
        if "trouble" in start:
            lines.append(f"| {LABELS[name]} | {start['trouble']} | | |")
        else:
            memory = f"{start['loaded_mb']:,.0f} MB | {start['after_mb']:,.0f} MB"
            lines.append(f"| {LABELS[name]} | {start['ready_s']:.1f} s | {memory} |")
    lines += [
        "",
        f"The store that all but rdflib's memory open ({graph['store_mb']:,.0f} MB) was bulk loaded from N-Quads "
        f"({graph['file_mb']:,.0f} MB) in {graph['bulk_load_s']:.1f} s.",
    ]
    lines += [
        f"\n{LABELS[name]}, {query['title']}: {own['trouble']}."
        for query in queries.values()
        for name, own in query["contestants"].items()
        if own.get("trouble", "").startswith("failed")
    ]
    return "\n".join([*lines, *_machine(found["machine"])])


def runaway_table(found: Mapping[str, Any]) -> str:
    """When the runaway queries ended, what others waited meanwhile, and the memory."""
    late, probes, memory = found["late_s"], found["probes"], found["memory_mb"]
    statuses = ", ".join(f"{count} × {status}" for status, count in found["statuses"].items())
    lines = [
        f"{found['fired']} runaway queries at once, {found['storms']} times, limit {found['limit_s']:g} s; "
        f"ended with {statuses}.",
        "",
        "| ended after the limit | least | median | p95 | most |",
        "|---|---:|---:|---:|---:|",
        f"| seconds | {late['least']:+.2f} | {late['median']:+.2f} | {late['p95']:+.2f} | {late['most']:+.2f} |",
        "",
        "| | idle p50 | idle p95 | meanwhile p50 | meanwhile p95 | most | p95 to idle | asked meanwhile | failed |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, probe in probes.items():
        idle, storm = probe["idle"], probe["storm"]
        times = [idle["p50_ms"], idle["p95_ms"], storm["p50_ms"], storm["p95_ms"], storm["most_ms"]]
        cells = [*(f"{time:.1f} ms" for time in times), f"{probe['ratio']:.1f}×"]
        lines.append(f"| {name} | {' | '.join(cells)} | {storm['asked']:,} | {idle['failed'] + storm['failed']} |")
    lines += [
        "",
        "| process tree | before | most meanwhile | just after | after a while |",
        "|---|---:|---:|---:|---:|",
        "| memory | " + " | ".join(f"{memory[when]:,.0f} MB" for when in _WHEN) + " |",
        "| processes | " + " | ".join(f"{found['processes'][when]}" for when in _WHEN) + " |",
    ]
    return "\n".join([*lines, *_machine(found["machine"])])


_WHEN = ("before", "most", "just_after", "later")


def _machine(machine: Mapping[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    load = machine["load_before"][0]
    return [
        "",
        f"{machine['cores']} cores of {machine['processor']}, {machine['memory_gb']:.0f} GB, load {load:.1f} before "
        f"the run; Python {machine['python']}, {versions}.",
    ]


def _ratio(own: Mapping[str, Any], name: str) -> str:
    if name not in own:
        return "not started"
    trouble = own[name].get("trouble")
    if trouble is not None:
        return "failed" if trouble.startswith("failed") else str(trouble)
    ratio = own[name]["ratio"]
    return f"{ratio:.2f}×" if ratio < 100 else f"{ratio:,.0f}×"


def _milliseconds(own: Mapping[str, Any], name: str) -> str:
    return f"{own[name]['p50_ms']:,.2f} ms"


def _both(own: Mapping[str, Any], name: str) -> str:
    if name not in own or "trouble" in own[name]:
        return ""
    return f"{own[name]['p50_ms']:,.1f} / {own[name]['p95_ms']:,.1f}"
