import { formatDate } from "@archipel/i18n/format.ts";
import type { Theme } from "../packs/theme.ts";
import { printShare } from "../relations/print-share.ts";
import type { Text } from "../rules/codes.ts";
import type { Setting } from "./draft.ts";
import { groupOf } from "./group.ts";
import type { Finding, ThemeAnswer } from "./report.ts";
import { ownText } from "./say.ts";
import type { State } from "./state.ts";

/** Drawings differ by slivers: gaps and overlaps of less than this share, or than a square metre, are not said. */
const SLIVER = 0.001;
const SLIVER_M2 = 1;

/** What limits the answer of a theme: a gap between zones, an overlap, data that are old, a layer that did not answer. */
export function notesOf(
  theme: Theme,
  state: State,
  findings: readonly Finding[],
  { used, hasHidden }: { used: ThemeAnswer["sources"]; hasHidden: boolean },
  { locale, placeM2 }: Setting,
): Text[] {
  // What the reader does not see is no gap between zones.
  const isPartly = hasHidden || used.some(({ part }) => part?.reach === "less");
  const notes = theme.isDivision && !isPartly ? divisionNotes(findings, placeM2, locale) : [];
  const dates = used.filter(({ isOutdated }) => isOutdated).map(({ captured, imported }) => captured ?? imported);
  const [oldest] = dates.sort();
  if (state.reason === "outdated" && oldest !== undefined) notes.push(ownText(locale, "outdated", formatDate(locale, oldest)));
  if (state.state === "concerned" && used.some(({ outcome, coverage }) => outcome !== "read" && coverage !== "none")) {
    notes.push(ownText(locale, "incomplete"));
  }
  if (state.state === "concerned" && (hasHidden || used.some(({ part }) => part?.reach === "less" || part?.reach === "place"))) {
    notes.push(ownText(locale, "partial-note"));
  }
  return notes;
}

function divisionNotes(findings: readonly Finding[], placeM2: number, locale: Setting["locale"]): Text[] {
  const areas = new Map<string | null, number>();
  for (const finding of findings) {
    if (finding.facet !== "main" || groupOf(finding) === "planned" || finding.relation.areaM2 === undefined) continue;
    areas.set(finding.document, (areas.get(finding.document) ?? 0) + finding.relation.areaM2);
  }
  if (areas.size === 0 || placeM2 === 0) return [];
  const sliver = Math.max(SLIVER_M2, SLIVER * placeM2);
  const drawn = [...areas.values()].reduce((sum, one) => sum + one, 0);
  const notes: Text[] = [];
  if (placeM2 - drawn > sliver) notes.push(ownText(locale, "gap", printShare(locale, 1 - drawn / placeM2)));
  if (Math.max(...areas.values()) - placeM2 > sliver) notes.push(ownText(locale, "overlap"));
  return notes;
}
