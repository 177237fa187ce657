import type { Bbox } from "@archipel/geo/bbox.ts";
import type { Area } from "./area.ts";
import { type ClipRequest, coarsest } from "./clip-cloud.ts";
import { mergeLayout } from "./merged-layout.ts";
import { type PointSource, partsOf } from "./source.ts";

export interface ClipEstimate {
  points: number;
  /** Of a compressed file, and of one that is not. */
  lazBytes: number;
  lasBytes: number;
}

/** Points of each class, if they are known, as fractions of all. */
export interface EstimatedSource extends PointSource {
  classShares?: Readonly<Record<number, number>>;
}

/** What a surface with trees and walls keeps in cubes of a spacing, in points a square of that spacing. */
const CUBES_PER_SQUARE = 2;
const LARGEST_HEADER = 4096;

/**
 * How many points and bytes a clip will have, from the counts of nodes alone: no point is read. Points are taken to be spread evenly in a node;
 * of a file without octree, in its whole box.
 *
 * @throws CloudError, MergeError as `clipClouds`
 */
export async function estimateClip(sources: readonly EstimatedSource[], request: ClipRequest): Promise<ClipEstimate> {
  const layout = mergeLayout(sources.map(({ cloud }) => cloud));
  let [points, stored, covered] = [0, 0, 0];
  for (const source of sources) {
    const share = shareOfClasses(source, request.classes);
    for (const { place, box } of await partsOf(source, { area: request.area, spacing: coarsest(request) })) {
      const inside = (request.area?.shareOf(box) ?? 1) * share;
      points += inside * place.points;
      stored += inside * place.length;
    }
    covered += coveredBy(source, request.area);
  }
  const most = Math.min(
    request.density === undefined ? Number.POSITIVE_INFINITY : request.density * covered,
    request.spacing === undefined ? Number.POSITIVE_INFINITY : (CUBES_PER_SQUARE * covered) / request.spacing ** 2,
  );
  const kept = points > most ? most / points : 1;
  const recordLength = layout.format.size + layout.fields.extraBytes;
  const isStoredPlain = sources.every(({ cloud }) => !cloud.laszip);
  return {
    points: Math.round(points * kept),
    // A file that is not compressed shrinks to a quarter, more or less.
    lazBytes: Math.round(LARGEST_HEADER + stored * kept * (isStoredPlain ? 0.25 : 1)),
    lasBytes: Math.round(LARGEST_HEADER + points * kept * recordLength),
  };
}

function shareOfClasses({ classShares }: EstimatedSource, classes: ReadonlySet<number> | undefined): number {
  if (!classes || !classShares) return 1;
  return [...classes].reduce((sum, code) => sum + (classShares[code] ?? 0), 0);
}

/** Ground of a source inside the area. */
function coveredBy({ cloud }: PointSource, area: Area | undefined): number {
  const { min, max } = cloud.header;
  const box: Bbox = [min[0], min[1], max[0], max[1]];
  return (max[0] - min[0]) * (max[1] - min[1]) * (area?.shareOf(box) ?? 1);
}
