// What the tests ask of a page that is open. It runs beside the page's own scripts, and changes nothing but what is
// folded out, what has the focus, and that nothing moves.
(() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();

  const colour = (text) => {
    if (!known.has(text)) known.set(text, mixed(text));
    return known.get(text);
  };

  const mixed = (text) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return { parts: [red, green, blue], opaque: alpha > 250 };
  };

  const luminance = ({ parts }) => {
    const [red, green, blue] = parts.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const contrast = (one, other) => {
    const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };

  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.opaque) return found;
    }
    return colour("Canvas");
  };

  const named = (element) => {
    const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    const id = element.id ? `#${element.id}` : "";
    return `${element.localName}${id}${element.className?.trim?.() ? `.${element.className.trim().split(/\s+/).join(".")}` : ""} »${text}«`;
  };

  const stops = (left) =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]")].filter(
      (element) =>
        element.tabIndex >= 0 && !element.disabled && element.type !== "hidden" && element.checkVisibility({ visibilityProperty: true }) && !left.some((selector) => element.closest(selector)),
    );

  const looks = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
    return { outlineStyle, outlineWidth, outlineColor, other: `${boxShadow} ${borderColor} ${backgroundColor}` };
  };

  /** The stops of the Tab key whose focus one would not see, with why; a ring of 2 px and contrast 3 is seen. */
  const unseenFocus = (left) => {
    const faults = [];
    let least = Infinity;
    const all = stops(left);
    for (const element of all) {
      element.focus();
      const { outlineStyle, outlineWidth, outlineColor } = looks(element);
      if (document.activeElement !== element) {
        faults.push(`${named(element)} does not take the focus`);
        continue;
      }
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) {
        faults.push(`${named(element)} has no ring`);
        continue;
      }
      const inside = parseFloat(getComputedStyle(element).outlineOffset) < 0;
      const ratio = contrast(colour(outlineColor), behind(inside ? element : element.parentElement));
      least = Math.min(least, ratio);
      if (ratio < 3) faults.push(`${named(element)} has a ring of contrast ${ratio.toFixed(2)}`);
      const box = element.getClientRects()[0];
      const x = Math.min(Math.max((box.left + box.right) / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max((box.top + box.bottom) / 2, 0), innerHeight - 1);
      const over = document.elementFromPoint(x, y);
      const same = over && (element.contains(over) || over.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(over)));
      if (!same) faults.push(`${named(element)} lies under ${over ? named(over) : "nothing of the page"}`);
    }
    return { stops: all.length, least: all.length ? least : null, faults };
  };

  /** What axe finds wrong or cannot tell, and the least contrast that it measured. */
  const axeFinds = async (tags, rules, left) => {
    const only = rules.length ? { type: "rule", values: rules } : { type: "tag", values: tags };
    const found = await axe.run(
      { include: [["html"]], exclude: left.map((selector) => [selector]) },
      { runOnly: only, resultTypes: ["violations", "incomplete", "passes"] },
    );
    const told = (results) =>
      results.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
    const measured = found.passes
      .filter(({ id }) => id === "color-contrast")
      .flatMap(({ nodes }) => nodes)
      .map(({ any, target }) => ({ ratio: any[0]?.data?.contrastRatio ?? 0, at: target.join(" ") }))
      .filter(({ ratio }) => ratio > 0)
      .sort((one, other) => one.ratio - other.ratio);
    return { violations: told(found.violations), unsure: told(found.incomplete), least: measured[0] ?? null };
  };

  const unfold = () => {
    // What fades in would be looked at half-way; no theme and no focus is judged by that.
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition-property: none !important; animation-name: none !important }");
    document.adoptedStyleSheets.push(still);
    for (const details of document.querySelectorAll("main details")) details.open = true;
  };

  /** What reaches over the right edge, where the whole page can be scrolled sideways. */
  const tooWide = () => {
    const { scrollWidth } = document.documentElement;
    if (Math.max(scrollWidth, document.body.scrollWidth) <= innerWidth) return [];
    const clipped = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (at !== document.body && at !== document.documentElement && getComputedStyle(at).overflowX !== "visible") return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !clipped(element))
      .map(named)
      .slice(0, 5);
  };

  globalThis.inspected = { axeFinds, unseenFocus, unfold, tooWide };
})();
