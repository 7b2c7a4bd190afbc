// The map as a file: SVG written from the same boxes and lines that are drawn, PNG from the canvas, both with sources.
const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const FOOT = 56;

function element(name, attributes, text) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

function headed([x1, y1], [x2, y2], colour) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (turn) => `${x2 - 8 * Math.cos(angle + turn)},${y2 - 8 * Math.sin(angle + turn)}`;
  return element("polygon", { points: `${x2},${y2} ${corner(0.45)} ${corner(-0.45)}`, fill: colour });
}

/** What stands under the picture: where it is from. */
function feet(caption, address) {
  return [caption, address];
}

/** The text of an SVG file that shows `scene`, `toneOf` giving each box its colours. */
export function svgOf(scene, { toneOf, colours, font, caption, address }) {
  const [width, height] = [Math.max(scene.width, 900) + 2 * MARGIN, scene.height + 2 * MARGIN + FOOT];
  const [left, top] = [scene.x - (width - scene.width) / 2, scene.y - MARGIN];
  const picture = element("svg", { xmlns: SPACE, viewBox: `${left} ${top} ${width} ${height}`, width, height, "font-family": font });
  picture.append(element("title", {}, caption));
  picture.append(element("rect", { x: left, y: top, width, height, fill: colours.paper }));
  const rings = scene.nodes.filter((node) => node.type === "ring");
  for (const { x, y, w, h } of rings) {
    picture.append(element("ellipse", { cx: x, cy: y, rx: w / 2, ry: h / 2, fill: "none", stroke: colours.line, "stroke-width": 1.5 }));
  }
  for (const { points, head, follows, faint } of scene.lines) {
    const line = { points: points.map((point) => point.join(",")).join(" "), fill: "none", stroke: colours.edge };
    const dashes = follows ? { "stroke-dasharray": "5 4" } : {};
    picture.append(element("polyline", { ...line, ...dashes, "stroke-width": 1.3, opacity: faint ? 0.5 : 1 }));
    if (head === "to") picture.append(headed(points[points.length - 2], points[points.length - 1], colours.edge));
    if (head === "from") picture.append(headed(points[1], points[0], colours.edge));
  }
  for (const node of scene.nodes) {
    if (node.type === "ring") continue;
    const tone = toneOf(node);
    const box = { x: node.x - node.w / 2, y: node.y - node.h / 2, width: node.w, height: node.h, fill: tone.fill };
    const border = tone.border ? { stroke: tone.border, "stroke-width": tone.width, "stroke-dasharray": tone.dashed ? "5 4" : "none" } : {};
    picture.append(element("rect", { ...box, ...border, rx: Math.min(tone.corner, node.h / 2) }));
    const text = element("text", { "text-anchor": "middle", "font-size": node.type === "relation" ? 13 : 14, fill: tone.ink, "font-weight": node.start ? 600 : 400 });
    const first = node.y - ((node.lines.length - 1) * scene.lineHeight) / 2 + 5;
    node.lines.forEach((line, index) => text.append(element("tspan", { x: node.x, y: first + index * scene.lineHeight }, line)));
    picture.append(text);
  }
  feet(caption, address).forEach((text, index) => {
    picture.append(element("text", { x: left + MARGIN, y: top + height - FOOT + 22 + index * 18, "font-size": 12, fill: colours.quiet }, text));
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** The picture that `drawn` (a PNG blob, `scale` points a pixel) shows, with where it is from under it. */
export async function pngOf(drawn, scale, { colours, font, caption, address }) {
  const image = await createImageBitmap(drawn);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const written = `${12 * scale}px ${font}`;
  pen.font = written;
  const texts = feet(caption, address);
  const margin = MARGIN * scale;
  canvas.width = Math.max(image.width, ...texts.map((text) => pen.measureText(text).width)) + 2 * margin;
  canvas.height = image.height + 2 * margin + FOOT * scale;
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, (canvas.width - image.width) / 2, margin);
  pen.fillStyle = colours.quiet;
  pen.font = written;
  texts.forEach((text, index) => pen.fillText(text, margin, canvas.height - (FOOT - 22 - index * 18) * scale));
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Give the visitor `blob` as a file called `name`. */
export function handOver(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
