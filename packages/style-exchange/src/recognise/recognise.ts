import {
  type Appearance,
  kindsFor,
  type LayerStyle,
  layerStyle,
  type StatedStyle,
  type StyleLabel,
} from "@archipel/map-style/layer-style.ts";
import { textOf } from "../model/condition.ts";
import type { Drawing, Labels, Rule, Special, Zooms } from "../model/drawing.ts";
import type { Geometry } from "../model/look.ts";
import { limited, tenths } from "../model/measures.ts";
import type { Notes } from "../model/notes.ts";
import { StyleFileError } from "../model/style-file-error.ts";
import { categorisedOf, graduatedOf, type RangeRule, type ValuesRule } from "./classes.ts";
import { type FieldFinder, isNumeric } from "./fields.ts";

type Drawn = Rule & { readonly look: Appearance };

/**
 * The style of ours that draws what a drawing says, as nearly as possible; notes say what is lost.
 *
 * @throws StyleFileError when no rule draws anything on the layer's geometry
 */
export function recognise(drawing: Drawing, geometry: Geometry, fields: FieldFinder, notes: Notes): LayerStyle {
  const rules = drawing.rules.filter((rule): rule is Drawn => rule.look !== null);
  if (rules.length === 0 && drawing.special?.kind !== "heat") throw new StyleFileError("style-file-nothing", { reason: geometry });
  const label = drawing.labels && labelOf(drawing.labels, fields, notes);
  const shared = { version: 2 as const, ...(label && { label }), ...zoomsOfAll(drawing, rules, notes) };
  const style = specialStyle(drawing.special, rules, geometry, fields, notes) ?? classesOf(rules, fields, notes);
  return layerStyle.parse({ ...style, ...shared });
}

function simple({ look }: Drawn): StatedStyle {
  return { kind: "simple", appearance: look };
}

/** Styles by classes of one field, or a simple one. */
function classesOf(rules: readonly Drawn[], fields: FieldFinder, notes: Notes): StatedStyle {
  const field = chosenField(rules, notes);
  const [first] = rules;
  if (!first) throw new StyleFileError("style-file-nothing");
  const base = rules.find(({ condition }) => condition.is === "all");
  const rest =
    rules.find(({ condition }) => condition.is === "else") ??
    (field === null ? undefined : nullRule(rules, field)) ??
    (field === null ? undefined : base);
  if (field === null) {
    // Without a field that can be read, only a rule for all features says how the layer looks.
    if (rules.length > 1) notes.add("one-look", {}, { count: rules.length });
    return simple(base ?? first);
  }
  if (base) notes.add("drawn-above", base.place, { count: rules.length });
  const found = fields.find(field);
  if (!found) return simple(rest ?? first);
  const values = rules.flatMap(({ condition, look, place, title }): ValuesRule[] =>
    condition.is === "values" && condition.field === field && condition.values.length > 0
      ? [{ look, place, title, values: condition.values }]
      : [],
  );
  const ranges = rules.flatMap(({ condition, look, place, title }): RangeRule[] =>
    condition.is === "range" && condition.field === field ? [{ look, place, title, range: condition.range }] : [],
  );
  if (values.length >= ranges.length) {
    for (const { place } of ranges) notes.add("other-field", place, { field });
    return categorisedOf(values, rest, found, notes);
  }
  for (const { place } of values) notes.add("other-field", place, { field });
  if (!isNumeric(found)) {
    notes.add("field-not-numeric", {}, { field: found.label ?? found.name });
    fields.missing.add(field);
    return simple(rest ?? first);
  }
  const graduated = graduatedOf(ranges, rest, found, notes);
  if (graduated) return graduated;
  notes.add("one-class", ranges[0]?.place);
  return simple(first);
}

/** The rule for features without value, which ours counts among the others. */
function nullRule(rules: readonly Drawn[], field: string): Drawn | undefined {
  return rules.find(({ condition }) => condition.is === "values" && condition.field === field && condition.hasNull);
}

/** The field that most rules compare; notes name the rules that compare something else. */
function chosenField(rules: readonly Drawn[], notes: Notes): string | null {
  const counts = new Map<string, number>();
  for (const { condition } of rules)
    if (condition.is === "values" || condition.is === "range") counts.set(condition.field, (counts.get(condition.field) ?? 0) + 1);
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a);
  for (const { condition, place } of rules) {
    if (condition.is === "unknown") notes.add("condition-unknown", place, { condition: condition.text });
    if ((condition.is === "values" || condition.is === "range") && best && condition.field !== best[0])
      notes.add("other-field", place, { field: best[0], condition: textOf(condition) });
  }
  return best?.[0] ?? null;
}

