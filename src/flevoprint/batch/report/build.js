// Shows the cards that the reader asks for. Without it all cards are shown.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const field = (name) => document.getElementById(name);
  const cards = Array.from(document.querySelectorAll(".card"), (node) => ({
    node,
    words: fold(`${node.textContent.replace(/\s+/g, " ")} ${node.dataset.codes}`),
    outcome: node.dataset.outcome,
    severities: node.dataset.severity.split(" "),
    gemeente: node.dataset.gemeente,
  }));

  const fits = (card) =>
    fold(field("search").value).split(/\s+/).every((word) => card.words.includes(word)) &&
    [card.outcome, ""].includes(field("outcome").value) &&
    [...card.severities, ""].includes(field("severity").value) &&
    [card.gemeente, ""].includes(field("gemeente").value);

  const choose = () => {
    let count = 0;
    for (const card of cards) {
      const fit = fits(card);
      card.node.hidden = !fit;
      count += fit;
    }
    const words = count ? shown.dataset.shown : shown.dataset.none;
    shown.textContent = words.replace("COUNT", count).replace("TOTAL", cards.length);
  };

  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(choose));
  for (const button of document.querySelectorAll(".show")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      field("search").value = button.dataset.code;
      choose();
      field("sheets").focus();
      field("sheets").scrollIntoView();
    });
  }
  addEventListener("pageshow", choose);
  choose();
})();
