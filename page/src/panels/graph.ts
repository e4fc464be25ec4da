// Draws the graph of parties with cytoscape. Colours are the stylesheet's; the layout is the same for the same data.
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from "cytoscape";
import type { App } from "../app";
import { colour, onLook } from "../look";
import type { Dyad } from "../types";
import { toDyad, toParty } from "./actors";

function nodes(dyads: readonly Dyad[], ego: string | null): ElementDefinition[] {
  const found = new Map<string, { name: string; events: number }>();
  const add = (key: string, name: string, events: number): void => {
    found.set(key, { name, events: (found.get(key)?.events ?? 0) + events });
  };
  for (const dyad of dyads) {
    add(dyad.actor_key, dyad.actor, dyad.events);
    add(dyad.recipient_key, dyad.recipient, dyad.events);
  }
  const most = Math.max(...[...found.values()].map((one) => one.events));
  return [...found].map(([key, { name, events }]) => ({
    group: "nodes",
    data: { id: key, label: name.length > 28 ? `${name.slice(0, 26)}…` : name, size: 8 + Math.min(20, 3 * Math.sqrt(most)) * Math.sqrt(events / most) },
    classes: key === ego ? "ego" : "",
  }));
}

/** One line for cooperation and one for conflict; its width is the number of independent origins. */
function edges(dyads: readonly Dyad[]): ElementDefinition[] {
  const most = Math.max(...dyads.map((dyad) => dyad.origins));
  const width = (origins: number): number => 1.2 + Math.min(4, most - 1) * (origins / most);
  const edge = (dyad: Dyad, kind: "cooperation" | "conflict"): ElementDefinition[] =>
    dyad[kind]
      ? [{ group: "edges", classes: kind, data: { id: JSON.stringify([kind, dyad.actor_key, dyad.recipient_key]), source: dyad.actor_key, target: dyad.recipient_key, actor_key: dyad.actor_key, recipient_key: dyad.recipient_key, width: width(dyad.origins) } }]
      : [];
  return dyads.flatMap((dyad) => [...edge(dyad, "cooperation"), ...edge(dyad, "conflict")]);
}

function style(): StylesheetJson {
  const [ink, paper, soft] = [colour("--ink"), colour("--paper"), colour("--soft")];
  const line = (kind: string): Record<string, unknown> => ({ "line-color": colour(`--${kind}`), "target-arrow-color": colour(`--${kind}`) });
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", label: "data(label)", "background-color": soft, "font-size": 11, color: ink, "text-wrap": "wrap", "text-max-width": "88px", "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": "1px", "font-family": "system-ui, sans-serif" } },
    { selector: "node.right", style: { "text-halign": "right", "text-valign": "center", "text-margin-x": 4 } },
    { selector: "node.left", style: { "text-halign": "left", "text-valign": "center", "text-margin-x": -4 } },
    { selector: "node.above", style: { "text-halign": "center", "text-valign": "top", "text-margin-y": -3 } },
    { selector: "node.below", style: { "text-halign": "center", "text-valign": "bottom", "text-margin-y": 3 } },
    { selector: "node.ego", style: { "background-color": ink, "font-weight": "bold" } },
    { selector: "edge", style: { width: "data(width)", "curve-style": "bezier", "target-arrow-shape": "triangle", "arrow-scale": 0.8, opacity: 0.85 } },
    { selector: "edge.cooperation", style: line("cooperation") },
    { selector: "edge.conflict", style: { ...line("conflict"), "line-style": "dashed", "line-dash-pattern": [6, 3] } },
  ] as StylesheetJson;
}

/** Neighbours beside each other, as far as a ring allows: each next one is the one most bound to those before. */
function ringOrder(keys: readonly string[], dyads: readonly Dyad[]): string[] {
  const bond = (a: string, b: string): number => dyads.filter((d) => (d.actor_key === a && d.recipient_key === b) || (d.actor_key === b && d.recipient_key === a)).length;
  const rest = [...keys];
  const ring = rest.splice(0, 1);
  while (rest.length) {
    const last = ring.at(-1) ?? "";
    rest.sort((a, b) => bond(b, last) - bond(a, last));
    ring.push(...rest.splice(0, 1));
  }
  return ring;
}

/** On an ellipse that fills the box, the chosen party in its middle; labels point outward. */
function place(core: Core, box: HTMLElement, dyads: readonly Dyad[], ego: string | null): void {
  const keys = ringOrder(core.nodes().map((node) => node.id()).filter((id) => id !== ego), dyads);
  const [cx, cy] = [box.clientWidth / 2, box.clientHeight / 2];
  const [rx, ry] = [Math.max(40, cx - 112), Math.max(40, cy - 36)];
  core.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  if (ego) core.getElementById(ego).position({ x: cx, y: cy }).addClass("below");
  keys.forEach((key, i) => {
    const angle = (2 * Math.PI * i) / keys.length - Math.PI / 2;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const side = Math.abs(dx) < 0.2 ? (dy < 0 ? "above" : "below") : dx < 0 ? "left" : "right";
    core.getElementById(key).position({ x: cx + rx * dx, y: cy + ry * dy }).addClass(side);
  });
}

let current: { core: Core; box: HTMLElement } | null = null;

/** Draws into `box`; what was drawn before is let go. */
export function graph(app: App, box: HTMLElement, dyads: readonly Dyad[], chosen: string | null): void {
  current?.core.destroy();
  const ego = dyads.some((d) => d.actor_key === chosen || d.recipient_key === chosen) ? chosen : null;
  const core = cytoscape({
    container: box, elements: [...nodes(dyads, ego), ...edges(dyads)], style: style(), layout: { name: "preset", fit: false },
    minZoom: 0.5, maxZoom: 3, userZoomingEnabled: false, boxSelectionEnabled: false, autoungrabify: true,
  });
  place(core, box, dyads, ego);
  current = { core, box };
  core.on("tap", "node", (event) => app.go(toParty(app.state, String(event.target.id()))));
  core.on("tap", "edge", (event) => app.go(toDyad(app.state, event.target.data() as { actor_key: string; recipient_key: string })));
  core.on("mouseover", "node, edge", () => box.classList.add("over"));
  core.on("mouseout", "node, edge", () => box.classList.remove("over"));
  new ResizeObserver(() => current?.core === core && core.resize() && place(core, box, dyads, ego)).observe(box);
}

onLook(() => current?.core.style(style()));
