import type { Level, LevelOf } from "../packs/rule.ts";
import { type Fields, textIn } from "./fields.ts";

/** The level of a rule for a feature. @param distanceM metres to the place, 0 on it; null when no position is known */
export function levelFor(level: LevelOf, fields: Fields, distanceM: number | null, toleranceM: number): Level {
  if (level === null || typeof level === "number") return level;
  if ("byDistance" in level) {
    const { withinTolerance, steps, beyond } = level.byDistance;
    if (distanceM === null) return beyond;
    if (distanceM <= toleranceM) return withinTolerance;
    const step = [...steps].sort((a, b) => a.upToM - b.upToM).find(({ upToM }) => distanceM <= upToM);
    return step ? step.level : beyond;
  }
  const value = textIn(fields, level.fromField);
  const found = value !== null && Object.hasOwn(level.map, value) ? level.map[value] : undefined;
  return found === undefined ? level.otherwise : found;
}

/** For order: the highest level first. What is not judged is above plain information, because it may restrict. */
export function weightOfLevel(level: Level): number {
  return level ?? 0.5;
}
