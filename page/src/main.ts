// The entry: builds the page, keeps state and address together, fetches, and hands the view to the panels.
import "./style/index";
import { frozen, getCodebook, getView, Refused } from "./api";
import type { App } from "./app";
import { h, redraw } from "./dom";
import { bindKeys } from "./keys";
import { drawDrawer } from "./panels/drawer";
import { buildShell, drawAll, type Shell } from "./shell";
import { address, filters, parse, type State } from "./state";
import { T } from "./strings";
import { watch } from "./watch";

const TOKEN = "twotrack-token";

/** The token comes in the fragment once; it is kept for this tab alone, and taken out of the address. */
function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get("token");
  if (token) {
    sessionStorage.setItem(TOKEN, token);
    given.delete("token");
    const rest = given.toString();
    history.replaceState(null, "", `${location.pathname}${location.search}${rest ? `#${rest}` : ""}`);
  }
  return sessionStorage.getItem(TOKEN);
}

function failure(error: unknown, app: App): HTMLElement {
  const refused = error instanceof Refused ? error : null;
  return h("div", { class: "failure", role: "alert" },
    h("p", null, h("strong", null, refused ? refused.message : T.failed)),
    h("p", null, refused ? (refused.hint ?? "") : T.failedHint),
    h("p", null,
      h("button", { type: "button", onclick: () => void app.refresh() }, T.reload), " ",
      h("a", { href: "?" }, T.clear)));
}

class Page implements App {
  state: State = parse(location.search, location.hash);
  view: App["view"] = null;
  codebook: App["codebook"] = null;
  readonly frozen = frozen();
  private shell: Shell | null = null;
  private flight = new AbortController();

  constructor(readonly token: string | null) {}

  go = (state: State, how: "push" | "replace" = "push"): void => {
    const to = new URL(address(state), location.href);
    if (to.href === location.href) return;
    history[how === "push" ? "pushState" : "replaceState"](null, "", to);
    this.arrive(state);
  };

  arrive(state: State): void {
    const before = this.state;
    this.state = state;
    if (filters(before) !== filters(state) || !this.view) void this.refresh();
    else if (this.shell) drawAll(this, this.shell, before);
    if (before.event !== state.event && this.shell) drawDrawer(this, this.shell.drawer);
  }

  refresh = async (): Promise<void> => {
    this.flight.abort();
    this.flight = new AbortController();
    const { signal } = this.flight;
    this.shell?.root.setAttribute("aria-busy", "true");
    try {
      const view = await getView(this.state, signal);
      if (signal.aborted) return;
      const changed = this.view !== null && this.view.version !== view.version;
      this.view = view;
      this.shell ??= this.open();
      drawAll(this, this.shell, null);
      // A decision or a run changed the ledger: the open evidence may say something else now.
      if (changed && this.state.event) drawDrawer(this, this.shell.drawer);
    } catch (error) {
      if (signal.aborted) return;
      this.shell ??= this.open();
      redraw(this.shell.failure, failure(error, this));
    } finally {
      if (!signal.aborted) this.shell?.root.removeAttribute("aria-busy");
    }
  };

  private open(): Shell {
    const shell = buildShell(this);
    document.getElementById("app")?.replaceChildren(shell.root);
    if (this.state.event) drawDrawer(this, shell.drawer);
    return shell;
  }

  say = (words: string, detail = ""): void => {
    if (this.shell) redraw(this.shell.toast, h("p", null, h("strong", null, words), detail && ` ${detail}`));
  };
}

/** The skip link moves the focus, and leaves the fragment to the page's own state. */
function skip(click: Event): void {
  const ledger = document.getElementById("panel-ledger");
  if (!ledger) return;
  click.preventDefault();
  ledger.tabIndex = -1;
  ledger.focus();
}

/** Links to a state of the page are followed without loading it anew. */
function followLinks(page: Page): void {
  document.addEventListener("click", (click) => {
    const anchor = click.target instanceof Element ? click.target.closest("a") : null;
    const href = anchor?.getAttribute("href");
    if (!href || click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    if (anchor?.matches(".skip")) skip(click);
    if (!href.startsWith("?")) return;
    click.preventDefault();
    const to = new URL(href, location.href);
    page.go(parse(to.search, to.hash));
  });
  window.addEventListener("popstate", () => page.arrive(parse(location.search, location.hash)));
}

function start(): void {
  const page = new Page(takeToken());
  followLinks(page);
  bindKeys(page);
  void page.refresh().then(() => watch(page));
  void getCodebook().then(
    (codebook) => void (page.codebook = codebook),
    () => undefined, // the help says so when it is opened
  );
}

start();
