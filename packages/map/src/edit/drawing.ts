import type { Geometry, Position } from "geojson";
import type { Map as MapLibreMap, Marker } from "maplibre-gl";
import { TerraDraw } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { loadedMapLibre } from "../ui/load-maplibre.ts";
import { keyboardCursor } from "./cursor.ts";
import { faultsOf } from "./faults.ts";
import { isAt } from "./hit.ts";
import { CHOSEN, type EditColours, editModes, FINISH_KEY } from "./modes.ts";
import { geometryOf, isShape, type Piece, piecesOf, withoutVertex } from "./pieces.ts";
import type { Snapper } from "./snap.ts";

/** `merge` and `copy` only choose features and draw nothing. */
export type Tool = "select" | "point" | "linestring" | "polygon" | "split" | "hole" | "erase" | "merge" | "copy";

/** terra-draw's mode for a tool. */
const modeOf = (tool: Tool) => (tool === "erase" ? "select" : tool === "merge" || tool === "copy" ? "static" : tool);

export interface Shape {
  readonly key: string;
  readonly geometry: Geometry;
}

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
  /** Positions where shapes cross themselves. */
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
const idOf = (key: string, { part, ring }: Piece) => `${key}|${part}|${ring}`;
const keyOfPiece = (id: string) => id.slice(0, id.lastIndexOf("|", id.lastIndexOf("|") - 1));
const DRAWN = { Point: "point", LineString: "linestring", Polygon: "polygon" } as const;

/**
 * Starts terra-draw on a map. The draft is the source of truth: a drawing is reported, and shown once the draft contains it. Long:
 * its handlers share what terra-draw holds at the moment.
 */
