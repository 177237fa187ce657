import type { Block, BlockOf } from "@archipel/blocks/blocks.ts";
import type { Figure } from "@archipel/blocks/field.ts";
import { referencesOfBlocks } from "@archipel/blocks/references.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { isMoment } from "@archipel/contracts/layer-fields.ts";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import {
  CATALOGUE_FIGURES,
  type ChartValues,
  type FigureValue,
  type PageValues,
  type ValueFailure,
} from "@archipel/contracts/site-pages.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { isStatementTimeout, withStatementLimits } from "@archipel/database/statement-limits.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { everyoneAt, type PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import {
  aggregateOf,
  catalogueCounts,
  filledCount,
  type MeasuredLayer,
  measuredLayers,
  measureOf,
  memberCount,
  seriesOf,
} from "../queries/values.ts";

/** Time of one figure or chart, and of all of a page. Those that are left say that they took too long; they are asked for again later. */
const ONE_MS = 2_000;
const ALL_MS = 6_000;
/** Features whose values are read, and whose shapes are measured: a shape costs about ten times a value. */
const MOST_FEATURES = 5_000_000;
const MOST_MEASURED = 300_000;
/** A page may name the same layer in many ways. */
const MOST_VALUES = 60;

type Result = { value: number | null } | { points: ChartValues["points"]; others: number } | { failure: ValueFailure };

/** What was computed of a layer's revision never changes; a failure is tried again after some minutes. */
const resultsOf = perCore(() => new LRUCache<string, Result>({ max: 5_000, ttl: 86_400_000 }));
const FAILURE_TTL_MS = 5 * 60_000;
const countsOf = perCore(() => new LRUCache<string, Record<string, number>>({ max: 1_000, ttl: 30_000 }));

const storedFields = z.array(layerField);

/** The portal, and the pass of who asks. */
type Visit = Pick<PortalVisit, "portalId" | "passTo">;

interface Asked {
  core: Core;
  visit: Visit;
  layers: ReadonlyMap<string, MeasuredLayer>;
  endsAt: number;
}

/** What everyone reads of the portal, in raw SQL. */
const scopeAt = (visit: Visit) => ({ role: "tenant", ...everyoneAt(visit) }) as const;

/** The figures and charts of blocks, as everyone may see them. One that fails says why, and the others are there. */
export async function computeValues(core: Core, visit: Visit, blocks: readonly Block[]): Promise<PageValues> {
  const ids = referencesOfBlocks(blocks).layers;
  const known = ids.length > 0 ? await core.database.sqlAs(scopeAt(visit), (sql) => measuredLayers(sql, visit.portalId, ids)) : [];
  const asked: Asked = { core, visit, layers: new Map(known.map((layer) => [layer.id, layer])), endsAt: performance.now() + ALL_MS };
  const figures: FigureValue[] = [];
  const charts: ChartValues[] = [];
  for (const block of blocks) {
    if (figures.length + charts.length >= MOST_VALUES) break;
    if (block.type === "figures") figures.push(...(await figuresOf(asked, block)));
    if (block.type === "chart") charts.push(await chartOf(asked, block));
  }
  return { figures, charts };
}

async function figuresOf(asked: Asked, { id, props }: BlockOf<"figures">): Promise<FigureValue[]> {
  const figures: readonly Figure[] =
    props.items.length > 0 ? props.items.map(({ figure }) => figure) : CATALOGUE_FIGURES.map((of) => ({ of }));
  const values: FigureValue[] = [];
  for (const [item, figure] of figures.entries()) {
    const found = await figureOf(asked, figure);
    values.push({ block: id, item, value: "value" in found ? found.value : null, ...("failure" in found && { failure: found.failure }) });
  }
  return values;
}

async function figureOf(asked: Asked, figure: Figure): Promise<Result> {
  if (figure.of !== "layer") return { value: (await countsFor(asked))[figure.of] ?? null };
  const { measure, column } = figure;
  const layer = asked.layers.get(figure.layer);
  if (!layer) return { failure: "gone" };
  if (layer.kind !== "vector") return { failure: "not-numeric" };
  const { tableName } = layer;
  if (measure === "count" && !column) return { value: layer.featureCount };
  if (measure === "area" || measure === "length") {
    return computed(asked, layer, measure, MOST_MEASURED, async (sql) => ({ value: await measureOf(sql, tableName, measure) }));
  }
  const field = fieldNamed(layer, column ?? "");
  if (!field) return { failure: column ? "gone" : "incomplete" };
  if (measure === "count") {
    return computed(asked, layer, `filled ${field.column}`, MOST_FEATURES, async (sql) => ({
      value: await filledCount(sql, tableName, field.column),
    }));
  }
  if (!isNumeric(field)) return { failure: "not-numeric" };
  return computed(asked, layer, `${measure} ${field.column}`, MOST_FEATURES, async (sql) => ({
    value: await aggregateOf(sql, tableName, measure, field.column),
  }));
}

async function chartOf(asked: Asked, { id, props }: BlockOf<"chart">): Promise<ChartValues> {
  const found = await seriesFor(asked, props);
  const unit = props.measure === "area" ? "ha" : unitOf(asked, props);
  if ("points" in found) return { block: id, unit, points: found.points, others: found.others };
  return { block: id, unit, points: [], others: 0, failure: "failure" in found ? found.failure : "incomplete" };
}

function unitOf({ layers }: Asked, { layer, measure, summed }: BlockOf<"chart">["props"]): string | null {
  const known = layer === undefined ? undefined : layers.get(layer);
  return (measure === "sum" && known && fieldNamed(known, codeOf(summed))?.rule?.unit) || null;
}

async function seriesFor(asked: Asked, props: BlockOf<"chart">["props"]): Promise<Result> {
  const { measure, most } = props;
  if (props.layer === undefined) return { failure: "incomplete" };
  const layer = asked.layers.get(props.layer);
  if (!layer) return { failure: "gone" };
  if (layer.kind !== "vector") return { failure: "not-numeric" };
  const [named, summed] = [codeOf(props.column), codeOf(props.summed)];
  const field = fieldNamed(layer, named);
  if (!field) return { failure: named ? "gone" : "incomplete" };
  const summedField = measure === "sum" ? fieldNamed(layer, summed) : undefined;
  if (measure === "sum" && !summedField) return { failure: summed ? "gone" : "incomplete" };
  if (summedField && !isNumeric(summedField)) return { failure: "not-numeric" };
  const by = isMoment(field.type) ? ("year" as const) : ("value" as const);
  const series = { tableName: layer.tableName, column: field.column, by, measure, summed: summedField?.column ?? null, most };
  const name = `series ${JSON.stringify([by, field.column, measure, series.summed, most])}`;
  return computed(asked, layer, name, measure === "area" ? MOST_MEASURED : MOST_FEATURES, async (sql) => {
    const rows = await seriesOf(sql, series);
    const points = rows.flatMap(({ label, value }) => (label === null ? [] : [{ label: labelOf(field, label), value }]));
    const others = rows.find(({ label }) => label === null)?.value ?? 0;
    return { points: isMoment(field.type) || isNumeric(field) ? inTheirOrder(points) : points, others };
  });
}

const inTheirOrder = (points: { label: string; value: number }[]) => points.toSorted((a, b) => Number(a.label) - Number(b.label));

/** The label of a code, when the field has a list of values. */
function labelOf({ rule }: LayerField, value: string): string {
  return rule?.values?.find((one) => String(one.value) === value)?.label ?? value;
}

/** The field of that name, unless it is hidden from visitors. */
function fieldNamed({ fields }: MeasuredLayer, column: string): LayerField | undefined {
  return storedFields.parse(fields).find((field) => field.column === column && !field.isHidden);
}

const isNumeric = ({ type }: LayerField) => type === "integer" || type === "double";
const codeOf = (texts: Texts): string => Object.values(texts)[0] ?? "";

/** A value of a layer's revision, from memory or in a short transaction of its own. */
async function computed(
  { core, visit, endsAt }: Asked,
  { id, revision, featureCount }: MeasuredLayer,
  name: string,
  most: number,
  compute: (sql: SqlSession) => Promise<Result>,
): Promise<Result> {
  const results = resultsOf(core);
  const key = `${id} ${revision} ${name}`;
  const known = results.get(key);
  if (known) return known;
  if (featureCount > most) return { failure: "too-large" };
  const left = endsAt - performance.now();
  if (left <= 0) return { failure: "too-slow" };
  try {
    const limits = { milliseconds: Math.ceil(Math.min(ONE_MS, left)), isParallel: false };
    const made = await withStatementLimits(limits, () => core.database.sqlAs(scopeAt(visit), compute));
    results.set(key, made);
    return made;
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    const failure: Result = { failure: "too-slow" };
    results.set(key, failure, { ttl: FAILURE_TTL_MS });
    return failure;
  }
}

/** The counts of the catalogue, the members and the settled reports of a portal. */
async function countsFor({ core, visit }: Asked): Promise<Record<string, number>> {
  const { portalId } = visit;
  const known = countsOf(core).get(portalId);
  if (known) return known;
  const { reportsSettled, ...counts } = await core.database.sqlAs(scopeAt(visit), (sql) => catalogueCounts(sql, portalId));
  const members = await core.database.sqlAs({ role: "system" }, (sql) => memberCount(sql, portalId));
  const all = { ...counts, members, "reports-settled": reportsSettled };
  countsOf(core).set(portalId, all);
  return all;
}
