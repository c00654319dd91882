// Opens a figure as large as the window allows, with the notice of the page and a way back. Without this script the link
// around a figure leads to its picture.
"use strict";

const large = document.createElement("dialog");
const sheet = document.createElement("div");
const shut = document.createElement("button");
const notice = document.createElement("p");
large.className = "large";
sheet.className = "sheet";
shut.type = "button";
shut.textContent = "Close";
notice.className = "notice";
notice.textContent = document.querySelector(".announcement-content")?.textContent.trim() ?? "";
const head = document.createElement("div");
head.className = "head";
head.append(notice, shut);
large.append(head, sheet);
if (document.querySelector(".figure-box > a")) document.body.append(large);
shut.addEventListener("click", () => large.close());

for (const link of document.querySelectorAll(".figure-box > a")) {
  const picture = link.querySelector("img");
  link.title = "See the figure large";
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab or a window of its own
    event.preventDefault();
    const shown = picture.cloneNode();
    shown.removeAttribute("style");
    sheet.replaceChildren(shown);
    large.setAttribute("aria-label", link.parentElement.getAttribute("aria-label"));
    large.classList.toggle("wide", picture.naturalWidth > picture.naturalHeight);
    large.showModal();
  });
}
