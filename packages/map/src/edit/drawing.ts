import { newFaults, shapeFaults } from "@archipel/geo/shape-faults.ts";
import type { Geometry, Position } from "geojson";
import type { Map as MapLibreMap, Marker } from "maplibre-gl";
import { TerraDraw } from "terra-draw";
import { loadedMapLibre } from "../ui/load-maplibre.ts";
import { readPresses } from "./closing.ts";
import { keyboardCursor } from "./cursor.ts";
import { isAt } from "./hit.ts";
import { type EditColours, editModes, FINISH_KEY } from "./modes.ts";
import { isShape, type Piece, piecesOf, withoutVertex } from "./pieces.ts";
import { SeeThroughAdapter } from "./see-through.ts";
import { type Shape, ShownShapes } from "./shown-shapes.ts";
import type { Snapper } from "./snap.ts";

/** `merge` and `copy` only choose features and draw nothing. */
export type Tool = "select" | "point" | "linestring" | "polygon" | "split" | "hole" | "erase" | "merge" | "copy";

/** terra-draw's mode for a tool. */
const modeOf = (tool: Tool) => (tool === "erase" ? "select" : tool === "merge" || tool === "copy" ? "static" : tool);

export interface DrawingOptions {
  readonly map: MapLibreMap;
  readonly colours: EditColours;
  readonly snap: Snapper;
  readonly faultLabel: string;
  readonly onReshaped: (key: string, geometry: Geometry) => void;
  readonly onDrawn: (tool: Tool, geometry: Geometry) => void;
  readonly onSelected: (key: string | null) => void;
  /** Enter at a pixel of the map: the keyboard's click. */
  readonly onPress: (pixel: readonly [number, number]) => void;
  /** Escape while nothing is being drawn. */
  readonly onEnd: () => void;
  /** Positions where the drawn shapes cross themselves, and did not before. */
  readonly onFaults: (places: readonly Position[]) => void;
}

export interface Drawing {
  /** Draws the shapes of the draft. Chosen shapes are highlighted. */
  show(shapes: readonly Shape[], activeKey: string | null, chosenKeys?: readonly string[]): void;
  use(tool: Tool): void;
  snapTo(isOn: boolean): void;
  /** Ends the current drawing as it is. @returns whether it is a valid shape, which is then reported like any drawing */
  finish(): boolean;
  hasShapeAt(lon: number, lat: number): boolean;
  /** Keys of the drawn shapes at a position. A hole is not part of its shape. */
  keysAt(lon: number, lat: number): string[];
  /** The active shape without the vertex at a position; undefined when there is no vertex, null when no shape would remain. */
  withoutVertexAt(lon: number, lat: number): Geometry | null | undefined;
  stop(): void;
}

const TOUCH_PX = 16;

/**
 * Starts terra-draw on a map. The draft is the source of truth: a drawing is reported, and shown once the draft contains it. Long:
 * its handlers share what terra-draw holds at the moment.
 */
