// A field that holds a choice already: whoever comes to it begins to type over the choice.
let came = null;

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-select-all]")) return;
  came = target;
  target.select();
});

// A click sets the caret after the focus has come, which undoes the selection; the next click is left alone.
document.addEventListener("click", ({ target }) => {
  if (target === came && target.selectionStart === target.selectionEnd) target.select();
  came = null;
});
