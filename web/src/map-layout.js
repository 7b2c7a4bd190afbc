// Where everything on the map stands: boxes with wrapped words, and lines as points. Knows nothing of how it is drawn.
const LINE = 18;
const WIDEST = 190;
const WORDS = 140;
const GAP = 10;
const INDENT = 26;
const RING = [
  { x: 230, y: 170 },
  { x: 470, y: 340 },
];

/** The words of `text` in lines of at most `width`, as `measure` says how wide words are. */
function wrapped(text, width, measure) {
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function boxed(node, text, width, measure, room) {
  const lines = wrapped(text, width, measure);
  const widest = Math.max(...lines.map(measure));
  return { ...node, lines, w: Math.ceil(widest) + room, h: lines.length * LINE + (node.type === "relation" ? 4 : 16) };
}

/** The view as a tree from its start: things, under each the relations it has, under each of those further things. */
function treeOf(view, measure, widest) {
  const things = new Map(view.things.map((thing) => [thing.slug, thing]));
  const at = new Map();
  for (const link of view.links) for (const end of [link.start, link.end]) at.set(end, [...(at.get(end) ?? []), link]);
  const place = (slug) => {
    const { label, kind, kind_label, open, more } = things.get(slug);
    const node = { id: slug, type: "thing", label, kind, kindLabel: kind_label, open, more, start: slug === view.start.slug, groups: [] };
    return boxed(node, view.rings.length === 0 && more > 0 && !open ? `${label} +${more}` : label, widest, measure, 26);
  };
  const root = place(view.start.slug);
  const placed = new Map([[root.id, root]]);
  const used = new Set();
  const across = [];
  for (const node of placed.values()) {
    const groups = new Map();
    for (const link of at.get(node.id) ?? []) {
      if (used.has(link)) continue;
      used.add(link);
      const outwards = link.start === node.id;
      const other = outwards ? link.end : link.start;
      if (placed.has(other)) {
        // What is linked in the tree already needs no second line for what follows from it; the table has it.
        const linked = [node, placed.get(other)].some((one) => one.groups.some((group) => group.children.some((child) => [node.id, other].includes(child.id))));
        if (!(linked && link.rule !== "")) across.push({ from: link.start, to: link.end, follows: link.rule !== "" });
        continue;
      }
      const key = `${link.property} ${outwards} ${link.rule !== ""}`;
      if (!groups.has(key)) {
        const group = { id: `${node.id} ${key}`, type: "relation", outwards, follows: link.rule !== "", children: [] };
        groups.set(key, boxed(group, link.label, WORDS, measure, 8));
        node.groups.push(groups.get(key));
      }
      const child = place(other);
      placed.set(other, child);
      groups.get(key).children.push(child);
    }
  }
  return { root, placed, across };
}

/** Where the line from the middle of `from` to that of `to` leaves the box of `from`. */
function edgeOf(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const part = Math.min(from.w / 2 / (Math.abs(dx) || 1e-6), from.h / 2 / (Math.abs(dy) || 1e-6), 1);
  return [from.x + dx * part, from.y + dy * part];
}

function straight(from, to, more) {
  return { from: from.id, to: to.id, points: [edgeOf(from, to), edgeOf(to, from)], ...more };
}

/** From the side of `from` to the side of `to`, with two bends. */
function sideways(from, to, side, arrow) {
  const [x1, x2] = [from.x + (side * from.w) / 2, to.x - (side * to.w) / 2];
  const middle = from.type === "relation" ? x2 - side * 16 : x1 + side * 16;
  const points = Math.abs(from.y - to.y) < 1 ? [[x1, from.y], [x2, to.y]] : [[x1, from.y], [middle, from.y], [middle, to.y], [x2, to.y]];
  return { from: from.id, to: to.id, points, ...arrow };
}

const height = (node) => Math.max(node.h, total(node.groups));
const groupHeight = (group) => Math.max(group.h, group.children.reduce((sum, child) => sum + height(child) + GAP, -GAP));
const total = (groups) => groups.reduce((sum, group) => sum + groupHeight(group) + 2 * GAP, groups.length > 0 ? -2 * GAP : 0);

/** The tree to both sides of its start. */
function bothSides({ root, placed, across }) {
  const [nodes, lines] = [[], []];
  const spread = (node, groups, side) => {
    let y = node.y - total(groups) / 2;
    for (const group of groups) {
      const tall = groupHeight(group);
      group.x = node.x + side * (node.reach + 40 + WORDS / 2);
      group.y = y + tall / 2;
      nodes.push(group);
      lines.push(sideways(node, group, side, { head: group.outwards ? "" : "from", follows: group.follows }));
      let below = y + (tall - group.children.reduce((sum, child) => sum + height(child) + GAP, -GAP)) / 2;
      for (const child of group.children) {
        const own = height(child);
        child.x = group.x + side * (WORDS / 2 + 44 + child.w / 2);
        child.y = below + own / 2;
        child.reach = WIDEST + 26 - child.w / 2;
        nodes.push(child);
        lines.push(sideways(group, child, side, { head: group.outwards ? "to" : "", follows: group.follows }));
        spread(child, child.groups, side);
        below += own + GAP;
      }
      y += tall + 2 * GAP;
    }
  };
  Object.assign(root, { x: 0, y: 0, reach: root.w / 2 });
  const right = [];
  const left = [...root.groups];
  while (left.length > 1 && total(right) + groupHeight(left[0]) / 2 <= total(root.groups) / 2) right.push(left.shift());
  if (right.length === 0 && left.length > 0) right.push(left.shift());
  nodes.push(root);
  spread(root, right, 1);
  spread(root, left, -1);
  for (const { from, to, follows } of across) {
    lines.push(straight(placed.get(from), placed.get(to), { head: "to", follows, faint: true }));
  }
  return { nodes, lines };
}

/** The tree as lines indented under each other, for a narrow picture. */
function indented({ root }) {
  const [nodes, lines] = [[], []];
  let y = 0;
  const under = (node, parent, level, head, follows) => {
    node.x = level * INDENT + node.w / 2;
    node.y = y + node.h / 2;
    y += node.h + (node.type === "relation" ? 6 : GAP);
    nodes.push(node);
    if (parent) {
      const x = parent.x - parent.w / 2 + 12;
      const points = [[x, parent.y + parent.h / 2], [x, node.y], [node.x - node.w / 2, node.y]];
      lines.push({ from: parent.id, to: node.id, points, head, follows });
    }
    for (const group of node.groups ?? []) under(group, node, level + 1, group.outwards ? "" : "from", group.follows);
    for (const child of node.children ?? []) under(child, node, level + 1, node.outwards ? "to" : "", node.follows);
  };
  under(root, null, 0, "", false);
  return { nodes, lines };
}

/** The actors in rings around the group: the nearer ring first, and in it what cannot be read as well. */
function ringed(view, { root, placed }, measure) {
  const [nodes, lines] = [[], []];
  Object.assign(root, { x: 0, y: 0 });
  view.rings.forEach((ring, index) => {
    const { x: across, y: down } = RING[index];
    const unread = ring.unreadable.map((text) => boxed({ id: `? ${text}`, type: "unreadable" }, text, 150, measure, 26));
    const there = [...ring.things.map((slug) => placed.get(slug)), ...unread];
    nodes.push({ id: `ring ${index}`, type: "ring", x: 0, y: 0, w: 2 * across, h: 2 * down, lines: [] });
    there.forEach((node, number) => {
      const angle = -Math.PI / 2 + ((number + (index % 2 ? 0.5 : 0)) * 2 * Math.PI) / there.length;
      Object.assign(node, { x: across * Math.cos(angle), y: down * Math.sin(angle) });
      nodes.push(node);
      if (index === 0) lines.push(straight(root, node, { head: "to", follows: false }));
    });
    nodes.push({ ...boxed({ id: `name ${index}`, type: "relation" }, ring.label, WORDS, measure, 12), x: 0, y: index === 0 ? down : down - 74 });
  });
  nodes.push(root);
  return { nodes, lines };
}

/** Boxes and lines for `view` in a picture of `width`, `measure` saying how wide words are. */
export function arranged(view, width, measure) {
  const narrow = width < 700;
  const tree = treeOf(view, measure, narrow ? Math.max(120, width - 190) : WIDEST);
  const scene = narrow ? indented(tree) : view.rings.length > 0 ? ringed(view, tree, measure) : bothSides(tree);
  const ends = scene.nodes.map(({ x, y, w, h }) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]);
  const [x1, y1] = [0, 1].map((side) => Math.min(...ends.map((end) => end[side])));
  const [x2, y2] = [2, 3].map((side) => Math.max(...ends.map((end) => end[side])));
  return { ...scene, narrow, lineHeight: LINE, x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
}
