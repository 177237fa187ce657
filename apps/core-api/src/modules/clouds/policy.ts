import type { CloudCoverage, CloudDifference, CloudFacts } from "@archipel/contracts/clouds.ts";
import { crsOf } from "@archipel/geo/crs.ts";

/** How the points of a tile differ from those before them. */
export function differenceOf(before: CloudFacts, after: CloudFacts): CloudDifference {
  const codes = [...new Set([...Object.keys(before.classes), ...Object.keys(after.classes)])].sort((a, b) => Number(a) - Number(b));
  const classes = codes.flatMap((code) => {
    const counts = { before: before.classes[code] ?? 0, after: after.classes[code] ?? 0 };
    return counts.before === counts.after ? [] : [[code, counts] as const];
  });
  const boxes = { before: { min: before.min, max: before.max }, after: { min: after.min, max: after.max } };
  return {
    points: { before: before.points, after: after.points },
    classes: Object.fromEntries(classes),
    bounds: JSON.stringify(boxes.before) === JSON.stringify(boxes.after) ? null : boxes,
  };
}

/** The vertical CRS that all tiles share; null when it differs, or one of them does not say it. */
export function commonVertical(tiles: readonly Pick<CloudFacts, "verticalSrid">[]): number | null {
  const [first, ...others] = tiles;
  return first && others.every(({ verticalSrid }) => verticalSrid === first.verticalSrid) ? first.verticalSrid : null;
}

/** A tile in another horizontal CRS than the layer's; the first tile decides for a new layer. */
export function oddTile<T extends { srid: number | null }>(tiles: readonly T[], layerSrid: number | null): T | undefined {
  const srid = layerSrid ?? tiles[0]?.srid ?? null;
  return tiles.find((tile) => tile.srid !== srid);
}

interface KnownTile {
  path: string;
  fileName: string;
  cloud: unknown;
}

/**
 * The attachment that a published tile replaces: the one of the same path, or else the only tile of the same file name, because a tile comes
 * alone one day and in a zip the other.
 */
export function replacedBy<T extends KnownTile>(known: readonly T[], tile: { path: string; fileName: string }): T | undefined {
  const samePath = known.find(({ path }) => path === tile.path);
  if (samePath) return samePath;
  const sameName = known.filter(({ fileName, cloud }) => cloud !== null && fileName === tile.fileName);
  return sameName.length === 1 ? sameName[0] : undefined;
}

/** Class → points, after points went from some classes to others. */
export function movedClasses(
  classes: CloudFacts["classes"],
  moves: readonly { from: number; to: number; points: number }[],
): CloudFacts["classes"] {
  const moved = { ...classes };
  for (const { from, to, points } of moves) {
    moved[from] = (moved[from] ?? 0) - points;
    moved[to] = (moved[to] ?? 0) + points;
  }
  return Object.fromEntries(Object.entries(moved).filter(([, points]) => points > 0));
}

const METRES_A_KILOMETRE = 1000;

/** The ground that tiles cover, by product and year: the latest first. Ground that two tiles share counts twice. */
export function coverageOf(tiles: readonly CloudFacts[]): CloudCoverage[] {
  const groups = Map.groupBy(tiles, ({ product, dates }) => `${product ?? ""} ${yearOf(dates) ?? ""}`);
  return [...groups.values()]
    .flatMap((members): CloudCoverage[] => {
      const [first] = members;
      if (!first) return [];
      const areas = members.map(squareKilometresOf);
      return [
        {
          product: first.product,
          year: yearOf(first.dates),
          tiles: members.length,
          points: members.reduce((sum, { points }) => sum + points, 0),
          squareKilometres: areas.some((area) => area === null) ? null : areas.reduce<number>((sum, area) => sum + (area ?? 0), 0),
        },
      ];
    })
    .sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.product ?? "~").localeCompare(b.product ?? "~"));
}

function yearOf(dates: CloudFacts["dates"]): number | null {
  return dates ? Number(dates[0].slice(0, 4)) : null;
}

function squareKilometresOf({ srid, min, max, coverage }: CloudFacts): number | null {
  if (srid === null || crsOf(srid)?.unit !== "metre") return null;
  return (coverage * (max[0] - min[0]) * (max[1] - min[1])) / METRES_A_KILOMETRE ** 2;
}
