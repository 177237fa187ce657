import type { Bbox } from "@archipel/geo/bbox.ts";
import { isCode } from "../codes.ts";
import type { Environment } from "../environment.ts";
import { intersectionOf, type JtsGeometry } from "../geometry/jts.ts";
import type { GeometryRules } from "../model/geometry.ts";
import { wouldSnapTogether } from "../repair/borders.ts";
import { placeOf } from "./keys.ts";
import { relatedKeys } from "./relations.ts";
import type { ReadyShape, ShapeCache } from "./shape-cache.ts";
import { areaText, DEFAULT_TOLERANCE, isMoreThanSliver, placeOfLeftOver } from "./slivers.ts";

type Rule = NonNullable<GeometryRules["noOverlap"]>[number];

/** Reports areas that must not overlap but do. Each pair gives one finding, on the later geometry. */
export function* checkOverlaps(name: string, rule: Rule, environment: Environment, cache: ShapeCache): Generator<void> {
  const { store } = environment;
  const keys = relatedKeys(name, environment.model) ?? [];
  for (const shape of store.shapes(name)) {
    const ready = cache.read(shape);
    if (ready.jts.getDimension() === 2) {
      for (const other of rule.with ?? [name]) {
        const otherKeys = relatedKeys(other, environment.model) ?? [];
        for (const near of store.near(other, ready.box, other === name ? shape.id : 0)) {
          if (mayOverlap(rule, keyed(keys, shape.keys), keyed(otherKeys, near.keys))) continue;
          comparePair(ready, cache.read(near), rule, environment);
        }
      }
    }
    yield;
  }
}

function keyed(names: readonly string[], values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, values[index] ?? ""]));
}

function mayOverlap({ same, differ }: Rule, a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (same?.some((field) => a.get(field) !== b.get(field))) return true;
  return differ?.every((field) => a.get(field) === b.get(field)) ?? false;
}

function comparePair(a: ReadyShape, b: ReadyShape, rule: Rule, environment: Environment): void {
  const { collector, plane, tables, model } = environment;
  if (b.jts.getDimension() !== 2 || isThin(a.box, b.box, rule.tolerance)) return;
  const [first, second] = a.shape.id < b.shape.id ? [a, b] : [b, a];
  const other = tables[first.shape.table];
  try {
    const common = overlap(a.jts, b.jts, rule);
    if (!common) return;
    const code = rule.code !== undefined && isCode(rule.code) ? rule.code : "geometry-overlap";
    const field = model.tables.get(tables[second.shape.table]?.name ?? "")?.geometry?.field ?? "WKT";
    const isListed = collector.isListed(code);
    const place = isListed ? placeOfLeftOver(common, plane) : null;
    const agree = ([left, right]: readonly JtsGeometry[]) => left !== undefined && right !== undefined && !overlap(left, right, rule);
    const canSnap = isListed && wouldSnapTogether([a, b], { wrong: [common], tolerance: rule.tolerance }, environment, agree);
    collector.add(
      code,
      { ...placeOf(environment, second.shape), field, place },
      {
        params: { other: other?.table.name ?? "", row: first.shape.row, area: areaText(common.getArea()) },
        level: rule.level,
        repair: canSnap ? "snap-precision" : null,
      },
    );
  } catch (error) {
    notCompared(error, environment, second.shape.table);
  }
}

/** The intersection of two areas; null when it is only a sliver. */
function overlap(a: JtsGeometry, b: JtsGeometry, { tolerance }: Rule): JtsGeometry | null {
  const common = intersectionOf(a, b);
  return isMoreThanSliver(common, tolerance) && common.getArea() > 0 ? common : null;
}

/** True when the bounding boxes overlap by a sliver at most. Neighbours with a common border then need no costly overlay. */
function isThin(a: Bbox, b: Bbox, tolerance = DEFAULT_TOLERANCE): boolean {
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0]) <= tolerance || Math.min(a[3], b[3]) - Math.max(a[1], b[1]) <= tolerance;
}

/** JSTS fails on geometries that nearly touch in many places. This is not a fault of the data: it is counted, and reported once per table. */
export function notCompared(error: unknown, environment: Environment, table: number): void {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
  const matched = environment.tables[table];
  if (matched) matched.notCompared++;
}
