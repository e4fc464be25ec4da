// Zoom and pan of the map by wheel, pointer, two fingers, keys and buttons.
import { h } from "../dom";
import { T } from "../strings";
import type { Camera } from "./mapchart";

const [MIN, MAX, STEP] = [0.02, 60, 1.5];

export function zoom(camera: Camera, factor: number, cx: number, cy: number): void {
  const k = Math.max(MIN, Math.min(MAX, camera.k * factor));
  const by = k / camera.k;
  camera.x = cx - (cx - camera.x) * by;
  camera.y = cy - (cy - camera.y) * by;
  camera.k = k;
}

/** Runs `draw` at most once a frame. */
function paced(draw: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };
}

function wheel(svg: SVGElement, camera: Camera, draw: () => void, hint: HTMLElement): void {
  svg.addEventListener("wheel", (event) => {
    // The page keeps scrolling over a map that nobody asked to move.
    if (!event.ctrlKey && document.activeElement !== svg) {
      hint.hidden = false;
      setTimeout(() => (hint.hidden = true), 1600);
      return;
    }
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(camera, Math.exp(-event.deltaY * (event.ctrlKey ? 0.008 : 0.002)), event.clientX - box.left, event.clientY - box.top);
    draw();
  }, { passive: false });
}

function pointers(svg: SVGElement, camera: Camera, draw: () => void): void {
  const held = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  svg.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    travelled = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const from = held.get(event.pointerId);
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    travelled += Math.abs(dx) + Math.abs(dy);
    // Captured only once it is a drag, so that a plain click still reaches the mark under it.
    if (travelled > 4) svg.setPointerCapture(event.pointerId);
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const gap = (a: { x: number; y: number }): number => Math.hypot(a.x - other.x, a.y - other.y) || 1;
      const box = svg.getBoundingClientRect();
      zoom(camera, gap({ x: event.clientX, y: event.clientY }) / gap(from), other.x - box.left, other.y - box.top);
    } else {
      camera.x += dx;
      camera.y += dy;
    }
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    draw();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"] as const)
    svg.addEventListener(end, (event) => held.delete(event.pointerId));
  svg.addEventListener("click", (event) => {
    if (travelled > 4) event.stopPropagation(), event.preventDefault();
  }, true);
}

function keys(svg: SVGElement, camera: Camera, draw: () => void, zoomBy: (factor: number) => void, reset: () => void): void {
  const shifts: Record<string, [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  svg.addEventListener("keydown", (event) => {
    const shift = shifts[event.key];
    if (shift) {
      camera.x += shift[0];
      camera.y += shift[1];
      draw();
    } else if (event.key === "+" || event.key === "=") zoomBy(STEP);
    else if (event.key === "-") zoomBy(1 / STEP);
    else if (event.key === "0") reset();
    else return;
    event.preventDefault();
  });
}

/** Binds all ways to move the map; gives the buttons for it. */
export function gestures(svg: SVGElement, box: HTMLElement, camera: Camera, drawNow: () => void, hint: HTMLElement): HTMLElement {
  const draw = paced(drawNow);
  const zoomBy = (factor: number): void => {
    zoom(camera, factor, box.clientWidth / 2, box.clientHeight / 2);
    draw();
  };
  const reset = (): void => {
    Object.assign(camera, { k: 1, x: 0, y: 0 });
    draw();
  };
  wheel(svg, camera, draw, hint);
  pointers(svg, camera, draw);
  keys(svg, camera, draw, zoomBy, reset);
  const button = (label: string, sign: string, run: () => void): HTMLElement =>
    h("button", { type: "button", "aria-label": label, title: label, onclick: run }, sign);
  return h("div", { class: "zoom" }, button(T.map.zoomIn, "+", () => zoomBy(STEP)), button(T.map.zoomOut, "−", () => zoomBy(1 / STEP)), button(T.map.all, "⤢", reset));
}
