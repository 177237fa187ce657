import { isCode } from "../codes.ts";
import type { Environment } from "../environment.ts";
import type { RepairId } from "../finding.ts";
import { differenceOf, type JtsGeometry, unionOf } from "../geometry/jts.ts";
import type { GeometryRules } from "../model/geometry.ts";
import { wouldSnapTogether } from "../repair/borders.ts";
import { keyOf } from "./inclusions.ts";
import { placeOf } from "./keys.ts";
import { notCompared } from "./overlaps.ts";
import { relatedKeys } from "./relations.ts";
import type { ReadyShape, ShapeCache } from "./shape-cache.ts";
import { areaText, DEFAULT_TOLERANCE, isMoreThanSliver, placeOfLeftOver } from "./slivers.ts";

type Rule = NonNullable<GeometryRules["partitionOf"]>[number];

/**
 * Checks that the geometries of a table cover each geometry of another table exactly: no gap, nothing outside, no overlap. A geometry without
 * parts is skipped. Findings are on the geometry to be covered.
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
    const left = leftOversOf(
      whole.jts,
      parts.map(({ jts }) => jts),
      rule,
    );
    const { faults, twice } = left;
    if (faults.length === 0 && !twice) return;
    const agree = ([snapped, ...others]: readonly JtsGeometry[]) => {
      const after = snapped && leftOversOf(snapped, others, rule);
      return after !== undefined && after.faults.length === 0 && !after.twice;
    };
    const canSnap = wouldSnapTogether([whole, ...parts], { wrong: faults, tolerance: rule.tolerance }, environment, agree);
    const repair = canSnap ? "snap-precision" : null;
    if (faults.length > 0 || rule.overlapCode === undefined) addFinding(rule.code, left, repair, whole, rule, environment);
    if (twice && rule.overlapCode !== undefined) addFinding(rule.overlapCode, { ...left, faults: [] }, repair, whole, rule, environment);
  } catch (error) {
    notCompared(error, environment, whole.shape.table);
  }
}

/** The differences between a geometry and its parts. */
function leftOversOf(whole: JtsGeometry, parts: readonly JtsGeometry[], { tolerance }: Rule): LeftOvers {
  const union = unionOf(parts);
  const gap = differenceOf(whole, union);
  const excess = differenceOf(union, whole);
  const overlap = parts.reduce((sum, part) => sum + part.getArea(), 0) - union.getArea();
  return {
    gap,
    excess,
    overlap,
    twice: overlap > union.getLength() * (tolerance ?? DEFAULT_TOLERANCE),
    faults: [gap, excess].filter((left) => isMoreThanSliver(left, tolerance)),
  };
}

interface LeftOvers {
  /** Gaps and excesses that are wider than slivers. */
  faults: readonly JtsGeometry[];
  /** True when parts overlap by more than slivers along their borders. */
  twice: boolean;
  gap: JtsGeometry;
  excess: JtsGeometry;
  overlap: number;
}

function addFinding(
  wanted: string | undefined,
  { faults, gap, excess, overlap }: LeftOvers,
  repair: RepairId | null,
  { shape }: ReadyShape,
  rule: Rule,
  environment: Environment,
): void {
  const { collector, plane } = environment;
  const code = wanted !== undefined && isCode(wanted) ? wanted : "geometry-partition";
  const field = environment.model.tables.get(rule.table)?.geometry?.field ?? "WKT";
  const place = faults.length > 0 && collector.isListed(code) ? placeOfLeftOver(unionOf(faults), plane) : null;
  const id = rule.match ? keyOf(shape, rule.table, rule.match.equals, environment) : (shape.featureId ?? String(shape.row));
  const params = {
    table: rule.table,
    id,
    gap: areaText(gap.getArea()),
    excess: areaText(excess.getArea()),
    overlap: areaText(Math.max(0, overlap)),
  };
  collector.add(code, { ...placeOf(environment, shape), field, place }, { params, level: rule.level, repair });
}
