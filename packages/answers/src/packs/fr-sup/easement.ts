import type { Level } from "../rule.ts";

/** Category of the CNIG standard, level, and what it asks of an owner in French and English. */
export type Easement = readonly [category: string, level: Level, fr: string, en: string];
