import type { AnswerTheme, AnswerWants } from "@archipel/contracts/answers.ts";

/** Whether a theme can answer: `partly` when layers speak, but it can never say "not concerned". */
export interface ThemeReadiness {
  state: "ready" | "partly" | "missing";
  /** Ids of the layers that speak. */
  speaking: string[];
  missing: AnswerWants[];
}

/**
 * Each needed source must have a layer, and one of the alternatives is enough. Extra sources are never missing.
 *
 * @param covered ids of the layers with a declared coverage: without it a layer never clears a place
 */
export function readinessOf({ sources }: AnswerTheme, covered: ReadonlySet<string>): ThemeReadiness {
  const speaking = [...new Set(sources.flatMap(({ layers }) => layers))];
  const needed = sources.filter(({ role, layers }) => role === "needed" && layers.length === 0);
  const alternatives = sources.filter(({ role }) => role === "alternative");
  const hasAlternative = alternatives.length === 0 || alternatives.some(({ layers }) => layers.length > 0);
  const missing = [...needed, ...(hasAlternative ? [] : alternatives)].map(({ wants }) => wants);
  const isCovered = ({ layers }: AnswerTheme["sources"][number]) => layers.some((id) => covered.has(id));
  const needs = sources.filter(({ role }) => role === "needed");
  const canClear = needs.every(isCovered) && (alternatives.length === 0 || alternatives.some(isCovered));
  const state = speaking.length === 0 ? "missing" : canClear ? "ready" : "partly";
  return { state, speaking, missing };
}
