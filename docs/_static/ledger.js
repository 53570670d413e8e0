// Filters of the table of claims. Without this script it is a plain table.
"use strict";
for (const table of document.querySelectorAll("table.ledger[data-filters]")) {
  const rows = [...table.tBodies[0].rows];
  const controls = document.createElement("form");
  controls.className = "controls";
  controls.setAttribute("aria-label", "Filter the claims");
  controls.addEventListener("submit", (event) => event.preventDefault());
  const inputs = {};
  const add = (name, input) => {
    const label = document.createElement("label");
    label.append(name, input);
    controls.append(label);
    input.name = name;
    input.addEventListener("input", show);
    inputs[name] = input;
  };
  for (const name of table.dataset.filters.split(" ")) {
    const input = document.createElement("select");
    const values = [...new Set(rows.map((row) => row.dataset[name]))].filter(Boolean);
    for (const value of ["", ...values]) input.append(new Option(value || "all", value));
    add(name, input);
  }
  const search = document.createElement("input");
  search.type = "search";
  add("search", search);
  const count = document.createElement("p");
  count.setAttribute("role", "status");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  function show() {
    const sought = search.value.trim().toLowerCase();
    const asked = Object.entries(inputs).filter(([name]) => name !== "search");
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = asked.every(([name, input]) => !input.value || row.dataset[name] === input.value);
      row.hidden = !(fits && texts[i].includes(sought));
      shown += !row.hidden;
    });
    count.textContent = `${shown} of ${rows.length} claims`;
  }
  // A link to a claim shows it, whatever the filters.
  function reveal() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && rows.includes(row)) {
      controls.reset();
      show();
      row.querySelector("details").open = true;
      row.scrollIntoView();
    }
  }
  table.before(controls, count);
  show();
  reveal();
  window.addEventListener("hashchange", reveal);
}
