// Passkeys: shows the forms that use one, asks the browser for it, and sends what it answers. Without this script the
// forms stay hidden, and codes do the same.
"use strict";

(function () {
  // A key belongs to a name of a site; browsers refuse it for a bare number, even on the same machine.
  const works = window.isSecureContext && window.webauthnJSON && window.webauthnJSON.supported() &&
    !/^[\d.]+$|^\[/.test(location.hostname);

  function options(form) {
    const isWithoutName = form.dataset.passkey === "ask";
    return isWithoutName ? asked(form.action) : Promise.resolve(JSON.parse(form.dataset.options));
  }

  async function asked(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    return (await answer.json()).request_options;
  }

  // A key that is to do without name and password has to be found by the browser, and has to know its owner.
  function chosen(form, given) {
    const box = form.elements.passwordless;
    if (box) {
      Object.assign(given.publicKey.authenticatorSelection, {
        residentKey: box.checked ? "required" : "discouraged",
        requireResidentKey: box.checked,
        userVerification: box.checked ? "required" : "preferred",
      });
    }
    return given;
  }

  function tell(form, sentence) {
    const box = form.querySelector("[role=alert]") || form.insertBefore(document.createElement("p"), form.firstChild);
    box.className = "wrong";
    box.setAttribute("role", "alert");
    box.textContent = sentence;
  }

  async function show(event) {
    event.preventDefault();
    const form = event.target;
    const act = form.dataset.passkey === "create" ? window.webauthnJSON.create : window.webauthnJSON.get;
    try {
      const answer = await act(chosen(form, await options(form)));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      tell(form, form.dataset.failed);
    }
  }

  if (works) {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.hidden = false;
      form.addEventListener("submit", show);
    }
    for (const sentence of document.querySelectorAll("[data-no-passkey]")) {
      sentence.hidden = true;
    }
  }
})();
