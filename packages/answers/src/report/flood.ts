import { formatDistance } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { Rule } from "../packs/rule.ts";
import type { Theme } from "../packs/theme.ts";
import { labelOfCode, type Text } from "../rules/codes.ts";
import { textIn } from "../rules/fields.ts";
import { weightOfLevel } from "../rules/level.ts";
import { groupOf } from "./group.ts";
import { compared } from "./order.ts";
import type { FloodRow, FloodTable, ThemeAnswer } from "./report.ts";
import { filled, ownWords } from "./say.ts";
import { isInForce, type Written } from "./written.ts";

interface Case {
  kind: string;
  scenario: string;
  from: Written;
  row: FloodRow;
}

/**
 * The cases of a theme of floods as tables, one for each kind of flood: of each scenario its deepest water, the deepest scenario first. A kind
 * that is on the place is not said of the land beside it. The sentence names the deepest water of each kind.
 */
export function floodOf({ flood }: Theme, written: readonly Written[], locale: Locale): ThemeAnswer["flood"] {
  if (flood === undefined) return undefined;
  const cases = written.filter(({ finding }) => isInForce(finding)).map((one) => caseOf(one, flood.field, locale));
  const onPlace = new Set(cases.filter(({ row }) => row.distanceM === undefined).map(({ kind }) => kind));
  const deepest = new Map<string, Case>();
  for (const one of cases.sort((a, b) => byDepth(a.row, b.row))) {
    const isSaid = onPlace.has(one.kind) && one.row.distanceM !== undefined;
    const key = `${one.kind} ${one.scenario}`;
    if (!isSaid && !deepest.has(key)) deepest.set(key, one);
  }
  const groups = [...Map.groupBy(deepest.values(), ({ kind }) => kind).values()];
  const tables = groups.map((group) => tableOf(group, flood.list, locale)).filter((table) => table !== null);
  if (tables.length === 0) return undefined;
  // What is beside the place is said by itself only: on the place there is something graver.
  const said = onPlace.size > 0 ? tables.filter(({ rows }) => rows[0]?.distanceM === undefined) : tables;
  return { sentence: { lang: locale, text: said.map(({ sentence }) => sentence.text).join(" ") }, tables };
}

function caseOf(from: Written, field: string, locale: Locale): Case {
  const { draft, finding } = from;
  const { relation, level } = finding;
  const water = draft.rule?.water;
  const code = draft.code?.value ?? "";
  const isBeside = groupOf(finding) === "around";
  return {
    kind: textIn(draft.fields, field) ?? "",
    scenario: code,
    from,
    row: {
      scenario: draft.codeLabel ? { lang: draft.codeLabel.lang, text: draft.codeLabel.text } : { lang: locale, text: code },
      depth: depthText(water, locale),
      ...(water ? { water } : {}),
      level,
      isUncertain: relation.kind === "border",
      ...(isBeside && relation.distanceM !== undefined ? { distanceM: relation.distanceM } : {}),
    },
  };
}

const mostOf = ({ water }: FloodRow) => (water ? (water.toM ?? Number.POSITIVE_INFINITY) : -1);

function byDepth(a: FloodRow, b: FloodRow): number {
  const [more, less] = [mostOf(b), mostOf(a)];
  return (
    (more === less ? 0 : more - less) ||
    (b.water?.fromM ?? 0) - (a.water?.fromM ?? 0) ||
    weightOfLevel(b.level) - weightOfLevel(a.level) ||
    Number(a.isUncertain) - Number(b.isUncertain) ||
    (a.distanceM ?? 0) - (b.distanceM ?? 0) ||
    compared(a.scenario.text, b.scenario.text)
  );
}

function tableOf(cases: readonly Case[], list: string, locale: Locale): FloodTable | null {
  const [first] = cases;
  if (!first) return null;
  const label = labelOfCode(first.from.draft.lists, { lists: [list], parts: [first.kind] }, locale);
  const kind = label ?? { lang: locale, text: "" };
  return { kind, sentence: { lang: locale, text: sentenceOf(kind, first.row, locale) }, rows: cases.map(({ row }) => row) };
}

function sentenceOf(kind: Text, worst: FloodRow, locale: Locale): string {
  const words = ownWords(locale).flood;
  const values = { kind: kind.text, depth: worst.depth.text };
  if (worst.distanceM === undefined) return filled(locale, words.here, values);
  return filled(locale, words.near, { ...values, distance: formatDistance(locale, worst.distanceM) });
}

function depthText(water: Rule["water"], locale: Locale): Text {
  const words = ownWords(locale).flood;
  const metres = (value: number) => formatDistance(locale, value);
  if (!water) return { lang: locale, text: words.unknown };
  const values = { from: metres(water.fromM), to: water.toM === null ? "" : metres(water.toM) };
  const frame = water.toM === null ? words.atLeast : water.fromM === 0 ? words.upTo : words.between;
  return { lang: locale, text: filled(locale, frame, values) };
}
