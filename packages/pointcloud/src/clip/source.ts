import type { Bbox } from "@archipel/geo/bbox.ts";
import type { ReadRange } from "../byte-io.ts";
import type { CopcNode } from "../copc/hierarchy.ts";
import { isCopcRecord } from "../copc/info.ts";
import { CopcReader } from "../copc/open-copc.ts";
import type { Field, PointColumns } from "../las/columns.ts";
import { type Cloud, openCloud } from "../open-cloud.ts";
import { type BatchPlace, batchDecoder, batchPlaces, encodingOf, readBatch } from "../point-batches.ts";
import { type Area, PLACE } from "./area.ts";

/** A cloud to take points from. Of a COPC file only the nodes that touch the area are read. */
export interface PointSource {
  cloud: Cloud;
  octree: CopcReader | undefined;
}

/**
 * Opens a LAS, LAZ or COPC file as a source.
 *
 * @throws CloudError when the file is broken
 */
export async function openSource(read: ReadRange): Promise<PointSource> {
  const cloud = await openCloud(read);
  const [first] = cloud.records;
  const isOctree = first !== undefined && isCopcRecord(first);
  return { cloud, octree: isOctree ? await CopcReader.open(read) : undefined };
}

/** What to read of a source. */
export interface SourceQuery {
  area: Area | undefined;
  /** Nodes of an octree with a finer spacing are not needed. */
  spacing: number | undefined;
}

/** A part of a source that has to be read: a node of the octree, or a part of a file without one. */
export interface SourcePart {
  place: BatchPlace;
  /** West, south, east, north of its points; of a file without octree, those of the whole file. */
  box: Bbox;
}

/**
 * The parts of a source that may have points in the area. A file whose header says that it lies elsewhere has none.
 *
 * @throws CloudError
 */
export async function partsOf({ cloud, octree }: PointSource, { area, spacing }: SourceQuery): Promise<SourcePart[]> {
  const { min, max, scale } = cloud.header;
  // Half a step of the stored coordinates: bounds are rounded by some writers.
  const grown = (box: Bbox): Bbox => [box[0] - scale[0], box[1] - scale[1], box[2] + scale[0], box[3] + scale[1]];
  const whole: Bbox = grown([min[0], min[1], max[0], max[1]]);
  if (cloud.header.pointCount === 0 || (area && area.placeOf(whole) === PLACE.outside)) return [];
  if (!octree) return (await batchPlaces(cloud)).map((place) => ({ place, box: whole }));
  const [west, south, east, north] = area ? grown(area.bounds) : whole;
  const nodes = await octree.findNodes({
    ...(area && { bounds: { min: [west, south, Number.NEGATIVE_INFINITY], max: [east, north, Number.POSITIVE_INFINITY] } }),
    ...(spacing !== undefined && { spacing }),
  });
  return nodes
    .map((place: CopcNode) => {
      const bounds = octree.boundsOf(place);
      return { place, box: grown([bounds.min[0], bounds.min[1], bounds.max[0], bounds.max[1]]) };
    })
    .filter(({ box }) => !area || area.placeOf(box) !== PLACE.outside);
}

/** Reads parts one after the other. At most one is in memory. @throws CloudError when points are broken */
export async function* readParts(
  { cloud }: PointSource,
  parts: readonly SourcePart[],
  fields: ReadonlySet<Field>,
  signal?: AbortSignal,
): AsyncGenerator<PointColumns> {
  const decoder = batchDecoder(encodingOf(cloud));
  for (const { place } of parts) {
    signal?.throwIfAborted();
    yield decoder.decode(await readBatch(cloud, place), place.points, fields);
  }
}
