// Definitions and large figures open over the page; on paper everything is open.
(() => {
  "use strict";
  const page = document.documentElement;
  const words = JSON.parse(document.getElementById("words").textContent);

  function open(title, content, look) {
    const dialog = document.createElement("dialog");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.textContent = words.close;
    close.addEventListener("click", () => dialog.close());
    dialog.className = look;
    dialog.setAttribute("aria-label", title);
    dialog.append(close, content);
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  for (const link of document.querySelectorAll("a[data-definition]")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", event => {
      const there = document.getElementById(link.hash.slice(1));
      event.preventDefault();
      const copy = there.cloneNode(true);
      copy.removeAttribute("id");
      open(link.getAttribute("aria-label"), copy, "definition-shown");
    });
  }

  for (const button of document.querySelectorAll("button.enlarge")) {
    button.addEventListener("click", () => {
      const image = button.querySelector("img").cloneNode();
      open(image.alt, image, "picture-large");
    });
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter(part => !part.closest(".explorer"));
    opened.forEach(part => { part.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach(part => { part.open = false; }));
  page.classList.add("scripted");
})();
