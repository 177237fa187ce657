import { groupOf } from "./group.ts";
import type { Finding, Report, ThemeAnswer } from "./report.ts";

/** A theme at two places. `unknown`: one of the places has no data or could not be checked, so nothing can be compared. */
export interface ThemeAtTwo {
  theme: Pick<ThemeAnswer, "pack" | "theme" | "title" | "question">;
  a: ThemeAnswer | null;
  b: ThemeAnswer | null;
  difference: "same" | "differs" | "unknown";
}

/**
 * The themes of two reports of one portal, in the order of the first. Two places are the same in a theme when the same rules say the same of
 * them, at the same level and with the same surety; shares and distances are of each place, and make no difference.
 */
export function sideBySide(a: Report, b: Report): ThemeAtTwo[] {
  const others = new Map(b.themes.map((theme) => [keyOf(theme), theme]));
  const rows = a.themes.map((theme): ThemeAtTwo => {
    const other = others.get(keyOf(theme)) ?? null;
    others.delete(keyOf(theme));
    return rowOf(theme, theme, other);
  });
  return [...rows, ...[...others.values()].map((theme) => rowOf(theme, null, theme))];
}

const keyOf = ({ pack, theme }: ThemeAnswer) => `${pack}/${theme}`;

function rowOf({ pack, theme, title, question }: ThemeAnswer, a: ThemeAnswer | null, b: ThemeAnswer | null): ThemeAtTwo {
  const known = isKnown(a) && isKnown(b);
  const difference = !known ? "unknown" : saidOf(a) === saidOf(b) ? "same" : "differs";
  return { theme: { pack, theme, title, question }, a, b, difference };
}

const isKnown = (theme: ThemeAnswer | null): theme is ThemeAnswer =>
  theme !== null && theme.state !== "noData" && theme.state !== "notChecked";

function saidOf({ state, findings, scenarios }: ThemeAnswer): string {
  return JSON.stringify([state, [...new Set([...findings, ...scenarios].map(meaningOf))].sort()]);
}

function meaningOf(finding: Finding): string {
  const { rule, facet, level, status, code, label, legalEffect } = finding;
  return JSON.stringify([rule, facet, level, status, code?.value ?? null, label?.text ?? null, legalEffect, groupOf(finding)]);
}
