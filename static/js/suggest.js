// Offers names and words while somebody types (the ARIA combobox pattern). Without it the box is a plain search box.
"use strict";

const WAIT = 120;

function combobox(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-offers`;
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0].textContent);
  list.hidden = true;
  (box.closest(".suggests") ?? box.form).append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);

  let offers = [], active = -1, timer = 0, asked = "";

  // What was asked and has not been answered is not waited for: an answer that comes late opens nothing.
  function close() {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function activate(place) {
    active = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function choose(offer) {
    close();
    if (offer.address) return window.location.assign(offer.address);
    box.value = offer.text;
    box.form.requestSubmit();
  }

  function show(found) {
    offers = found;
    list.replaceChildren(...offers.map((offer, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = offer.text;
      if (offer.kind_name) {
        const kind = document.createElement("span");
        kind.className = "quiet";
        kind.textContent = ` ${offer.kind_name}`;
        item.append(kind);
      }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(offer); });
      return item;
    }));
    active = -1;
    list.hidden = offers.length === 0 || document.activeElement !== box;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const text = asked = box.value.trim();
    if (!text) return close();
    try {
      const answer = await fetch(box.dataset.suggest + encodeURIComponent(text));
      if (answer.ok && text === asked) show((await answer.json()).suggestions);
    } catch { if (text === asked) close(); }  // the box still searches
  }

  async function reopen(event) {
    event.preventDefault();
    await ask();
    if (!list.hidden && active < 0) activate(0);
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();  // the browser empties the box at a second Escape
      return close();
    }
    if (list.hidden) return event.key === "ArrowDown" && reopen(event);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate((active + step + offers.length + (active < 0 && step < 0 ? 1 : 0)) % offers.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(offers[active]);
    }
  });
}

for (const box of document.querySelectorAll("input[data-suggest]")) {
  combobox(box);
  // Where this came while somebody was typing already, what they typed counts.
  if (document.activeElement === box && box.value !== box.defaultValue) box.dispatchEvent(new Event("input"));
}
