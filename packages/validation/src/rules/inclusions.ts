import { isCode } from "../codes.ts";
import type { Environment } from "../environment.ts";
import { bufferOf, covers, differenceOf, type JtsGeometry, unionOf } from "../geometry/jts.ts";
import type { GeometryRules } from "../model/geometry.ts";
import { wouldSnapTogether } from "../repair/borders.ts";
import type { NotedShape } from "../store/row-store.ts";
import { placeOf } from "./keys.ts";
import { notCompared } from "./overlaps.ts";
import { relatedKeys } from "./relations.ts";
import type { ReadyShape, ShapeCache } from "./shape-cache.ts";
import { areaText, isMoreThanSliver, placeOfLeftOver } from "./slivers.ts";

type Rule = NonNullable<GeometryRules["inside"]>[number];

/** The value of a field that was noted with a geometry. */
export function keyOf(shape: NotedShape, table: string, field: string, environment: Environment): string {
  return shape.keys[relatedKeys(table, environment.model)?.indexOf(field) ?? -1] ?? "";
}

/** Reports geometries that are not inside the geometries of another table. The rule is skipped when that table is not delivered. */
export function* checkInclusions(name: string, rule: Rule, environment: Environment, cache: ShapeCache): Generator<void> {
  const { store, tables } = environment;
  if (!tables.some((table) => table.name === rule.table)) return;
  const { match, where, within } = rule;
  const own = (shape: NotedShape) => (match ? keyOf(shape, name, match.field, environment) : "");
  const held = (shape: NotedShape) => (match ? keyOf(shape, rule.table, match.equals, environment) : "");
  const holds = (shape: NotedShape) => !within || within.in.includes(keyOf(shape, rule.table, within.field, environment));
  const delivered = within ? deliveredHolders(rule.table, environment, holds, held) : null;
  for (const shape of store.shapes(name)) {
    if (where && !where.in.includes(keyOf(shape, name, where.field, environment))) continue;
    if (delivered && !delivered.has(own(shape))) continue;
    const ready = cache.read(shape);
    const holders: ReadyShape[] = [];
    for (const near of store.near(rule.table, ready.box)) {
      if (holds(near) && own(shape) === held(near)) holders.push(cache.read(near));
    }
    checkOne(ready, holders, rule, environment);
    yield;
  }
}

/** The matched values for which a containing geometry is delivered: the rule is skipped for the other values. */
function deliveredHolders(
  table: string,
  { store }: Environment,
  holds: (shape: NotedShape) => boolean,
  held: (shape: NotedShape) => string,
): ReadonlySet<string> {
  const values = new Set<string>();
  for (const shape of store.shapes(table)) if (holds(shape)) values.add(held(shape));
  return values;
}

function checkOne(ready: ReadyShape, holders: readonly ReadyShape[], rule: Rule, environment: Environment): void {
  const { collector, plane, model, tables } = environment;
  const { shape, jts } = ready;
  try {
    if (holders.some((holder) => covers(holder.jts, jts))) return;
    const left = leftOver(
      jts,
      holders.map((holder) => holder.jts),
    );
    if (!isMoreThanSliver(left, rule.tolerance)) return;
    const code = rule.code !== undefined && isCode(rule.code) ? rule.code : "geometry-not-inside";
    const field = model.tables.get(tables[shape.table]?.name ?? "")?.geometry?.field ?? "WKT";
    const isListed = collector.isListed(code);
    const agree = ([own, ...others]: readonly JtsGeometry[]) =>
      own !== undefined && !isMoreThanSliver(leftOver(own, others), rule.tolerance);
    const canSnap = isListed && wouldSnapTogether([ready, ...holders], { wrong: [left], tolerance: rule.tolerance }, environment, agree);
    collector.add(
      code,
      { ...placeOf(environment, shape), field, place: isListed ? placeOfLeftOver(left, plane) : null },
      {
        params: { table: rule.table, area: areaText(left.getArea()) },
        level: rule.level,
        repair: canSnap ? "snap-precision" : null,
      },
    );
  } catch (error) {
    notCompared(error, environment, shape.table);
  }
}

/** Points and lines on the border count as inside: the containing geometries are enlarged by a millimetre for them. */
const BORDER = 0.001;

function leftOver(jts: JtsGeometry, holders: readonly JtsGeometry[]): JtsGeometry {
  if (holders.length === 0) return jts;
  const union = holders.length === 1 && holders[0] ? holders[0] : unionOf(holders);
  return differenceOf(jts, jts.getDimension() < 2 ? bufferOf(union, BORDER) : union);
}
