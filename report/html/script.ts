/**
 * The page's own script: opens what a link leads to, finds scenarios by their words, and opens everything for paper.
 * Without it the page is whole, apart from the field to search in and what was packed.
 */
export const script = `(() => {
"use strict";
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const unpack = async () => {
  const source = document.getElementById("packed");
  if (source === null) return;
  const bytes = Uint8Array.from(atob(source.textContent.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const { pieces, bodies } = JSON.parse(await new Response(stream).text());
  for (const place of all("[data-packed]")) {
    const template = document.createElement("template");
    template.innerHTML = bodies[Number(place.dataset.packed)].map((at) => pieces[at]).join("");
    place.replaceWith(template.content);
  }
};
const reveal = (id) => {
  const target = id === "" ? null : document.getElementById(decodeURIComponent(id));
  if (target === null) return;
  for (let each = target; each !== null; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  if (target.tabIndex === -1 && target.hasAttribute("tabindex")) target.focus();
  target.scrollIntoView({ block: "nearest" });
};
let revealed;
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  revealed = link.hash;
  reveal(link.hash.slice(1));
});
addEventListener("hashchange", () => {
  if (location.hash !== revealed) reveal(location.hash.slice(1));
  revealed = undefined;
});
let closed = [];
addEventListener("beforeprint", () => {
  closed = all("details:not([open])");
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});
const tools = document.getElementById("tools");
if (tools !== null) {
  tools.hidden = false;
  const [search, none] = [tools.querySelector("input[type=search]"), document.getElementById("none")];
  const boxes = all("input[type=checkbox]", tools);
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const kinds = new Set(boxes.filter((each) => each.checked).map((each) => each.value));
    let count = 0;
    for (const each of all(".scenario")) {
      const text = each.firstElementChild.textContent.toLowerCase();
      each.hidden = !kinds.has(each.dataset.verdict) || !words.every((word) => text.includes(word));
      if (!each.hidden) count++;
    }
    for (const group of all(".group")) group.hidden = group.querySelector(".scenario:not([hidden])") === null;
    none.hidden = count > 0;
  };
  tools.addEventListener("input", filter);
}
unpack().then(() => {
  document.documentElement.dataset.ready = "";
  reveal(location.hash.slice(1));
});
})();`;
