// Text that one copies with a click; where that is not allowed, it is shown and marked for copying by hand.
function tell(element, text) {
  const status = element.closest(".actions")?.querySelector("[data-copy-status]");
  if (!status) return;
  // Beside what was pressed, where it is in view on a small screen too.
  element.after(status);
  // The same words said again must be new to be read aloud.
  status.textContent = "";
  setTimeout(() => {
    status.textContent = text;
    status.scrollIntoView({ block: "nearest" });
  });
}

async function copy(text, element, otherwise) {
  try {
    await navigator.clipboard.writeText(text);
    tell(element, element.dataset.done);
  } catch {
    otherwise();
  }
}

function mark(field, element) {
  field.focus();
  field.select();
  tell(element, element.dataset.failed);
}

for (const details of document.querySelectorAll("details[data-copy]")) {
  const field = details.querySelector("textarea");
  details.querySelector("summary").addEventListener("click", (event) => {
    if (details.open) return;
    event.preventDefault();
    copy(field.value, details, () => {
      details.open = true;
      mark(field, details);
    });
  });
}

for (const button of document.querySelectorAll("button[data-copy-from]")) {
  const field = document.getElementById(button.dataset.copyFrom);
  button.hidden = false;
  button.addEventListener("click", () => copy(field.value, button, () => mark(field, button)));
}

for (const link of document.querySelectorAll("a[data-copy-link]")) {
  link.addEventListener("click", (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    copy(link.href, link, () => location.assign(link.href));
  });
}