function specialStyle(
  special: Special | undefined,
  rules: readonly Drawn[],
  geometry: Geometry,
  fields: FieldFinder,
  notes: Notes,
): StatedStyle | undefined {
  if (!special) return undefined;
  const kind = special.kind === "size" ? "proportional" : special.kind;
  const look = rules[0]?.look;
  if (!kindsFor(geometry).includes(kind)) {
    notes.add("wrong-geometry", {}, { geometry });
    if (!look) throw new StyleFileError("style-file-nothing", { reason: geometry });
    return undefined;
  }
  const appearance = look && { appearance: look };
  if (special.kind === "heat") {
    const field = special.field === undefined ? undefined : fields.find(special.field);
    const colours = special.colours.length < 2 ? ["#fff7bc", "#d7301f"] : special.colours;
    const { intensity, weightOne, pointsFromZoom } = special;
    return {
      kind: "heat",
      ...appearance,
      ...(field && isNumeric(field) && { column: field.column, ...(weightOne && { weightOne }) }),
      radiusPx: limited(tenths(special.radiusPx), [2, 120], notes, {}),
      ...(intensity && { intensity: limited(intensity, [0.1, 10], notes, {}) }),
      colours: [...colours].slice(0, 9),
      ...(pointsFromZoom !== undefined && { pointsFromZoom }),
    };
  }
  if (special.kind === "clusters") {
    if (rules.length > 1) notes.add("one-look", {}, { count: rules.length });
    return {
      kind: "clusters",
      ...appearance,
      distancePx: limited(Math.round(special.distancePx), [16, 128], notes, {}),
      ...(special.colour && { clusterColour: special.colour }),
      ...(special.pointsFromZoom !== undefined && { pointsFromZoom: special.pointsFromZoom }),
    };
  }
  const field = fields.find(special.field);
  if (!field) return undefined;
  if (!isNumeric(field)) {
    notes.add("field-not-numeric", {}, { field: field.label ?? field.name });
    fields.missing.add(special.field);
    return undefined;
  }
  const size = (end: { value: number; sizePx: number }) => ({ value: end.value, sizePx: limited(tenths(end.sizePx), [0, 60], notes, {}) });
  return {
    kind: "proportional",
    ...appearance,
    column: field.column,
    from: size(special.from),
    to: size(special.to),
    scale: special.scale,
  };
}

/** Our styles have one pair of zooms for all classes. */
function zoomsOfAll(drawing: Drawing, rules: readonly Drawn[], notes: Notes): Zooms {
  const ends = rules.map(({ minZoom = 0, maxZoom = 24 }) => ({ minZoom, maxZoom }));
  const [first] = ends;
  if (first && ends.some(({ minZoom, maxZoom }) => minZoom !== first.minZoom || maxZoom !== first.maxZoom)) notes.add("scales-shared");
  const minZoom = Math.max(drawing.minZoom ?? 0, ends.length === 0 ? 0 : Math.min(...ends.map((end) => end.minZoom)));
  const maxZoom = Math.min(drawing.maxZoom ?? 24, ends.length === 0 ? 24 : Math.max(...ends.map((end) => end.maxZoom)));
  return { ...(minZoom > 0 && { minZoom }), ...(maxZoom < 24 && maxZoom > minZoom && { maxZoom }) };
}

function labelOf(labels: Labels, fields: FieldFinder, notes: Notes): StyleLabel | undefined {
  const here = { labels: true } as const;
  const parts = labels.parts.flatMap((part): ({ text: string } | { column: string })[] => {
    if ("text" in part) return [{ text: part.text.replaceAll(/[{}]/g, "") }];
    const field = fields.find(part.field, here);
    return field ? [{ column: field.column }] : [];
  });
  const [column] = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  if (column === undefined) return undefined;
  const template = parts.map((part) => ("text" in part ? part.text : `{${part.column}}`)).join("");
  const priority = labels.priorityField === undefined ? undefined : fields.find(labels.priorityField, here);
  const { minZoom, maxZoom, sizePx, haloPx, colour, haloColour } = labels;
  return {
    column,
    ...(parts.length > 1 && template.length <= 200 && { template }),
    ...(sizePx !== undefined && { sizePx: limited(Math.round(sizePx), [8, 40], notes, here) }),
    ...(colour && { colour }),
    ...(haloColour && { haloColour }),
    ...(haloPx !== undefined && { haloPx: limited(tenths(haloPx), [0, 6], notes, here) }),
    ...(minZoom !== undefined && { minZoom }),
    ...(maxZoom !== undefined && { maxZoom }),
    ...(priority && { priorityColumn: priority.column }),
  };
}
