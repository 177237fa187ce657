import type { Theme } from "../packs/theme.ts";
import { groupOf } from "./group.ts";
import type { Place } from "./place.ts";
import type { SourceReading } from "./reading.ts";
import type { Finding, ThemeAnswer, ThemeList } from "./report.ts";

export type State = Pick<ThemeAnswer, "state" | "list" | "isComplete"> & { reason?: NonNullable<ThemeAnswer["reason"]> };

/** True when the place is only known as a street or a commune, and the theme has something to say of parcels only. */
export function isTooVague({ precision }: Pick<Place, "precision">, { needs }: Pick<Theme, "needs">): boolean {
  return needs === "parcel" && (precision === "street" || precision === "commune");
}

/**
 * The state of a theme with these sources. "Not concerned" is said only if every layer that the theme needs was read and covers the whole place: absent data
 * never clears a place, and neither does a layer that does not answer, or of which the reader sees only a part here.
 *
 * @param hasHidden something on the place has a meaning that the reader does not see
 */
export function stateOf(
  sources: Theme["sources"],
  readings: readonly SourceReading[],
  findings: readonly Finding[],
  { isOutdated, hasHidden }: { isOutdated: boolean; hasHidden: boolean },
): State {
  const hasFailed = readings.some(({ outcome, coverage }) => outcome !== "read" && coverage !== "none");
  const isPartly = hasHidden || readings.some(({ part }) => part?.reach === "less" || part?.reach === "place");
  const isComplete = !hasFailed && !isPartly;
  const outdated = isOutdated ? { reason: "outdated" as const } : {};
  if (findings.length > 0) return { state: "concerned", list: listOf(findings), isComplete, ...outdated };
  if (!isComplete) return notChecked(hasFailed ? "sourceDown" : "partialAccess");
  if (isCleared(sources, readings)) return { state: "notConcerned", list: "notConcerned", isComplete, ...outdated };
  // A layer that the reader knows elsewhere only: nobody may conclude that there are no data here.
  if (readings.some(({ part }) => part?.reach === "outside")) return notChecked("partialAccess");
  return { state: "noData", list: "noData", isComplete, reason: readings.length === 0 ? "noLayer" : "outsideCoverage" };
}

const notChecked = (reason: "sourceDown" | "partialAccess"): State => ({
  state: "notChecked",
  list: "notChecked",
  isComplete: false,
  reason,
});

function listOf(findings: readonly Finding[]): ThemeList {
  const groups = new Set(findings.map(groupOf));
  if (groups.has("sure")) return "onPlace";
  if (groups.has("border")) return "unsure";
  return groups.has("around") ? "around" : "underWay";
}

function isCleared(sources: Theme["sources"], readings: readonly SourceReading[]): boolean {
  const covers = (key: string) =>
    readings.some(({ source, coverage, outcome }) => source === key && coverage === "whole" && outcome === "read");
  const keysOf = (role: Theme["sources"][number]["role"]) => sources.filter((source) => source.role === role).map(({ key }) => key);
  const [needed, alternatives] = [keysOf("needed"), keysOf("alternative")];
  if (needed.length + alternatives.length === 0) return sources.some(({ key }) => covers(key));
  return needed.every(covers) && (alternatives.length === 0 || alternatives.some(covers));
}
