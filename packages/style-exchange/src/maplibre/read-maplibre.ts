import { ICONS } from "@archipel/map-style/icons/names.ts";
import type { Feature } from "@maplibre/maplibre-gl-style-spec";
import { ALL, type Condition, ELSE, type Range, type Value } from "../model/condition.ts";
import type { Drawing, Labels, Rule, Special } from "../model/drawing.ts";
import { type Geometry, lookOf, type SymbolLayer } from "../model/look.ts";
import type { Notes, Place } from "../model/notes.ts";
import { StyleFileError } from "../model/style-file-error.ts";
import { collectDomains, type Domain, modern, modernFilter, passes, type Sample } from "./expressions.ts";
import { parseStyle, recordOf, type StyleFile, type StyleLayer } from "./json.ts";
import { readLabels } from "./labels.ts";
import { specialOf } from "./specials.ts";
import { drawnBy, onDiscs } from "./symbols.ts";

const DRAWS: Readonly<Record<Geometry, readonly string[]>> = {
  point: ["circle", "symbol", "heatmap"],
  line: ["line"],
  polygon: ["fill", "line", "fill-extrusion"],
};
/** Sizes are read at the zooms where ours are as the style says. */
const ZOOM: Readonly<Record<Geometry, number>> = { point: 14, line: 13, polygon: 13 };
const TYPES = { point: 1, line: 2, polygon: 3 } as const;
const MAX_CLASSES = 200;

/**
 * Reads the layers of a MapLibre style that draw one layer of data. Expressions are computed for each value that they compare, as MapLibre
 * does: whatever their form, equal values get equal classes.
 *
 * @throws StyleFileError when the text is not a style, or draws nothing
 */
export function readMapLibre(text: string, geometry: Geometry, layer: { readonly name: string }, notes: Notes): Drawing {
  const file = parseStyle(text);
  const layers = chosenLayers(file, geometry, layer.name, notes).map(withModernForms);
  const drawn = layers.filter(
    ({ type, layout }) => DRAWS[geometry].includes(type) && (type !== "symbol" || layout["icon-image"] !== undefined),
  );
  const labels: Labels | undefined = readLabels(layers, ZOOM[geometry], notes);
  const special: Special | undefined = specialOf(drawn, file, ZOOM[geometry]);
  if (drawn.length === 0) throw new StyleFileError("style-file-nothing", { reason: geometry });
  const rules =
    special?.kind === "size"
      ? [ruleOf(ALL, { [special.field]: special.to.value }, drawn, geometry, notes, { rule: 1 })]
      : classRules(drawn, geometry, notes);
  const zooms = {
    minZoom: Math.min(...drawn.map(({ minzoom = 0 }) => minzoom)),
    maxZoom: Math.max(...drawn.map(({ maxzoom = 24 }) => maxzoom)),
  };
  return {
    rules: kept(file.metadata, rules),
    labels,
    special,
    ...(zooms.minZoom > 0 && { minZoom: zooms.minZoom }),
    ...(zooms.maxZoom < 24 && { maxZoom: zooms.maxZoom }),
  };
}

/** Layers of one source layer: that of the data layer's name, or the one with the most layers that draw its geometry. */
function chosenLayers({ layers }: StyleFile, geometry: Geometry, name: string, notes: Notes): StyleLayer[] {
  const groups = Map.groupBy(
    layers.filter(({ type }) => type !== "background" && type !== "raster" && type !== "hillshade" && type !== "sky"),
    ({ source, sourceLayer }) => JSON.stringify([source, sourceLayer]),
  );
  const score = (group: readonly StyleLayer[]) =>
    (group[0]?.sourceLayer === name ? 1000 : 0) + group.filter(({ type }) => DRAWS[geometry].includes(type)).length;
  const [best, ...others] = [...groups.values()].toSorted((a, b) => score(b) - score(a));
  if (!best) throw new StyleFileError("style-file-nothing", { reason: geometry });
  if (others.length > 0) notes.add("layers-others", {}, { name: best[0]?.sourceLayer ?? best[0]?.source ?? "", count: others.length });
  return best;
}

function withModernForms(layer: StyleLayer): StyleLayer {
  const forms = (kind: "paint" | "layout") =>
    Object.fromEntries(Object.entries(layer[kind]).map(([name, value]) => [name, modern(value, layer.type, kind, name)]));
  return { ...layer, filter: modernFilter(layer.filter), paint: forms("paint"), layout: forms("layout") };
}

