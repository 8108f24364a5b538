// What most pages improve. Citations: puts today's date where a style wants the day of reading, and copies a citation at one click.
// Without it the text is there to be selected, with a place left for the day. Boxes for words: fetches what offers
// names and words when somebody goes to one, because a first visit should be light. Without it the box is a plain one.
"use strict";

const today = new Date();
const [year, month, day] = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map(n => String(n).padStart(2, "0"));
const DAYS = {
  iso: () => `${year}-${month}-${day}`,
  dotted: () => `${day}.${month}.${year}`,
  words: language => {
    const written = new Intl.DateTimeFormat(language === "en" ? "en-US" : language, { dateStyle: "long" }).format(today);
    return written.replace(/\s*г\.$/, "");
  },
};

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text.textContent);
  getSelection().selectAllChildren(text); // a site without TLS
  document.execCommand("copy");
}

function offer(text, section) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = section.dataset.copy;
  button.setAttribute("aria-describedby", text.id);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await copy(text);
    said.textContent = section.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
  text.after(" ", button, " ", said);
}

for (const section of document.querySelectorAll(".cite")) {
  for (const place of section.querySelectorAll("[data-day]")) {
    place.textContent = DAYS[place.dataset.day](document.documentElement.lang);
  }
  for (const text of section.querySelectorAll(".citation")) offer(text, section);
}

for (const box of document.querySelectorAll("input[data-suggest-script]")) {
  box.addEventListener("focus", () => {
    const script = document.createElement("script");
    script.src = box.dataset.suggestScript;
    document.head.append(script);
  }, { once: true });
}
