// While the name of something new is typed, asks whether the record has it already, and says so with links.
// Without this script the same is said after saving.
"use strict";

(function () {
  const WAIT = 400;
  const place = document.querySelector(".alike");
  if (!place) {
    return;
  }
  const boxes = place.dataset.fields.split(" ").map((name) => document.getElementById("id_" + name)).filter(Boolean);
  let timer = 0;
  let asked = "";

  function question() {
    const typed = new URLSearchParams({ besides: place.dataset.besides });
    for (const box of boxes) {
      typed.set(box.name, box.value);
    }
    return typed.toString();
  }

  function say(found) {
    place.textContent = "";
    if (!found.length) {
      return;
    }
    const words = document.createElement("p");
    words.append(place.dataset.said + " ");
    found.forEach(function (one, number) {
      const link = document.createElement("a");
      link.href = one.address;
      link.textContent = one.name;
      words.append(number ? ", " : "", link);
    });
    place.append(words);
  }

  async function ask() {
    asked = question();
    const mine = asked;
    try {
      const answer = await fetch(place.dataset.address + "?" + mine, { headers: { Accept: "application/json" } });
      if (answer.ok && mine === asked) {
        say((await answer.json()).alike);
      }
    } catch {
      say([]);
    }
  }

  for (const box of boxes) {
    box.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
  }
})();