/** The rules for the classes of the field that the layers compare most. */
function classRules(layers: readonly StyleLayer[], geometry: Geometry, notes: Notes): Rule[] {
  const domains = new Map<string, Domain>();
  for (const { filter, paint, layout } of layers)
    for (const expression of [...Object.values(paint), layout["icon-image"], filter]) collectDomains(expression, domains);
  const [best, ...others] = [...domains]
    .filter(([field]) => !field.startsWith("archipel:") && field !== "point_count")
    .toSorted(([, a], [, b]) => b.count - a.count);
  for (const [field] of others) notes.add("other-field", {}, { field: best?.[0] ?? "", condition: field });
  if (!best) return [ruleOf(ALL, {}, layers, geometry, notes, { rule: 1 })];
  const [field, domain] = best;
  const samples = domain.values.length >= domain.limits.length ? valueSamples(field, domain.values) : rangeSamples(field, domain);
  if (domain.isRamp) notes.add("ramp-as-classes", {}, { field });
  if (samples.length > MAX_CLASSES) notes.add("too-many-classes", {}, { count: samples.length, max: MAX_CLASSES });
  return samples
    .slice(0, MAX_CLASSES)
    .map(({ condition, value }, index) => ruleOf(condition, { [field]: value }, layers, geometry, notes, { rule: index + 1 }));
}

interface ClassSample {
  readonly condition: Condition;
  readonly value: Value | null;
}

function valueSamples(field: string, values: readonly Value[]): ClassSample[] {
  const unique = [...new Map(values.map((value) => [String(value), value])).values()];
  return [
    ...unique.map((value) => ({ condition: { is: "values" as const, field, values: [value] }, value })),
    { condition: ELSE, value: null },
  ];
}

/** On a continuous ramp, values below its first stop have the first colour: they are in the first class. */
function rangeSamples(field: string, { limits: found, isRamp }: Domain): ClassSample[] {
  const limits = [...new Set(found)].toSorted((a, b) => a - b);
  const ends = [undefined, ...limits];
  const ranges = ends.map((from, index) => {
    const to = limits[index];
    const value = from === undefined ? (to ?? 0) - 1 : to === undefined ? from + 1 : (from + to) / 2;
    return {
      condition: { is: "range" as const, field, range: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) } },
      value,
    };
  });
  const [, first, ...others] = ranges;
  const [start] = limits;
  if (!isRamp || !first || start === undefined) return [...ranges, { condition: ELSE, value: null }];
  const { from: _, ...range } = first.condition.range as Range;
  return [{ ...first, condition: { ...first.condition, range: { ...range, start } } }, ...others, { condition: ELSE, value: null }];
}

function ruleOf(
  condition: Condition,
  properties: Readonly<Record<string, Value | null>>,
  layers: readonly StyleLayer[],
  geometry: Geometry,
  notes: Notes,
  place: Place,
): Rule {
  const feature: Feature = { type: TYPES[geometry], properties: { ...properties } };
  const sample: Sample = { zoom: ZOOM[geometry], feature };
  const drawn = layers.flatMap((layer): SymbolLayer[] => {
    const isIn = passes(layer, sample);
    if (isIn === null) notes.add("condition-unknown", {}, { condition: JSON.stringify(layer.filter) });
    return isIn === true ? drawnBy(layer, sample, geometry, notes, place) : [];
  });
  return { place, condition, look: lookOf(onDiscs(drawn), geometry, notes, place) };
}

/** What MapLibre does not need and our own files keep: the limit of the first class, the texts of the legend, the icons. */
function kept(metadata: StyleFile["metadata"], rules: readonly Rule[]): readonly Rule[] {
  const { "archipel:start": start } = metadata;
  const titles = recordOf(metadata["archipel:titles"]) ?? {};
  const icons = recordOf(metadata["archipel:icons"]) ?? {};
  const outlinePx = metadata["archipel:outline"];
  const own = (values: Readonly<Record<string, unknown>>, key: string) => (Object.hasOwn(values, key) ? values[key] : undefined);
  return rules.map((rule) => {
    const { condition } = rule;
    const isFirst = condition.is === "range" && condition.range.from === undefined && typeof start === "number";
    const range = isFirst ? { ...condition.range, start } : condition.is === "range" ? condition.range : undefined;
    const key =
      condition.is === "values" ? String(condition.values[0]) : condition.is === "else" ? "" : String(range?.start ?? range?.from);
    const title = own(titles, key);
    const icon = ICONS.find((one) => one === (own(icons, key) ?? own(icons, "*")));
    return {
      ...rule,
      ...(typeof title === "string" && { title }),
      ...(icon &&
        rule.look && {
          look: { ...rule.look, icon, ...(typeof outlinePx === "number" && { outlinePx: Math.min(10, Math.max(0, outlinePx)) }) },
        }),
      condition: condition.is === "range" && range ? { ...condition, range } : condition,
    };
  });
}
