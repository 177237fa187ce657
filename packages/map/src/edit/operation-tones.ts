import type { BadgeTone } from "@archipel/ui/badge.tsx";
import type { Change } from "./draft.ts";

/** The colours in which both sites show that an edit adds, changes or deletes a feature. */
export const OPERATION_TONES: Record<Change["operation"], BadgeTone> = { insert: "success", update: "info", delete: "danger" };
