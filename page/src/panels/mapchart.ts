// Draws the map as SVG with d3-geo: countries of Natural Earth, marks by place, rings for uncertain points.
import { geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { App } from "../app";
import { h, s } from "../dom";
import { address } from "../state";
import { T } from "../strings";
import type { MapPlace } from "../types";
import { toPlace } from "./map";
import { gestures } from "./mapmoves";

type Land = FeatureCollection<Geometry, { name: string }>;

export interface Camera {
  /** Zoom against the fitted view, and shift in pixels. */
  k: number;
  x: number;
  y: number;
}

interface Drawn {
  camera: Camera;
  places: readonly MapPlace[];
}

// The box outlives a view; its camera stays as long as the places do.
const drawn = new WeakMap<HTMLElement, Drawn>();
const KM_PER_DEGREE = 111.2;

async function land(): Promise<Land> {
  const { default: atlas } = await import("../atlas");
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  return feature(topology, topology.objects.countries);
}

/** Fits all places, never closer than about 300 km. */
function fitted(places: readonly MapPlace[], width: number, height: number): GeoProjection {
  const lons = places.map((p) => p.lon);
  const lats = places.map((p) => p.lat);
  const mid = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2] as const;
  const half = [Math.max(1.8, (Math.max(...lons) - Math.min(...lons)) / 2), Math.max(1.3, (Math.max(...lats) - Math.min(...lats)) / 2)] as const;
  const clamp = (lat: number): number => Math.max(-78, Math.min(80, lat));
  const corners = [[mid[0] - half[0], clamp(mid[1] - half[1])], [mid[0] + half[0], clamp(mid[1] + half[1])]];
  const pad = Math.min(42, width / 9);
  return geoMercator().fitExtent([[pad, pad], [width - pad, height - pad]], { type: "MultiPoint", coordinates: corners });
}

function moved(base: GeoProjection, camera: Camera, width: number, height: number): GeoProjection {
  const [tx, ty] = base.translate();
  return geoMercator().scale(base.scale() * camera.k)
    .translate([tx * camera.k + camera.x, ty * camera.k + camera.y])
    .clipExtent([[-20, -20], [width + 20, height + 20]]);
}

/** Radius in pixels: area grows with events, against the busiest place, smaller where there are many places. */
function sizes(places: readonly MapPlace[]): (events: number) => number {
  const most = Math.max(1, ...places.map((place) => Math.max(place.ground, place.table)));
  const largest = Math.min(places.length > 60 ? 11 : 20, 6 + 2.6 * Math.sqrt(most));
  return (events) => 4 + (largest - 4) * Math.sqrt(events / most);
}

type Size = (events: number) => number;

function shape(place: MapPlace, track: "ground" | "table", cx: number, cy: number, size: Size): SVGElement | null {
  if (!place[track]) return null;
  const r = size(place[track]);
  const classes = `spot ${track}${place.single ? " single" : ""}`;
  if (track === "table") return s("circle", { class: classes, cx, cy, r });
  const [a, b] = [r * 1.12, r * 0.98];
  return s("path", { class: classes, d: `M${cx} ${cy - a}L${cx + a} ${cy + b}L${cx - a} ${cy + b}Z` });
}

function spot(app: App, place: MapPlace, projection: GeoProjection, size: Size): SVGElement | null {
  const point = projection([place.lon, place.lat]);
  if (!point) return null;
  const [x, y] = point;
  const both = place.ground > 0 && place.table > 0;
  const shift = both ? (size(place.ground) + size(place.table)) / 2.4 : 0;
  const north = projection([place.lon, Math.min(84, place.lat + (place.radius_km ?? 0) / KM_PER_DEGREE)]);
  const ring = place.radius_km && north ? Math.abs(y - north[1]) : 0;
  return s("a", { class: "place", href: address(toPlace(app.state, place)), tabindex: "-1", "data-key": `place-${place.key}` },
    s("title", null, `${place.name}: ${place.ground} ${T.track["ground"]}, ${place.table} ${T.track["table"]}${place.single ? `, ${T.map.single}` : ""}`),
    ring > 3 ? s("circle", { class: "ring", cx: x, cy: y, r: ring }) : null,
    shape(place, "table", x + shift, y, size), shape(place, "ground", x - shift, y, size));
}

/** Names of the busiest places, those that would lie on another one's left out. */
function names(places: readonly MapPlace[], projection: GeoProjection, width: number, size: Size): SVGElement[] {
  const taken: [number, number, number][] = [];
  return places.slice(0, 40).flatMap((place) => {
    const point = projection([place.lon, place.lat]);
    if (!point) return [];
    const y = point[1] + size(Math.max(place.ground, place.table)) + 12;
    const wide = place.name.length * 3.4 + 6;
    const x = Math.max(wide, Math.min(width - wide, point[0]));
    if (taken.some(([tx, ty, tw]) => Math.abs(tx - x) < tw + wide && Math.abs(ty - y) < 14)) return [];
    taken.push([x, y, wide]);
    return [s("text", { class: "placename", x, y, "text-anchor": "middle" }, place.name)];
  });
}

function countryNames(countries: Feature<Geometry, { name: string }>[], projection: GeoProjection, width: number, height: number): SVGElement[] {
  const path = geoPath(projection);
  return countries.flatMap((country) => {
    if (path.area(country) < 3500) return [];
    const [x, y] = path.centroid(country);
    if (!(x > 30 && x < width - 30 && y > 14 && y < height - 14)) return [];
    return [s("text", { class: "countryname", x, y, "text-anchor": "middle" }, country.properties.name)];
  });
}

export async function chart(app: App, box: HTMLElement, places: readonly MapPlace[]): Promise<void> {
  const countries = (await land()).features;
  const key = (list: readonly MapPlace[]): string => list.map((p) => p.key).sort().join();
  const before = drawn.get(box);
  const camera = before && key(before.places) === key(places) ? before.camera : { k: 1, x: 0, y: 0 };
  drawn.set(box, { camera, places });
  const svg = s("svg", { class: "map", tabindex: "0", role: "group", "aria-label": T.map.label, "data-key": "map" });
  const draw = (): void => {
    const { clientWidth: width, clientHeight: height } = box;
    if (!width || !height) return;
    const projection = moved(fitted(places, width, height), camera, width, height);
    const path = geoPath(projection);
    const size = sizes(places);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(
      s("path", { class: "land", d: path({ type: "FeatureCollection", features: countries } as Land) ?? "", "aria-hidden": "true" }),
      ...countryNames(countries, projection, width, height),
      ...[...places].reverse().flatMap((place) => spot(app, place, projection, size) ?? []),
      ...names(places, projection, width, size));
  };
  const hint = h("p", { class: "maphint", hidden: true }, T.map.wheel);
  const buttons = gestures(svg, box, camera, draw, hint);
  box.replaceChildren(svg, buttons, hint);
  new ResizeObserver(draw).observe(box);
  draw();
}
