// One modal dialog at a time, on the browser's own <dialog>: it traps the focus, closes on Esc, and gives the focus back.
import { h } from "./dom";
import { T } from "./strings";

export function dialog(name: string, title: string): { box: HTMLElement; close: () => void } {
  const box = h("div", { class: "dialogbody" });
  const node = h("dialog", { class: `dialog ${name}`, "aria-labelledby": `dialog-${name}` });
  const close = (): void => node.close();
  node.append(h("div", { class: "dialoghead" }, h("h2", { id: `dialog-${name}` }, title), h("button", { type: "button", class: "close", "aria-label": T.close, onclick: close }, "×")), box);
  node.addEventListener("close", () => node.remove());
  node.addEventListener("click", (event) => {
    if (event.target === node) close(); // the backdrop
  });
  document.body.append(node);
  node.showModal();
  return { box, close };
}

export const anyOpen = (): boolean => document.querySelector("dialog[open]") !== null;
