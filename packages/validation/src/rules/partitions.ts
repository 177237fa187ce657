import { isCode } from "../codes.ts";
import type { Environment } from "../environment.ts";
import { differenceOf, type JtsGeometry, unionOf } from "../geometry/jts.ts";
import type { GeometryRules } from "../model/geometry.ts";
import { keyOf } from "./inclusions.ts";
import { placeOf } from "./keys.ts";
import { notCompared } from "./overlaps.ts";
import { relatedKeys } from "./relations.ts";
import type { ReadyShape, ShapeCache } from "./shape-cache.ts";
import { areaText, isMoreThanSliver, placeOfLeftOver } from "./slivers.ts";

type Rule = NonNullable<GeometryRules["partitionOf"]>[number];

/**
 * Do the shapes of a table cut up each shape of another exactly: no hole, nothing outside, nothing twice? A shape that nothing cuts up is
 * not asked. Found on the shape that should be cut up.
 */
export function* checkPartitions(name: string, rule: Rule, environment: Environment, cache: ShapeCache): Generator<void> {
  const { store, model } = environment;
  const { match } = rule;
  const lookUp = match && store.lookUpByKey(name, relatedKeys(name, model)?.indexOf(match.field) ?? 0);
  for (const whole of store.shapes(rule.table)) {
    const ready = cache.read(whole);
    const candidates = lookUp ? lookUp(keyOf(whole, rule.table, match.equals, environment)) : store.near(name, ready.box);
    const parts = Array.from(candidates, (part) => cache.read(part));
    if (parts.length > 0) checkOne(ready, parts, rule, environment);
    yield;
  }
}

function checkOne(whole: ReadyShape, parts: readonly ReadyShape[], rule: Rule, environment: Environment): void {
  try {
    const union = unionOf(parts.map(({ jts }) => jts));
    const gap = differenceOf(whole.jts, union);
    const excess = differenceOf(union, whole.jts);
    const overlap = parts.reduce((sum, { jts }) => sum + jts.getArea(), 0) - union.getArea();
    const twice = overlap > union.getLength() * (rule.tolerance ?? 0.01);
    const faults = [gap, excess].filter((left) => isMoreThanSliver(left, rule.tolerance));
    if (faults.length > 0 || (twice && rule.overlapCode === undefined))
      report(rule.code, faults, { gap, excess, overlap }, whole, rule, environment);
    if (twice && rule.overlapCode !== undefined) report(rule.overlapCode, [], { gap, excess, overlap }, whole, rule, environment);
  } catch (error) {
    notCompared(error, environment, whole.shape.table);
  }
}

interface LeftOvers {
  gap: JtsGeometry;
  excess: JtsGeometry;
  overlap: number;
}

function report(
  wanted: string | undefined,
  faults: readonly JtsGeometry[],
  { gap, excess, overlap }: LeftOvers,
  { shape }: ReadyShape,
  rule: Rule,
  environment: Environment,
): void {
  const { reporter, plane } = environment;
  const code = wanted !== undefined && isCode(wanted) ? wanted : "geometry-partition";
  const field = environment.model.tables.get(rule.table)?.geometry?.field ?? "WKT";
  const place = faults.length > 0 && reporter.isListed(code) ? placeOfLeftOver(unionOf(faults), plane) : null;
  const id = rule.match ? keyOf(shape, rule.table, rule.match.equals, environment) : (shape.featureId ?? String(shape.row));
  const params = {
    table: rule.table,
    id,
    gap: areaText(gap.getArea()),
    excess: areaText(excess.getArea()),
    overlap: areaText(Math.max(0, overlap)),
  };
  reporter.report(code, { ...placeOf(environment, shape), field, place }, { params, level: rule.level });
}
