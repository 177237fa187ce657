import { type Bbox, bboxesIntersect, growBbox } from "./bbox.ts";
import { type TileAddress, tileToMercatorBbox } from "./tile-math.ts";

/**
 * How far around a tile an edit can change its picture, as a share of its side. A tile is drawn with a margin (1/64), and at low
 * zooms small features are drawn together up to four cells (of 1/128) from their place.
 */
const REACH = 1 / 16;

/** Most boxes kept in memory; older edits then count for all tiles. */
const MAX_BOXES = 2000;

/** A revision of a layer and the boxes that it changed, in web mercator metres; null: the whole layer. */
export interface Edit {
  revision: number;
  boxes: readonly Bbox[] | null;
}

/** The area in which an edit can change a tile. */
function groundOfTile(tile: TileAddress): Bbox {
  return growBbox(tileToMercatorBbox(tile), REACH);
}

/** Whether an edit that touched these boxes (web mercator metres) can have changed a tile. */
export function isTileTouched(tile: TileAddress, boxes: readonly Bbox[]): boolean {
  const ground = groundOfTile(tile);
  return boxes.some((box) => bboxesIntersect(box, ground));
}

/**
 * The areas where a layer was edited recently. The revision of a tile is the last one that touched it. The server and the maps share this
 * class, so both agree on which tiles an edit changed.
 */
export class EditedGround {
  /** The revision of tiles that no remembered edit touched. */
  private floor: number;
  /** Oldest first. */
  private readonly edits: { revision: number; boxes: readonly Bbox[] }[] = [];
  private boxCount = 0;

  /** @param floor the initial revision of all tiles */
  constructor(floor: number) {
    this.floor = floor;
  }

  /** The newest revision. */
  get revision(): number {
    return this.edits.at(-1)?.revision ?? this.floor;
  }

  /** Adds a revision. Known and older ones are ignored. One that does not directly follow the newest counts for all tiles. */
  add({ revision, boxes }: Edit): boolean {
    if (revision <= this.revision) return false;
    if (boxes === null || revision > this.revision + 1) {
      this.edits.length = 0;
      this.boxCount = 0;
      this.floor = revision;
      return true;
    }
    this.edits.push({ revision, boxes });
    // A revision without boxes counts as one box, so that empty revisions are limited too.
    this.boxCount += Math.max(1, boxes.length);
    while (this.boxCount > MAX_BOXES) {
      const oldest = this.edits.shift();
      if (!oldest) break;
      this.boxCount -= Math.max(1, oldest.boxes.length);
      this.floor = oldest.revision;
    }
    return true;
  }

  /** The last revision that touched a tile. @param upTo ignores later revisions */
  revisionOf(tile: TileAddress, upTo = Number.POSITIVE_INFINITY): number {
    const ground = groundOfTile(tile);
    const touching = this.edits.findLast(({ revision, boxes }) => revision <= upTo && boxes.some((box) => bboxesIntersect(box, ground)));
    return touching?.revision ?? Math.min(this.floor, upTo);
  }
}
