import { CLOUD_DROPS, type CloudDrop, type CloudRepairs, type RepairedPoints } from "@archipel/contracts/clouds.ts";
import type { repairCloudsInput } from "@archipel/contracts/uploads.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { z } from "zod";

type Change = Pick<z.infer<typeof repairCloudsInput>, "add" | "undo">;

/** The repairs of a cloud after a change: what is taken back goes first, so that a class can be given another target at once. */
export function changedRepairs(before: CloudRepairs, { add, undo }: Change): CloudRepairs {
  const wanted = new Set<CloudDrop>([...before.drop.filter((drop) => !undo.drop.includes(drop)), ...add.drop]);
  const classes = { ...before.classes };
  for (const code of undo.classes) delete classes[String(code)];
  for (const [from, to] of Object.entries(add.classes)) {
    if (Number(from) === to) delete classes[from];
    else classes[from] = to;
  }
  return {
    drop: CLOUD_DROPS.filter((drop) => wanted.has(drop)),
    header: add.header || (before.header && !undo.header),
    classes,
    heights: add.heights ?? (undo.heights ? null : before.heights),
  };
}

export function hasRepairs({ drop, header, classes, heights }: CloudRepairs): boolean {
  return drop.length > 0 || header || Object.keys(classes).length > 0 || heights !== null;
}

/** Whether the points or the header of the published file differ from those of the original. */
export function isRewritten({ drop, header, classes }: CloudRepairs): boolean {
  return drop.length > 0 || header || Object.keys(classes).length > 0;
}

interface RepairedCloud {
  repairs: CloudRepairs;
  repaired: RepairedPoints | null;
}

/** What the repairs of clouds did, as one sentence for the lineage of a dataset; null when they did nothing. */
export function cloudLineage(clouds: readonly RepairedCloud[], locale: Locale): string | null {
  const say = translator(locale, "repairs");
  const sum = (of: (points: RepairedPoints) => number) => clouds.reduce((total, { repaired }) => total + (repaired ? of(repaired) : 0), 0);
  const parts = CLOUD_DROPS.flatMap((drop) => {
    const count = sum(({ dropped }) => dropped[drop] ?? 0);
    return count > 0 ? [say(`clouds.${drop}`, { count })] : [];
  });
  const reclassified = sum(({ reclassified: classes }) => Object.values(classes).reduce((total, count) => total + count, 0));
  if (reclassified > 0) parts.push(say("clouds.reclassified", { count: reclassified }));
  const heights = clouds.filter(({ repairs }) => repairs.heights !== null).length;
  if (heights > 0) parts.push(say("clouds.heights", { count: heights }));
  if (parts.length === 0) return null;
  // French puts a space before a semicolon, English does not.
  return say("published", { sentences: parts.join(locale === "fr" ? "\u00a0; " : "; ") });
}