export function startDrawing(options: DrawingOptions): Drawing {
  const { map } = options;
  const { Marker: MapMarker } = loadedMapLibre();
  let isSnapping = true;
  let tool: Tool = "select";
  let shapes: readonly Shape[] = [];
  let activeKey: string | null = null;
  let isShowing = false;
  let marks: Marker[] = [];
  let checking = 0;
  let hasDrawn = false;
  let isWaiting = false;
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: editModes(options.colours, ({ containerX, containerY }) =>
      isSnapping ? options.snap.now({ x: containerX, y: containerY }) : undefined,
    ),
    // The editor's ids are texts made of layer, feature, part and ring; terra-draw expects UUIDs by default.
    idStrategy: { isValidId: (id) => typeof id === "string", getId: () => crypto.randomUUID() },
  });
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
  const shapeOf = (id: unknown) => shapes.find(({ key }) => String(id).startsWith(`${key}|`));
  const drawnGeometry = (shape: Shape): Geometry | null => {
    const pieces = piecesOf(shape.geometry).flatMap((piece): Piece[] => {
      const found = draw.getSnapshotFeature(idOf(shape.key, piece));
      return found ? [{ ...piece, geometry: found.geometry }] : [];
    });
    return geometryOf(pieces, shape.geometry.type);
  };
  // Inactive shapes are never changed, only replaced.
  const known = new WeakMap<Geometry, Position[]>();
  const knownFaults = (geometry: Geometry): Position[] => {
    const found = known.get(geometry) ?? faultsOf(geometry);
    known.set(geometry, found);
    return found;
  };
  const check = () => {
    const active = shapes.find(({ key }) => key === activeKey);
    const begun = draw
      .getSnapshot()
      .filter(({ id, geometry, properties }) => geometry.type === "Polygon" && properties.mode !== "split" && !shapeOf(id));
    const others = shapes.filter((shape) => shape !== active).flatMap(({ geometry }) => knownFaults(geometry));
    const places = [...(active ? faultsOf(drawnGeometry(active)) : []), ...others, ...begun.flatMap(({ geometry }) => faultsOf(geometry))];
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
    const shape = shapeOf(id);
    if (shape) {
      const geometry = drawnGeometry(shape);
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
    const key = shapeOf(id)?.key ?? null;
    if (!isShowing && key !== activeKey) options.onSelected(key);
  });
  draw.on("deselect", () => {
    if (isShowing || tool !== "select") return;
    // A press on another piece of the same shape, such as its hole, deselects one piece before it selects the other.
    queueMicrotask(() => {
      if (draw.enabled && !idsOf(shapes, activeKey ?? "").some((id) => isSelected(draw, id))) options.onSelected(null);
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
      const wanted = new Map(next.flatMap((shape) => piecesOf(shape.geometry).map((piece) => [idOf(shape.key, piece), piece] as const)));
      const gone = shapes
        .flatMap((shape) => piecesOf(shape.geometry).map((piece) => idOf(shape.key, piece)))
        .filter((id) => !wanted.has(id));
      const present = gone.filter((id) => draw.hasFeature(id));
      if (key !== activeKey && activeKey !== null) deselect(draw, shapes, activeKey);
      if (present.length > 0) draw.removeFeatures(present);
      const before = new Map(shapes.map((shape) => [shape.key, shape.geometry]));
      const same = new Set(next.flatMap((shape) => (shape.key !== key && before.get(shape.key) === shape.geometry ? [shape.key] : [])));
      for (const [id, piece] of wanted) {
        // Updates only what changed: a large draft changes little at a time.
        if (same.has(keyOfPiece(id)) && draw.hasFeature(id)) continue;
        const known = draw.getSnapshotFeature(id);
        if (!known) {
          const mode = piece.ring > 0 ? "hole" : DRAWN[piece.geometry.type];
          draw.addFeatures([{ id, type: "Feature", geometry: piece.geometry, properties: { mode } }]);
        } else if (JSON.stringify(known.geometry) !== JSON.stringify(piece.geometry)) draw.updateFeatureGeometry(id, piece.geometry);
      }
      for (const { id, properties } of draw.getSnapshot()) {
        const owner = next.find((shape) => String(id).startsWith(`${shape.key}|`));
        const isChosen = owner !== undefined && chosenKeys.includes(owner.key);
        if (id !== undefined && (properties[CHOSEN] ?? false) !== isChosen) draw.updateFeatureProperties(id, { [CHOSEN]: isChosen });
      }
      shapes = next;
      activeKey = key;
      if (tool === "select" && key !== null) selectAgain(draw, shapes, key);
      isShowing = false;
      checkSoon();
    },
    use(next) {
      tool = next;
      isShowing = true;
      draw.setMode(modeOf(next));
      if ((next === "select" || next === "erase") && activeKey !== null) selectAgain(draw, shapes, activeKey);
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
      shapes.filter(({ geometry }) => isAt(geometry, [lon, lat], (place) => map.project(place), TOUCH_PX)).map(({ key }) => key),
    withoutVertexAt(lon, lat) {
      const active = shapes.find(({ key }) => key === activeKey);
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

const idsOf = (shapes: readonly Shape[], key: string) =>
  shapes.filter((shape) => shape.key === key).flatMap((shape) => piecesOf(shape.geometry).map((piece) => idOf(key, piece)));

const isSelected = (draw: TerraDraw, id: string) => draw.getSnapshotFeature(id)?.properties.selected === true;

function deselect(draw: TerraDraw, shapes: readonly Shape[], key: string): void {
  for (const id of idsOf(shapes, key)) if (isSelected(draw, id)) draw.deselectFeature(id);
}

/** Selects a piece of the shape: the one that was selected before, if it still exists. */
function selectAgain(draw: TerraDraw, shapes: readonly Shape[], key: string): void {
  const ids = idsOf(shapes, key).filter((id) => draw.hasFeature(id));
  const id = ids.find((one) => isSelected(draw, one)) ?? ids[0];
  if (id === undefined) return;
  if (isSelected(draw, id)) draw.deselectFeature(id);
  draw.selectFeature(id);
}

function faultMark(label: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  element.style.cssText =
    "width:26px;height:26px;border-radius:50%;border:3px solid var(--a-danger);background:color-mix(in srgb, var(--a-danger) 20%, transparent);box-shadow:0 0 0 2px var(--a-surface);pointer-events:none";
  return element;
}
