import type { ExtractEstimate, estimateExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import type { FilePart } from "../../../access/file-parts/service.ts";
import { isSmall, refusalOf, resolutionsFor } from "../policy.ts";
import { type LayerToTake, polygonFault } from "../queries.ts";
import { cutToPart, layerInReach } from "./in-part.ts";
import { type Measured, measureTiles, type TouchedTile, touchedTiles } from "./measure.ts";
import { type ReadArea, readArea, refused } from "./read-area.ts";

type Asked = z.output<typeof estimateExtractInput>;

export interface CountedArea extends ReadArea {
  layer: LayerToTake;
  tiles: TouchedTile[];
  measured: Measured;
  /** The areas in which grants open the layer; null: it is open whole. */
  part: FilePart | null;
  /** A part of what was asked for is outside these areas. */
  isCut: boolean;
  /** Its CRS counts in metres: spacings and resolutions mean something. */
  isMetric: boolean;
}

/**
 * Reads an area of a layer that the caller may see, and counts what it holds.
 *
 * @throws DomainError when the layer is not visible; when the area is no polygon, or has no tile; when a spacing needs metres
 */
export async function countArea(core: Core, actor: Actor, { layerId, area: asked, classes, spacing }: Asked): Promise<CountedArea> {
  const scope = scopeOf(actor);
  const found = await layerInReach(core, actor, layerId);
  if (!found) throw new DomainError("not-found", "cloud-layer-not-found");
  const { layer, tiles, part } = found;
  const wanted = readArea(asked, layer.srid);
  const fault = await core.database.sqlAs({ role: "tenant", ...scope }, (sql) => polygonFault(sql, asked.geometry));
  if (fault)
    throw fault.reason === "empty"
      ? refused("extract-area-empty")
      : refused("extract-area-crossing", { reason: fault.reason.slice(0, 200) });
  const isMetric = crsOf(layer.srid)?.unit !== "degree";
  if (spacing !== null && !isMetric) throw new DomainError("invalid", "extract-needs-metres", { srid: layer.srid }, "spacing");
  // Where the area is not open, it is as if no tile were there.
  const read = part ? await cutToPart(core, part, layer.srid, wanted) : { ...wanted, isCut: false };
  const touched = read ? touchedTiles(tiles, read.area) : [];
  if (!read || touched.length === 0) throw refused("extract-area-outside");
  return { ...read, layer, part, tiles: touched, measured: await measureTiles(core, touched, read.area, { classes, spacing }), isMetric };
}

/** How many points and bytes an area holds, about, and whether it can be taken. */
export async function estimateExtract(core: Core, actor: Actor, asked: Asked): Promise<ExtractEstimate> {
  const { tiles, measured, isMetric, isCut } = await countArea(core, actor, asked);
  const taker = actor.userId === null ? "visitor" : "person";
  const { points, bytes, surface, read, box } = measured;
  return {
    points,
    bytes,
    tiles: tiles.length,
    isCut,
    surface,
    resolutions: isMetric ? resolutionsFor(box) : [],
    isSmall: isSmall({ points, read, box }, { models: [], resolution: 1 }),
    refusal: refusalOf({ points, read, tiles: tiles.length }, taker),
  };
}
