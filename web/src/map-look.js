// The map's colours and forms, read from the style sheet, so that they follow light and dark.
const probed = (host, kind) => {
  const probe = document.createElement("span");
  probe.className = "kind-of";
  if (kind) probe.dataset.kind = kind;
  host.append(probe);
  const style = getComputedStyle(probe);
  const found = Object.fromEntries(
    ["tone", "tone-tint", "corner", "ink", "ink-quiet", "surface", "edge", "line", "brand", "gap", "gap-tint", "focus", "sans"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
  probe.remove();
  return found;
};

/** The colours now, and the look of each box. */
export function lookOf(host) {
  const plain = probed(host);
  const known = new Map();
  const kindOf = (kind) => {
    if (!known.has(kind)) known.set(kind, probed(host, kind));
    return known.get(kind);
  };
  const colours = { paper: plain.surface, edge: plain.edge, line: plain.line, quiet: plain["ink-quiet"], ink: plain.ink, focus: plain.focus };
  const toneOf = (node) => {
    if (node.type === "relation") return { fill: colours.paper, ink: colours.quiet, corner: 0 };
    if (node.type === "unreadable") return { fill: plain["gap-tint"], border: plain.gap, ink: plain.gap, width: 1.5, corner: 4, dashed: true };
    const kind = kindOf(node.kind);
    return { fill: kind["tone-tint"], border: kind.tone, ink: colours.ink, width: node.start ? 3 : 1.5, corner: Number(kind.corner) };
  };
  return { colours, toneOf, font: plain.sans };
}
