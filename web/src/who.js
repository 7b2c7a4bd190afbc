// Who does what: a button that prints the page, with every task unfolded on the paper.
/** Whatever was folded when printing began, to be folded again. */
let unfolded = [];

addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("body.who .tasks > li > details:not([open])")];
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
  unfolded = [];
});

function offerPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
}
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});
document.addEventListener("htmx:after:swap", offerPrinting);
offerPrinting();
