import type { Geometry, Position } from "geojson";
import type { TerraDraw } from "terra-draw";
import { CHOSEN } from "./modes.ts";
import { geometryOf, type Piece, piecesOf } from "./pieces.ts";

export interface Shape {
  readonly key: string;
  readonly geometry: Geometry;
  /** The shape before the person's changes: its faults are not theirs. None for a new shape. */
  readonly before?: Geometry | null;
}

const idOf = (key: string, { part, ring }: Piece) => `${key}|${part}|${ring}`;
const keyOfPiece = (id: string) => id.slice(0, id.lastIndexOf("|", id.lastIndexOf("|") - 1));
const DRAWN = { Point: "point", LineString: "linestring", Polygon: "polygon" } as const;

const idsOf = (shapes: readonly Shape[], key: string) =>
  shapes.filter((shape) => shape.key === key).flatMap((shape) => piecesOf(shape.geometry).map((piece) => idOf(key, piece)));

const isSelected = (draw: TerraDraw, id: string) => draw.getSnapshotFeature(id)?.properties.selected === true;

/** The shapes of the draft as terra-draw has them: each ring, line and point is a feature of its own. */
export class ShownShapes {
  readonly #draw: TerraDraw;
  #shapes: readonly Shape[] = [];
  #activeKey: string | null = null;

  constructor(draw: TerraDraw) {
    this.#draw = draw;
  }

  get all(): readonly Shape[] {
    return this.#shapes;
  }

  get activeKey(): string | null {
    return this.#activeKey;
  }

  get active(): Shape | undefined {
    return this.#shapes.find(({ key }) => key === this.#activeKey);
  }

  /** The shape that a feature of terra-draw belongs to. */
  of(id: unknown): Shape | undefined {
    return this.#shapes.find(({ key }) => String(id).startsWith(`${key}|`));
  }

  /** The geometry of a shape as it is drawn now. */
  drawn(shape: Shape): Geometry | null {
    const pieces = piecesOf(shape.geometry).flatMap((piece): Piece[] => {
      const found = this.#draw.getSnapshotFeature(idOf(shape.key, piece));
      return found ? [{ ...piece, geometry: found.geometry }] : [];
    });
    return geometryOf(pieces, shape.geometry.type);
  }

  hasSelection(): boolean {
    return idsOf(this.#shapes, this.#activeKey ?? "").some((id) => isSelected(this.#draw, id));
  }

  /** Draws other shapes in place of those before. Only what changed is updated: a large draft changes little at a time. */
  show(next: readonly Shape[], key: string | null, chosenKeys: readonly string[]): void {
    const draw = this.#draw;
    const wanted = new Map(next.flatMap((shape) => piecesOf(shape.geometry).map((piece) => [idOf(shape.key, piece), piece] as const)));
    const gone = this.#shapes
      .flatMap((shape) => piecesOf(shape.geometry).map((piece) => idOf(shape.key, piece)))
      .filter((id) => !wanted.has(id));
    const present = gone.filter((id) => draw.hasFeature(id));
    if (key !== this.#activeKey && this.#activeKey !== null) this.#deselect(this.#activeKey);
    if (present.length > 0) draw.removeFeatures(present);
    const before = new Map(this.#shapes.map((shape) => [shape.key, shape.geometry]));
    const same = new Set(next.flatMap((shape) => (shape.key !== key && before.get(shape.key) === shape.geometry ? [shape.key] : [])));
    for (const [id, piece] of wanted) {
      if (same.has(keyOfPiece(id)) && draw.hasFeature(id)) continue;
      const geometry = rounded(piece.geometry);
      const known = draw.getSnapshotFeature(id);
      if (!known) {
        const mode = piece.ring > 0 ? "hole" : DRAWN[geometry.type];
        draw.addFeatures([{ id, type: "Feature", geometry, properties: { mode } }]);
      } else if (JSON.stringify(known.geometry) !== JSON.stringify(geometry)) draw.updateFeatureGeometry(id, geometry);
    }
    for (const { id, properties } of draw.getSnapshot()) {
      const owner = next.find((shape) => String(id).startsWith(`${shape.key}|`));
      const isChosen = owner !== undefined && chosenKeys.includes(owner.key);
      if (id !== undefined && (properties[CHOSEN] ?? false) !== isChosen) draw.updateFeatureProperties(id, { [CHOSEN]: isChosen });
    }
    this.#shapes = next;
    this.#activeKey = key;
  }

  #deselect(key: string): void {
    for (const id of idsOf(this.#shapes, key)) if (isSelected(this.#draw, id)) this.#draw.deselectFeature(id);
  }

  /** Selects a piece of the active shape: the one that was selected before, if it still exists. */
  selectAgain(): void {
    const ids = idsOf(this.#shapes, this.#activeKey ?? "").filter((id) => this.#draw.hasFeature(id));
    const id = ids.find((one) => isSelected(this.#draw, one)) ?? ids[0];
    if (id === undefined) return;
    if (isSelected(this.#draw, id)) this.#draw.deselectFeature(id);
    this.#draw.selectFeature(id);
  }
}

/** terra-draw refuses more decimals than these, without a word: the shape would not be drawn. */
const round = (place: Position): Position => place.map((degrees) => Math.round(degrees * 1e9) / 1e9);

function rounded(geometry: Piece["geometry"]): Piece["geometry"] {
  if (geometry.type === "Point") return { ...geometry, coordinates: round(geometry.coordinates) };
  if (geometry.type === "LineString") return { ...geometry, coordinates: geometry.coordinates.map(round) };
  return { ...geometry, coordinates: geometry.coordinates.map((ring) => ring.map(round)) };
}
