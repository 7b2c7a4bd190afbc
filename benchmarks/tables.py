"""The results as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from systems import BASELINE, HYBRID, LABELS


def peers_table(found: Mapping[str, Any]) -> str:
    """Quality, then speed and size, of every system."""
    counts = found["questions"]
    systems = found["systems"]
    lines = [
        f"{found['passages']} passages; median of {found['rounds']} rounds; in brackets the 95 % bootstrap interval.",
        "",
        f"| nDCG@10 | everyday ({counts['everyday']}) | all as written ({counts['written']}) | "
        f"with variants ({counts['all']}) | forlobkg's gain, everyday | forlobkg's gain, as written |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, row in systems.items():
        cells = [_interval(row["ndcg"][group]) for group in ("everyday", "written", "all")]
        cells += [_gain(row["hybrid_gain"].get(group)) for group in ("everyday", "written")]
        lines.append(f"| {LABELS[name]} | {' | '.join(cells)} |")
    lines += [
        "",
        "| | build | queries/s | to bm25s | to forlobkg | p50 | p95 | memory | cold start | torch to search |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for name, row in systems.items():
        ratios = [_ratio(row["queries_per_s_against"].get(other)) for other in (BASELINE, HYBRID)]
        cells = [
            f"{row['build_s']:.2f} s",
            f"{row['queries_per_s']:,.0f}",
            *ratios,
            f"{row['p50_ms']:.2f} ms",
            f"{row['p95_ms']:.2f} ms",
            f"{row['resident_mb']:.0f} MB",
            f"{row['cold_s']:.2f} s",
            "yes" if row["torch_to_search"] else "no",
        ]
        lines.append(f"| {LABELS[name]} | {' | '.join(cells)} |")
    command = found["command"]
    torch = "was" if command["torch"] else "was not"
    lines += [
        "",
        f"The whole command `forlobkg search`, cold: {command['cold_s']:.2f} s (median of {command['runs']}); torch "
        f"{torch} imported. Python alone starts and ends in {found['interpreter_s']:.2f} s.",
    ]
    return "\n".join(lines)


def growth_table(found: Mapping[str, Any]) -> str:
    """The hybrid at every size, the parts of its build, and its peers."""
    sizes = found["sizes"]
    lines = [
        f"{found['queries']} queries, {found['rounds']} rounds.",
        "",
        "| passages | system | build | peak memory of build | index | opening | memory | p50 | p95 | queries/s |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size, systems in sizes.items():
        for name, row in systems.items():
            cells = [
                f"{row['build_s']:.1f} s",
                f"{row['build_peak_mb']:.0f} MB",
                f"{row['index_mb']:.1f} MB",
                f"{row['open_s']:.2f} s",
                f"{row['resident_mb']:.0f} MB",
                f"{row['p50_ms']:.2f} ms",
                f"{row['p95_ms']:.2f} ms",
                f"{row['queries_per_s']:,.0f}",
            ]
            lines.append(f"| {int(size):,} | {LABELS[name]} | {' | '.join(cells)} |")
    lines += [
        "",
        "| passages | vector search | its recall@10 | hybrid's overlap@10 with exact vectors | p95 with these |",
        "|---:|---|---:|---:|---:|",
    ]
    for size, systems in sizes.items():
        row = systems[HYBRID]
        p95 = f"{row.get('exact_p95_ms', row['p95_ms']):.2f} ms"
        cells = [row["vectors"], f"{row['vector_recall_at_10']:.3f}", f"{row['hybrid_overlap_at_10']:.3f}", p95]
        lines.append(f"| {int(size):,} | {' | '.join(cells)} |")
    parts = list(dict.fromkeys(part for systems in sizes.values() for part in systems[HYBRID]["build_parts_s"]))
    heads = " | ".join(f"{int(size):,}" for size in sizes)
    lines += ["", f"| part of the hybrid's build | {heads} |", "|---|" + "---:|" * len(sizes)]
    for part in parts:
        seconds = [systems[HYBRID]["build_parts_s"].get(part, 0.0) for systems in sizes.values()]
        lines.append(f"| {part} | {' | '.join(f'{second:.1f} s' for second in seconds)} |")
    return "\n".join(lines)


def _interval(value: list[float]) -> str:
    return f"{value[0]:.3f} ({value[1]:.2f}–{value[2]:.2f})"


def _gain(value: list[float] | None) -> str:
    return "" if value is None else f"{value[0]:+.3f} ({value[1]:+.2f} to {value[2]:+.2f})"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}×"
