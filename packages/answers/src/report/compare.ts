import { compared } from "./order.ts";
import type { Finding, Report, ThemeAnswer } from "./report.ts";

/** A finding in two reports of one place; null in the one that does not have it. */
export interface FindingPair {
  before: Finding | null;
  after: Finding | null;
  isChanged: boolean;
}

/** A theme in two reports of one place. */
export interface ThemePair {
  before: Omit<ThemeAnswer, "findings"> | null;
  after: Omit<ThemeAnswer, "findings"> | null;
  findings: FindingPair[];
  isChanged: boolean;
}

/**
 * Compares two reports of the same place, which rules that differ have made of the same readings. A finding is found again by the features
 * that it is about, so that another sentence, level or rule is a change and not two findings.
 */
export function compareReports(before: Report, after: Report): ThemePair[] {
  const later = new Map(after.themes.map((theme) => [keyOf(theme), theme]));
  const pairs = before.themes.map((theme) => {
    const other = later.get(keyOf(theme)) ?? null;
    later.delete(keyOf(theme));
    return themePair(theme, other);
  });
  return [...pairs, ...[...later.values()].map((theme) => themePair(null, theme))];
}

const keyOf = ({ pack, theme }: ThemeAnswer) => `${pack}/${theme}`;

function themePair(before: ThemeAnswer | null, after: ThemeAnswer | null): ThemePair {
  const left = new Map<string, Finding[]>();
  for (const finding of after?.findings ?? []) left.set(aboutOf(finding), [...(left.get(aboutOf(finding)) ?? []), finding]);
  const findings = (before?.findings ?? []).map((finding): FindingPair => {
    const other = left.get(aboutOf(finding))?.shift() ?? null;
    return { before: finding, after: other, isChanged: !isSame(finding, other) };
  });
  for (const finding of [...left.values()].flat()) findings.push({ before: null, after: finding, isChanged: true });
  const [one, other] = [before && withoutFindings(before), after && withoutFindings(after)];
  return { before: one, after: other, findings, isChanged: !isSame(one, other) || findings.some(({ isChanged }) => isChanged) };
}

function withoutFindings({ findings: _, ...theme }: ThemeAnswer): Omit<ThemeAnswer, "findings"> {
  return theme;
}

function aboutOf({ layer, source, facet, features }: Finding): string {
  return [layer, source, facet, [...features].sort(compared)[0] ?? ""].join("\u0000");
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
