// The map as a picture that one can explore. The table below it says the same, and is there without this.
import cytoscape from "cytoscape";
import { arranged } from "./map-layout.js";
import { lookOf } from "./map-look.js";
import { handOver, pngOf, svgOf } from "./map-save.js";

const SCALE = 2;
const MARGIN = 24;
/** How small the picture may be at first: the words can still be read. */
const LEAST = 0.7;

/** The bends of a line as Cytoscape has them: how far along it, and how far beside it. */
function bends(points) {
  const [start, end] = [points[0], points[points.length - 1]];
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  const inner = points.slice(1, -1).map(([x, y]) => [x - start[0], y - start[1]]);
  return {
    weights: inner.map(([x, y]) => (x * dx + y * dy) / length ** 2),
    distances: inner.map(([x, y]) => (x * -dy + y * dx) / length),
  };
}

const offset = ([x, y], node) => `${x - node.x}px ${y - node.y}px`;

function elementsOf(scene, toneOf) {
  const byId = new Map(scene.nodes.map((node) => [node.id, node]));
  const layer = { ring: 0, relation: 2, unreadable: 3, thing: 3 };
  const nodes = scene.nodes.map((node) => ({
    group: "nodes",
    classes: node.type,
    position: { x: node.x, y: node.y },
    selectable: false,
    data: { ...(node.type === "ring" ? {} : toneOf(node)), id: node.id, text: node.lines.join("\n"), w: node.w, h: node.h, layer: layer[node.type], weight: node.start ? 600 : 400, node },
  }));
  const lines = scene.lines.map((line, index) => ({
    group: "edges",
    classes: [line.points.length > 2 ? "bent" : "", line.follows ? "follows" : "", line.faint ? "faint" : "", line.head].join(" "),
    data: {
      id: `line ${index}`,
      source: line.from,
      target: line.to,
      leaves: offset(line.points[0], byId.get(line.from)),
      enters: offset(line.points[line.points.length - 1], byId.get(line.to)),
      ...bends(line.points),
    },
  }));
  return [...nodes, ...lines];
}

function styleOf({ colours, font }) {
  return [
    { selector: "node", style: { width: "data(w)", height: "data(h)", "z-index": "data(layer)", "z-index-compare": "manual", label: "data(text)", "text-wrap": "wrap", "text-max-width": "1000px", "text-valign": "center", "text-halign": "center", "font-family": font, "font-size": 14, "line-height": 1.28, "overlay-opacity": 0 } },
    { selector: ".thing, .unreadable", style: { shape: "round-rectangle", "corner-radius": "data(corner)", "background-color": "data(fill)", "border-color": "data(border)", "border-width": "data(width)", color: "data(ink)", "font-weight": "data(weight)" } },
    { selector: ".unreadable", style: { "border-style": "dashed", events: "no" } },
    { selector: ".relation", style: { shape: "rectangle", "background-color": colours.paper, "border-width": 0, color: colours.quiet, "font-size": 13, events: "no" } },
    { selector: ".ring", style: { shape: "ellipse", "background-opacity": 0, "border-width": 1.5, "border-color": colours.line, label: "", events: "no" } },
    { selector: ".chosen", style: { "outline-width": 3, "outline-color": colours.focus, "outline-offset": 3 } },
    { selector: "edge", style: { width: 1.3, "line-color": colours.edge, "curve-style": "straight", "source-endpoint": "data(leaves)", "target-endpoint": "data(enters)", "arrow-scale": 0.8, "z-index": 1, "z-index-compare": "manual", events: "no" } },
    { selector: ".bent", style: { "curve-style": "segments", "edge-distances": "endpoints", "segment-weights": "data(weights)", "segment-distances": "data(distances)" } },
    { selector: ".to", style: { "target-arrow-shape": "triangle", "target-arrow-color": colours.edge } },
    { selector: ".from", style: { "source-arrow-shape": "triangle", "source-arrow-color": colours.edge } },
    { selector: ".follows", style: { "line-style": "dashed" } },
    { selector: ".faint", style: { opacity: 0.5 } },
  ];
}

class Picture {
  constructor(section) {
    this.section = section;
    this.part = (name) => section.querySelector(`[data-${name}]`);
    this.canvas = this.part("map-canvas");
    this.chosen = "";
    this.listen();
  }

