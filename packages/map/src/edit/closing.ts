import type { Position } from "geojson";
import { TerraDrawLineStringMode, type TerraDrawMouseEvent, TerraDrawPolygonMode } from "terra-draw";

/** How near to a corner a press means that corner. Pixels. */
const REACH_PX = { fine: 10, coarse: 22 };
/** The second press of a double click comes within this time. */
const DOUBLE_MS = 500;

/**
 * terra-draw closes a shape that is pressed within a distance of its first or last corner. A pixel is the smallest distance, so that it
 * closes only where `Closing` puts the pointer.
 */
const CLOSING_DISTANCE_PX = 1;

/** A press of a pointer on the map. */
export interface Press {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
  readonly isCoarse: boolean;
}

/** The last two presses: whether a finger made them, and whether they are a double click. */
export interface Presses {
  press(press: Press): void;
  isCoarse(): boolean;
  isDouble(): boolean;
}

export function readPresses(): Presses {
  let last: Press | undefined;
  let before: Press | undefined;
  return {
    press(press) {
      before = last;
      last = press;
    },
    isCoarse: () => last?.isCoarse ?? false,
    isDouble() {
      if (!last || !before || last.atMs - before.atMs > DOUBLE_MS) return false;
      return Math.hypot(last.x - before.x, last.y - before.y) <= reachOf(last.isCoarse);
    },
  };
}

const reachOf = (isCoarse: boolean) => (isCoarse ? REACH_PX.coarse : REACH_PX.fine);

/** What a press means for the drawing: it goes on, it ends at a corner, or it is the second press of a double click that ends nothing. */
type Meaning = "on" | "ignored" | { readonly corner: Position };

/** The corners that were placed so far, read from what terra-draw draws at the moment. */
interface Begun {
  readonly corners: readonly Position[];
  readonly isArea: boolean;
}

function meaningOf({ corners, isArea }: Begun, pixelsTo: (corner: Position) => number, presses: Presses, isPressed: boolean): Meaning {
  const [first] = corners;
  const last = corners.at(-1);
  const isEnough = corners.length >= (isArea ? 3 : 2);
  if (isArea && isEnough && first && pixelsTo(first) <= reachOf(presses.isCoarse())) return { corner: first };
  if (!isPressed || !last || !presses.isDouble()) return "on";
  return isEnough ? { corner: last } : "ignored";
}

type Project = (lng: number, lat: number) => { x: number; y: number };

/** Moves the event to the corner that it means; undefined: the event means nothing. */
function atCorner(
  event: TerraDrawMouseEvent,
  begun: Begun,
  presses: Presses,
  project: Project,
  isPressed: boolean,
): TerraDrawMouseEvent | undefined {
  const pixelOf = ([lon = 0, lat = 0]: Position) => project(lon, lat);
  const pixelsTo = (corner: Position) => {
    const { x, y } = pixelOf(corner);
    return Math.hypot(x - event.containerX, y - event.containerY);
  };
  const meaning = meaningOf(begun, pixelsTo, presses, isPressed);
  if (meaning === "ignored") return undefined;
  if (meaning === "on") return event;
  const [lng = 0, lat = 0] = meaning.corner;
  const { x, y } = pixelOf(meaning.corner);
  return { ...event, lng, lat, containerX: x, containerY: y };
}

type PolygonOptions = NonNullable<ConstructorParameters<typeof TerraDrawPolygonMode>[0]>;
type LineOptions = NonNullable<ConstructorParameters<typeof TerraDrawLineStringMode>[0]>;

/** An area that closes on its first corner, or by a double click: never because a corner lies near another one. */
export class AreaMode extends TerraDrawPolygonMode {
  readonly #presses: Presses;

  constructor(presses: Presses, options: PolygonOptions) {
    super({ ...options, pointerDistance: CLOSING_DISTANCE_PX });
    this.#presses = presses;
  }

  override onClick(event: TerraDrawMouseEvent): void {
    const meant = atCorner(event, this.#begun(), this.#presses, this.project, true);
    if (meant) super.onClick(meant);
  }

  override onMouseMove(event: TerraDrawMouseEvent): void {
    const meant = atCorner(event, this.#begun(), this.#presses, this.project, false);
    if (meant) super.onMouseMove(meant);
  }

  #begun(): Begun {
    const [drawn] = this.store.copyAllWhere(({ mode, currentlyDrawing }) => mode === this.mode && currentlyDrawing === true);
    if (drawn?.geometry.type !== "Polygon") return { corners: [], isArea: true };
    const placed = Number(drawn.properties.committedCoordinateCount ?? 0);
    return { corners: drawn.geometry.coordinates[0]?.slice(0, placed) ?? [], isArea: true };
  }
}

/** A line that ends by a double click: a short last side does not end it. */
export class LineMode extends TerraDrawLineStringMode {
  readonly #presses: Presses;

  constructor(presses: Presses, options: LineOptions) {
    super({ ...options, pointerDistance: CLOSING_DISTANCE_PX });
    this.#presses = presses;
  }

  override onClick(event: TerraDrawMouseEvent): void {
    const meant = atCorner(event, this.#begun(), this.#presses, this.project, true);
    if (meant) super.onClick(meant);
  }

  #begun(): Begun {
    const [drawn] = this.store.copyAllWhere(({ mode, currentlyDrawing }) => mode === this.mode && currentlyDrawing === true);
    // The last position follows the pointer.
    const corners = drawn?.geometry.type === "LineString" ? drawn.geometry.coordinates.slice(0, -1) : [];
    return { corners, isArea: false };
  }
}
