// Live while a run is adding: asks for the version, and offers to reload when it changed.
import { getVersion } from "./api";
import type { App } from "./app";
import { h } from "./dom";
import { T } from "./strings";

const EVERY_MS = 15_000;

function offer(app: App): void {
  const place = document.getElementById("news");
  if (!place || place.childElementCount) return;
  const reload = async (): Promise<void> => {
    place.replaceChildren();
    await app.refresh();
  };
  place.append(
    h("p", null, T.newData, " ", h("button", { type: "button", class: "strong", onclick: () => void reload() }, T.reload)),
  );
}

async function look(app: App): Promise<void> {
  if (document.visibilityState !== "visible" || !app.view) return;
  try {
    const { version } = await getVersion();
    if (version !== app.view.version) offer(app);
  } catch {
    // The server may be starting again; the next look will tell.
  }
}

/** Starts looking; a frozen site never changes. */
export function watch(app: App): void {
  if (app.frozen) return;
  const every = Number(document.documentElement.dataset["poll"] ?? EVERY_MS);
  setInterval(() => void look(app), every);
  document.addEventListener("visibilitychange", () => void look(app));
}
