// The form that asks shows that it is at work, and sends the same question once.
for (const form of document.querySelectorAll("form[data-ask]")) {
  const status = form.querySelector("[data-status]");
  let sent = null;
  form.addEventListener("submit", (event) => {
    const asked = form.elements.q.value;
    if (asked === sent) return event.preventDefault();
    sent = asked;
    form.setAttribute("aria-busy", "true");
    status.textContent = status.dataset.busy;
  });
  // Back again, or stopped: the page may have been kept as it was left.
  const ready = () => {
    sent = null;
    form.removeAttribute("aria-busy");
    status.textContent = "";
  };
  addEventListener("pageshow", ready);
  addEventListener("keydown", (event) => event.key === "Escape" && sent !== null && ready());
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
