import type { EditDiff, Resolution } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";

type Value = NonNullable<Resolution["values"]>[string];
export type Side = "mine" | "theirs";
type Drawn = Exclude<Resolution["geometry"], string | undefined>;

/** What a person has chosen so far for one edit in conflict. */
export interface Choice {
  readonly decision: "keep" | "drop" | null;
  readonly columns: Readonly<Record<string, { readonly side: Side | "typed"; readonly typed: string }>>;
  /** `drawn`: neither side's shape but a new one, as soon as it is drawn. */
  readonly geometry: Side | "drawn" | null;
  readonly drawn: Drawn | null;
}

export const NO_CHOICE: Choice = { decision: null, columns: {}, geometry: null, drawn: null };

/** Both sides keep the feature: the conflict is settled attribute by attribute. */
export function isSettledByPart({ conflict }: EditDiff): boolean {
  return conflict !== null && !conflict.isDeleted;
}

/** The feature was deleted meanwhile: the edit can no longer be applied. */
export function isGone(diff: EditDiff): boolean {
  return diff.conflict?.isDeleted === true && diff.theirs === null;
}

/** How many choices are still missing for an edit. */
export function openChoices(diff: EditDiff, choice: Choice): number {
  if (!diff.conflict) return 0;
  if (!isSettledByPart(diff)) return choice.decision === null ? 1 : 0;
  if (choice.decision === "drop") return 0;
  const columns = diff.conflict.columns.filter((column) => !choice.columns[column]).length;
  const isShapeMissing = choice.geometry === null || (choice.geometry === "drawn" && choice.drawn === null);
  return columns + (diff.conflict.geometry && isShapeMissing ? 1 : 0);
}

/** Chooses the same side for everything in an edit. */
export function allOf(diff: EditDiff, side: Side): Choice {
  const columns = Object.fromEntries((diff.conflict?.columns ?? []).map((column) => [column, { side, typed: "" }]));
  return { decision: "keep", columns, geometry: side, drawn: null };
}

/** The resolution as core-api takes it. */
export function resolutionOf(diff: EditDiff, choice: Choice, fields: readonly LayerField[]): Resolution {
  if (choice.decision === "drop") return { editId: diff.id, decision: "drop" };
  const values = Object.fromEntries(
    (isSettledByPart(diff) ? (diff.conflict?.columns ?? []) : []).map((column) => {
      const chosen = choice.columns[column];
      if (chosen?.side === "typed") return [column, typedValue(chosen.typed, fields.find((field) => field.column === column)?.type)];
      return [column, (chosen?.side === "theirs" ? diff.theirs : diff.mine)?.values[column] ?? null];
    }),
  );
  return {
    editId: diff.id,
    decision: "keep",
    values,
    geometry: choice.geometry === "drawn" ? (choice.drawn ?? "mine") : (choice.geometry ?? "mine"),
  };
}

/** core-api reads numbers and dates from text. Only yes and no must be converted here. */
function typedValue(typed: string, type: LayerField["type"] | undefined): Value {
  if (typed.trim() === "") return null;
  return type === "boolean" ? typed === "true" : typed;
}
