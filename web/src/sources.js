// Marks in a source's contents the part that is being read.
const contents = document.querySelector("[data-contents]");
if (contents) {
  const links = new Map([...contents.querySelectorAll("[data-part]")].map((link) => [link.dataset.part, link]));
  const seen = new Set();
  const mark = () => {
    const first = [...links.keys()].find((part) => seen.has(part));
    for (const [part, link] of links) {
      if (part === first) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target.id);
        else seen.delete(target.id);
      }
      mark();
    },
    { rootMargin: "0px 0px -60% 0px" },
  );
  for (const part of links.keys()) {
    const section = document.getElementById(part);
    if (section) watcher.observe(section);
  }
}