  async load(address) {
    const response = await fetch(`/kort.json${address.search}`);
    if (!response.ok) throw new Error(`${response.status}`);
    this.view = await response.json();
  }

  measure() {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `600 14px ${this.look.font}`;
    return (text) => pen.measureText(text).width;
  }

  draw() {
    this.look = lookOf(this.section);
    this.width = this.canvas.clientWidth;
    this.scene = arranged(this.view, this.width, this.measure());
    const fits = Math.min(1, (this.width - 2 * MARGIN) / this.scene.width);
    // A narrow picture leaves room beside it to scroll the page by; a wide one may be as high as its content asks for.
    const highest = this.scene.narrow ? Math.max(420, innerHeight * 0.7) : Math.max(1100, innerHeight * 0.85);
    this.canvas.style.height = `${Math.min(Math.max(this.scene.height * fits + 2 * MARGIN, 280), highest)}px`;
    // Paper gets the drawing itself: a canvas is as wide as the screen was.
    this.part("map-printed").src = `data:image/svg+xml,${encodeURIComponent(svgOf(this.scene, this.words()))}`;
    this.cy?.destroy();
    this.cy = cytoscape({
      container: this.canvas,
      elements: elementsOf(this.scene, this.look.toneOf),
      style: styleOf(this.look),
      layout: { name: "preset" },
      minZoom: 0.15,
      maxZoom: 3,
      autoungrabify: true,
      boxSelectionEnabled: false,
    });
    this.fit(this.scene.narrow ? 0.95 : LEAST);
    this.cy.on("tap", "node.thing", ({ target }) => (target.id() === this.chosen ? this.toggle() : this.choose(target.id())));
    this.choose(this.cy.$id(this.chosen).nonempty() ? this.chosen : this.view.start.slug, false);
  }

  /** Show everything or, where that would be smaller than `least`, the start and what is around it. */
  fit(least = 0) {
    this.cy.resize();
    this.cy.fit(undefined, MARGIN);
    const whole = this.cy.zoom();
    this.cy.zoom(Math.max(least, Math.min(1, whole)));
    this.cy.center(whole < least ? this.cy.$id(this.view.start.slug) : undefined);
    if (whole < least && this.scene.narrow) this.cy.pan({ x: MARGIN - this.scene.x, y: MARGIN - this.scene.y });
  }

  choose(slug, aloud = true) {
    this.chosen = slug;
    this.cy.$(".chosen").removeClass("chosen");
    const found = this.cy.$id(slug).addClass("chosen");
    const { label, kind, kindLabel, more } = found.data("node");
    const name = this.part("chosen-kind");
    name.dataset.kind = kind;
    name.textContent = kindLabel;
    this.part("chosen-label").textContent = label;
    const link = this.part("chosen-start");
    const base = this.section.dataset.address;
    link.href = `${base}?fra=${encodeURIComponent(slug)}`;
    this.part("chosen-page").href = `${base.replace(/kort$/, "side/")}${encodeURIComponent(slug)}`;
    const button = this.part("chosen-open");
    const opened = this.view.opened.includes(slug);
    button.hidden = this.view.view !== "forbindelser" || slug === this.view.start.slug || (!opened && more === 0);
    button.textContent = opened ? button.dataset.close : `${button.dataset.open} (${more})`;
    if (aloud) {
      this.part("map-says").textContent = `${kindLabel}: ${label}${button.hidden ? "" : `. ${button.textContent}`}`;
      this.bringIn(found);
    }
  }

  bringIn(found) {
    const { x1, y1, x2, y2 } = found.renderedBoundingBox();
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const x = x1 < 8 ? 8 - x1 : x2 > wide - 8 ? wide - 8 - x2 : 0;
    const y = y1 < 8 ? 8 - y1 : y2 > high - 8 ? high - 8 - y2 : 0;
    this.cy.panBy({ x, y });
  }

  /** Unfold the chosen thing, or fold it up: another address, which the back button leaves again. Rings begin anew. */
  toggle() {
    if (this.view.view !== "forbindelser" && this.chosen !== this.view.start.slug) {
      this.part("chosen-start").click();
      return;
    }
    if (this.part("chosen-open").hidden) return;
    const open = new Set(this.view.opened);
    if (!open.delete(this.chosen)) open.add(this.chosen);
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.set("fra", this.view.start.slug);
    if (open.size > 0) address.searchParams.set("udvid", [...open].join(","));
    else address.searchParams.delete("udvid");
    this.go(address);
  }