export function startDrawing(options: DrawingOptions): Drawing {
  const { map } = options;
  const { Marker: MapMarker } = loadedMapLibre();
  let isSnapping = true;
  let tool: Tool = "select";
  let isShowing = false;
  let marks: Marker[] = [];
  let checking = 0;
  let hasDrawn = false;
  let isWaiting = false;
  const presses = readPresses();
  const draw = new TerraDraw({
    adapter: new SeeThroughAdapter({ map }),
    modes: editModes(
      options.colours,
      ({ containerX, containerY }) => (isSnapping ? options.snap.now({ x: containerX, y: containerY }) : undefined),
      presses,
    ),
    // The editor's ids are texts made of layer, feature, part and ring; terra-draw expects UUIDs by default.
    idStrategy: { isValidId: (id) => typeof id === "string", getId: () => crypto.randomUUID() },
  });
  const onPointerDown = ({ isPrimary, clientX: x, clientY: y, timeStamp: atMs, pointerType }: PointerEvent) => {
    if (isPrimary) presses.press({ x, y, atMs, isCoarse: pointerType !== "mouse" && pointerType !== "pen" });
  };
  map.getCanvas().addEventListener("pointerdown", onPointerDown);
  const shown = new ShownShapes(draw);
  draw.start();
  draw.setMode("select");
  map.getContainer().dataset.editing = "";

  // terra-draw snaps only vertices. A point is snapped when it is placed, which may have to wait for the features around it.
  const placePoint = (geometry: Geometry, report: (geometry: Geometry) => void) => {
    if (geometry.type !== "Point" || !isSnapping) return report(geometry);
    const [lon = 0, lat = 0] = geometry.coordinates;
    isWaiting = true;
    options.snap.soon(map.project([lon, lat])).then((coordinates) => {
      isWaiting = false;
      if (draw.enabled) report(coordinates ? { type: "Point", coordinates } : geometry);
    });
  };
  // Inactive shapes are never changed, only replaced.
  const known = new WeakMap<Shape, Position[]>();
  const knownFaults = (shape: Shape): Position[] => {
    const found = known.get(shape) ?? newFaults(shape.geometry, shape.before ?? null);
    known.set(shape, found);
    return found;
  };
  const check = () => {
    const { active } = shown;
    const begun = draw
      .getSnapshot()
      .filter(({ id, geometry, properties }) => geometry.type === "Polygon" && properties.mode !== "split" && !shown.of(id));
    const others = shown.all.filter((shape) => shape !== active).flatMap(knownFaults);
    const own = active ? newFaults(shown.drawn(active), active.before ?? null) : [];
    const places = [...own, ...others, ...begun.flatMap(({ geometry }) => shapeFaults(geometry))];
    for (const mark of marks) mark.remove();
    marks = places.map(([lon = 0, lat = 0]) => new MapMarker({ element: faultMark(options.faultLabel) }).setLngLat([lon, lat]).addTo(map));
    options.onFaults(places);
  };
  const checkSoon = () => {
    cancelAnimationFrame(checking);
    checking = requestAnimationFrame(check);
  };
  draw.on("change", checkSoon);
  draw.on("finish", (id, { action }) => {
    const shape = shown.of(id);
    if (shape) {
      const geometry = shown.drawn(shape);
      if (geometry) placePoint(geometry, (placed) => options.onReshaped(shape.key, placed));
      return;
    }
    const drawn = action === "draw" ? draw.getSnapshotFeature(id) : undefined;
    if (!drawn) return;
    const how = tool;
    const isWhole = isShape(drawn.geometry);
    hasDrawn ||= isWhole;
    const remove = () => draw.hasFeature(id) && draw.removeFeatures([id]);
    // The drawing is removed from the map once terra-draw has finished with it, and comes back as part of the draft.
    queueMicrotask(() => {
      // A second press is ignored while the first one is being snapped.
      if (!isWhole || isWaiting) return remove();
      placePoint(drawn.geometry, (placed) => {
        remove();
        options.onDrawn(how, placed);
      });
    });
  });
  draw.on("select", (id) => {
    const key = shown.of(id)?.key ?? null;
    if (!isShowing && key !== shown.activeKey) options.onSelected(key);
  });
  draw.on("deselect", () => {
    if (isShowing || tool !== "select") return;
    // A press on another piece of the same shape, such as its hole, deselects one piece before it selects the other.
    queueMicrotask(() => {
      if (draw.enabled && !shown.hasSelection()) options.onSelected(null);
    });
  });

  const takeKeysAway = keyboardCursor({
    map,
    hasHandle: ([x, y]) =>
      tool === "select" && draw.getSnapshot().some((one) => isHandle(one.properties) && pixels(one.geometry, x, y) < TOUCH_PX),
    onFinish() {
      if (draw.getModeState() === "drawing") pressFinish(map);
    },
    onPress: options.onPress,
    onEnd() {
      // terra-draw ends the drawing on keyup. An invalid shape is dropped then.
      setTimeout(() => {
        if (draw.enabled && draw.getModeState() === "drawing") draw.setMode(draw.getMode());
        else options.onEnd();
      }, 150);
    },
  });
  const pixels = (geometry: Geometry, x: number, y: number) => {
    if (geometry.type !== "Point") return Number.POSITIVE_INFINITY;
    const [lon = 0, lat = 0] = geometry.coordinates;
    const at = map.project([lon, lat]);
    return Math.hypot(at.x - x, at.y - y);
  };

  return {
    show(next, key, chosenKeys = []) {
      isShowing = true;
      shown.show(next, key, chosenKeys);
      if (tool === "select") shown.selectAgain();
      isShowing = false;
      checkSoon();
    },
    use(next) {
      tool = next;
      isShowing = true;
      draw.setMode(modeOf(next));
      if (next === "select" || next === "erase") shown.selectAgain();
      isShowing = false;
    },
    snapTo(isOn) {
      isSnapping = isOn;
    },
    finish() {
      hasDrawn = false;
      pressFinish(map);
      return hasDrawn;
    },
    hasShapeAt: (lng, lat) => draw.getFeaturesAtLngLat({ lng, lat }, { pointerDistance: TOUCH_PX }).length > 0,
    keysAt: (lon, lat) =>
      shown.all.filter(({ geometry }) => isAt(geometry, [lon, lat], (place) => map.project(place), TOUCH_PX)).map(({ key }) => key),
    withoutVertexAt(lon, lat) {
      const { active } = shown;
      const { x, y } = map.project([lon, lat]);
      const near = piecesOf(active?.geometry ?? null).flatMap(({ geometry }, piece) =>
        verticesOf(geometry).map((coordinates, index) => ({ piece, index, px: pixels({ type: "Point", coordinates }, x, y) })),
      );
      const nearest = near.toSorted((a, b) => a.px - b.px)[0];
      if (!active || !nearest || nearest.px > TOUCH_PX) return undefined;
      return withoutVertex(active.geometry, nearest) ?? null;
    },
    stop() {
      cancelAnimationFrame(checking);
      for (const mark of marks) mark.remove();
      takeKeysAway();
      map.getCanvas().removeEventListener("pointerdown", onPointerDown);
      draw.stop();
      delete map.getContainer().dataset.editing;
      map.getCanvas().style.cursor = "";
    },
  };
}

/** terra-draw can only be finished by its key. */
function pressFinish(map: DrawingOptions["map"]): void {
  map.getCanvas().dispatchEvent(new KeyboardEvent("keyup", { key: FINISH_KEY, bubbles: true }));
}

const isHandle = (properties: Record<string, unknown>) => properties.selectionPoint === true || properties.midPoint === true;

function verticesOf(geometry: Piece["geometry"]): Position[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  return geometry.type === "LineString" ? geometry.coordinates : (geometry.coordinates[0] ?? []).slice(0, -1);
}

function faultMark(label: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  element.style.cssText =
    "width:26px;height:26px;border-radius:50%;border:3px solid var(--a-danger);background:color-mix(in srgb, var(--a-danger) 20%, transparent);box-shadow:0 0 0 2px var(--a-surface);pointer-events:none";
  return element;
}
