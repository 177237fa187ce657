import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import { toleranceOf } from "@archipel/answers/relations/tolerance.ts";
import type { ReadingPart } from "@archipel/answers/report/reading.ts";
import { COMMUNE_CODE_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import { givers, type Lens } from "../../../layer-store/lens/lens.ts";
import { type Candidate, fieldNamed } from "./candidate.ts";

/** What a source may conclude from a layer that its reader sees in part. */
export type Part = Pick<ReadingPart, "reach" | "known">;

/** Asks whether the areas of these grants contain the place, grown by metres. */
export type AskReach = (grantIds: readonly string[], reachM: number) => { isInside: boolean; isTouched: boolean };

/**
 * How far a reader's part of a layer contains a place, for one source, and which of its values are known there. It asks for every area that it may
 * need, whatever the answers, so that a first call can collect the questions.
 */
export function partAt(candidate: Candidate & { lens: Lens }, { place }: Pick<SourceRequirement, "place">, ask: AskReach): Part {
  const { lens, fields } = candidate;
  const toleranceM = toleranceOf(candidate);
  const aroundM = Math.max(toleranceM, place.on === "geometry" ? (place.ringM ?? 0) : 0);
  const all = lens.grants.map(({ id }) => id);
  const [around, near] = [ask(all, aroundM), ask(all, toleranceM)];
  const isKnown = (ids: readonly string[]) => {
    if (ids.length === 0) return false;
    // Every row that is seen is in the area of one of the grants.
    return ask(ids, aroundM).isInside || ids.length === all.length;
  };
  const hasAllColumns = isKnown(lens.grants.filter(({ columns }) => columns === null).map(({ id }) => id));
  const known = fields.filter(({ column }) => isKnown(givers(lens, column))).map(({ name }) => name.toLowerCase());
  return {
    reach: place.on === "communeCode" ? reachOfCommune(candidate, place.field, around.isTouched) : reachOf(around, near),
    known: hasAllColumns ? null : new Set(known),
  };
}

function reachOf(around: ReturnType<AskReach>, near: ReturnType<AskReach>): Part["reach"] {
  if (around.isInside) return "around";
  if (near.isInside) return "place";
  return around.isTouched ? "less" : "outside";
}

/** Rows that name the commune may lie anywhere: only a grant of the code everywhere shows all of them. */
function reachOfCommune(candidate: Candidate & { lens: Lens }, field: string, isTouched: boolean): Part["reach"] {
  const column = fieldNamed(candidate, [field, ...COMMUNE_CODE_FIELDS])?.column;
  const giving = column === undefined ? [] : givers(candidate.lens, column);
  const isWhole = candidate.lens.grants.some(({ id, columns, hasArea }) => !hasArea && (columns === null || giving.includes(id)));
  if (isWhole) return "around";
  return isTouched ? "less" : "outside";
}
