import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type RepairId, repairIds } from "../finding.ts";
import type { Counts, Effect } from "./effect.ts";
import type { RepairedDelivery } from "./repaired.ts";

/** Kinds of entries beside the repairs: manual edits, and geometries that a repair left unchanged. */
const otherKinds = ["edited-values", "edited-shapes", "removed-rows", "left-as-drawn"] as const;
export type LineageKind = RepairId | (typeof otherKinds)[number];
export const lineageKinds: readonly LineageKind[] = [...repairIds, ...otherKinds];

/** The total of one kind of change over all tables of a delivery. */
export interface LineageEntry {
  kind: LineageKind;
  /** Number of cells, geometries, rows, columns, files or records, depending on the kind. */
  count: number;
  /** Change of the total area, in square metres. */
  area: number;
}

const COUNTED: Readonly<Record<RepairId, keyof Counts>> = {
  "make-valid": "shapes",
  "close-rings": "shapes",
  "drop-duplicates": "rows",
  simplify: "shapes",
  "snap-precision": "shapes",
  reproject: "files",
  "re-encode": "files",
  trim: "cells",
  cast: "cells",
  "clean-characters": "cells",
  "fill-from-code-list": "cells",
  "fill-value": "cells",
  "rename-field": "columns",
  "drop-field": "columns",
  "add-field": "columns",
  "rename-file": "files",
  "drop-file": "files",
  "fix-metadata": "records",
};

/** What the repairs of a delivery changed; complete once the delivery was read to its end. It is stored with the published data. */
export function lineageOf({ effects }: Pick<RepairedDelivery, "effects">): LineageEntry[] {
  const entries = new Map<LineageKind, LineageEntry>();
  const add = (kind: LineageKind, count: number, area = 0) => {
    if (count > 0) addEntry(entries, { kind, count, area });
  };
  for (const effect of effects) {
    const { counts } = effect;
    const repair = repairOf(effect);
    if (repair) {
      // `cast` repairs cells and also geometries (a line becomes a multi-line).
      const count = counts[COUNTED[repair]];
      add(repair, count > 0 ? count : repair === "cast" ? counts.shapes : 0, counts.area);
      add("left-as-drawn", counts.left);
      continue;
    }
    add("edited-values", counts.cells);
    add("edited-shapes", counts.shapes);
    add("removed-rows", counts.rows);
  }
  return [...entries.values()];
}

/** Sums entries of a kind. Geometries left unchanged are counted once, because every repair of their neighbours counts them again. */
export function addEntry<Kind extends string, Entry extends { kind: Kind; count: number; area: number }>(
  sums: Map<Kind, Entry>,
  { kind, count, area, ...rest }: Entry,
): void {
  const known = sums.get(kind) ?? { count: 0, area: 0 };
  const both = kind === "left-as-drawn" ? Math.max(known.count, count) : known.count + count;
  sums.set(kind, { ...rest, kind, count: both, area: known.area + area } as Entry);
}

function repairOf({ operations: [first] }: Effect): RepairId | null {
  return first && "repair" in first ? first.repair : null;
}

/** The smallest change of area that is mentioned, in square metres. */
const MIN_AREA_CHANGE = 0.5;

/** The lineage as sentences, for people and metadata records. */
export function lineageSentences(entries: readonly LineageEntry[], locale: Locale): string[] {
  const say = translator(locale, "repairs");
  return entries.map(({ kind, count, area }) => {
    const sentence = say(`lineage.${kind}`, { count });
    if (Math.abs(area) < MIN_AREA_CHANGE) return sentence;
    const change = `${area > 0 ? "+" : "−"}${Math.abs(Math.round(area)).toLocaleString(locale)}`;
    return say("with-area", { sentence, change });
  });
}

/** The button label and the description of a repair. */
export function repairWords(repair: RepairId, locale: Locale): { button: string; does: string } {
  const say = translator(locale, "repairs");
  return { button: say(`button.${repair}`), does: say(`does.${repair}`) };
}