  async go(address, { push = true, focus = "" } = {}) {
    try {
      const [page] = await Promise.all([fetch(address).then((response) => response.text()), this.load(address)]);
      const fresh = new DOMParser().parseFromString(page, "text/html");
      for (const name of ["[data-map-table]", "[data-map-form]"]) {
        const part = fresh.querySelector(name);
        if (part) document.querySelector(name).replaceWith(part);
      }
      if (push) history.pushState({ map: true }, "", address);
      this.draw();
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    } catch (fault) {
      this.failed(fault);
    }
  }

  failed(fault) {
    if (!(fault instanceof TypeError || /^\d+$/.test(fault.message))) throw fault;
    this.part("map-says").textContent = this.part("map-failed").textContent;
  }

  /** Choose the nearest thing in the direction of an arrow key. */
  step(dx, dy) {
    const from = this.cy.$id(this.chosen).position();
    const ranked = this.cy
      .nodes(".thing")
      .map((node) => {
        const [x, y] = [node.position().x - from.x, node.position().y - from.y];
        const along = x * dx + y * dy;
        return { id: node.id(), along, cost: along + 2.5 * Math.abs(x * dy - y * dx) };
      })
      .filter(({ along }) => along > 1)
      .sort((a, b) => a.cost - b.cost);
    if (ranked.length > 0) this.choose(ranked[0].id);
  }

  zoom(factor) {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 } });
  }

  words() {
    return { ...this.look, caption: this.part("map-caption").textContent.trim(), address: location.href };
  }

  async save(kind) {
    const words = this.words();
    const name = `kort-${this.view.start.slug}.${kind}`;
    if (kind === "svg") handOver(new Blob([svgOf(this.scene, words)], { type: "image/svg+xml" }), name);
    else {
      this.cy.$(".chosen").removeClass("chosen");
      const drawn = await this.cy.png({ full: true, scale: SCALE, output: "blob-promise", bg: words.colours.paper });
      handOver(await pngOf(drawn, SCALE, words), name);
      this.choose(this.chosen, false);
    }
    const saved = this.part("map-saved");
    saved.textContent = `${saved.dataset.mapSaved} ${name}`;
  }

  listen() {
    const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in keys) this.step(...keys[event.key]);
      else if (event.key === "Enter") this.toggle();
      else if (event.key === "Home") this.choose(this.view.start.slug);
      else if (event.key === "+" || event.key === "-") this.zoom(event.key === "+" ? 1.25 : 0.8);
      else return;
      event.preventDefault();
    });
    // The wheel scrolls the page, which the map would otherwise hold fast; with Ctrl it zooms.
    this.section.addEventListener("wheel", (event) => (event.ctrlKey ? undefined : event.stopPropagation()), { capture: true, passive: true });
    this.section.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      if (button.dataset.mapZoom) this.zoom(Number(button.dataset.mapZoom));
      else if ("mapFit" in button.dataset) this.fit();
      else if (button.dataset.mapSave) this.save(button.dataset.mapSave);
      else if ("chosenOpen" in button.dataset) this.toggle();
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-map-table] a[data-keep]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.go(new URL(link.href), { focus: link.id });
    });
    addEventListener("popstate", () => this.go(new URL(location.href), { push: false }));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    let waiting;
    new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.canvas.clientWidth !== this.width && this.cy && this.draw(), 150);
    }).observe(this.canvas);
  }
}

const section = document.querySelector("[data-map]");
if (section) {
  const picture = new Picture(section);
  const missing = document.querySelector("[data-map-missing]");
  section.hidden = false;
  missing.hidden = true;
  try {
    await Promise.all([picture.load(new URL(location.href)), document.fonts.ready]);
    picture.draw();
  } catch (fault) {
    // Without the picture the page is what it is without script, with the reason said where it can be seen.
    section.hidden = true;
    missing.textContent = picture.part("map-failed").textContent;
    missing.hidden = false;
    picture.failed(fault);
  }
}
