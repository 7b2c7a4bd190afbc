// A field that offers a list while one types (WAI-ARIA combobox with list autocomplete). Where nothing can be
// fetched, it stays the plain field that it is without script.
const WAIT = 120;

class Combobox {
  constructor(frame) {
    this.frame = frame;
    this.input = frame.querySelector("input");
    this.status = frame.closest("form").querySelector("[data-status]");
    this.options = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-options`;
    this.list.className = "options";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", frame.dataset.list);
    this.list.hidden = true;
    this.input.after(this.list);
    const { input } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    // The field keeps the focus while the list is clicked in.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(Number(item.dataset.place));
    });
    input.form.addEventListener("submit", () => this.stop());
  }

  stop() {
    clearTimeout(this.timer);
    this.fetching?.abort();
    this.close();
  }

  typed() {
    clearTimeout(this.timer);
    this.fetching?.abort();
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.fetch(), WAIT);
  }

  async fetch() {
    this.fetching = new AbortController();
    const { signal } = this.fetching;
    try {
      const address = `${this.frame.dataset.combobox}?q=${encodeURIComponent(this.input.value)}`;
      const response = await fetch(address, { signal });
      if (!response.ok) return this.close();
      const { options } = await response.json();
      if (!signal.aborted && document.activeElement === this.input) this.show(options);
    } catch {
      // Gone offline, or outrun by the next letter: one can ask all the same.
      if (!signal.aborted) this.close();
    }
  }

  show(options) {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map((option, place) => this.item(option, place)));
    this.open(options.length > 0);
    const { one, many, none } = this.frame.dataset;
    const said = options.length === 1 ? one : many.replace("{count}", options.length);
    this.status.textContent = options.length ? said : none;
  }

  item(option, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.place = place;
    const text = document.createElement("span");
    text.lang = "da";
    text.textContent = option.also ? `${option.text} (${option.also})` : option.text;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = option.kind || (option.href ? "" : this.frame.dataset.question);
    item.append(text, kind);
    return item;
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.activate(-1);
  }

  close() {
    this.open(false);
  }

  activate(place) {
    this.active = place;
    for (const item of this.list.children) item.setAttribute("aria-selected", String(Number(item.dataset.place) === place));
    const item = this.list.children[place];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    const shown = !this.list.hidden;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) return this.input.value.trim() && this.fetch();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Past either end one is back in the field.
      const next = this.active + step;
      this.activate(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.activate(-1);
    } else if (event.key === "Enter" && shown && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      this.close();
    }
  }

  choose(place) {
    const option = this.options[place];
    this.stop();
    if (option.href) return location.assign(option.href);
    this.input.value = option.text;
    this.input.form.requestSubmit();
  }
}

for (const frame of document.querySelectorAll("[data-combobox]")) new Combobox(frame);
