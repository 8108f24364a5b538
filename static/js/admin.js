// Says to a screen reader what each box of choices is for: Select2 names a box by its choice alone, and an empty one
// by nothing. Without this script everything works as Django made it.
"use strict";

(function () {
  function nameOf(select) {
    const label = select.labels && select.labels[0];
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(/:\s*$/, "").trim() : "");
  }

  function describe(select) {
    const box = select.nextElementSibling;
    const name = nameOf(select);
    if (!box || !name || !box.classList.contains("select2-container")) {
      return;
    }
    const choice = box.querySelector(".select2-selection");
    const shown = choice.getAttribute("aria-labelledby");
    choice.setAttribute("aria-label", name);
    if (shown) {
      // The name of the box first, then what is chosen in it.
      choice.id = choice.id || "box-" + select.id;
      choice.setAttribute("aria-labelledby", choice.id + " " + shown.split(" ").pop());
    }
    const text = box.querySelector(".select2-selection__rendered[role=textbox]");
    if (text) {
      // Nobody types there; as a text box it would want a name of its own.
      text.removeAttribute("role");
      text.removeAttribute("aria-readonly");
    }
    for (const search of box.querySelectorAll(".select2-search__field")) {
      search.setAttribute("aria-label", name);
    }
  }

  function describeAll(root) {
    for (const select of root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")) {
      describe(select);
    }
  }

  window.addEventListener("load", function () {
    const query = window.django && window.django.jQuery;
    if (!query) {
      return;
    }
    // Asked last, so answered last: the boxes have been made by then.
    query(function () {
      describeAll(document);
    });
    // The field to type in is made when a box is opened, at the end of the page.
    query(document).on("select2:open", function (event) {
      const search = document.querySelector(".select2-container--open .select2-search--dropdown .select2-search__field");
      if (search) {
        search.setAttribute("aria-label", nameOf(event.target));
      }
    });
  });
  document.addEventListener("formset:added", function (event) {
    setTimeout(describeAll, 0, event.target);
  });
})();
