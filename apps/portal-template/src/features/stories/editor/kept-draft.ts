import { savedState } from "@archipel/contracts/maps.ts";
import { z } from "zod";
import type { Edited } from "./content.ts";

const texts = z.object({ fr: z.string(), en: z.string() });
const draftSchema = z.object({
  /** The revision that the person had read. */
  basedOn: z.int(),
  content: z.object({
    title: texts,
    text: texts,
    state: savedState,
    chapters: z.array(z.object({ key: z.string(), title: texts, text: texts, state: savedState })),
  }),
});

/** What was typed in this browser and is not saved yet. */
export interface KeptDraft {
  readonly basedOn: number;
  readonly content: Edited;
}

const keyOf = (mapId: string) => `archipel-map-draft:${mapId}`;

/** The draft of a map in this browser; null without one, and when it cannot be read. */
export function readDraft(mapId: string): KeptDraft | null {
  try {
    return draftSchema.safeParse(JSON.parse(localStorage.getItem(keyOf(mapId)) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}

/** Returns false when this browser keeps nothing: its storage is full or forbidden. */
export function keepDraft(mapId: string, draft: KeptDraft): boolean {
  try {
    localStorage.setItem(keyOf(mapId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(mapId: string): void {
  try {
    localStorage.removeItem(keyOf(mapId));
  } catch {
    // Nothing was kept.
  }
}
