import type { ExtractFormat, ExtractModel } from "@archipel/contracts/cloud-extracts.ts";
import { useReducer } from "react";

/** What is taken of an area. */
export interface TakeChoice {
  /** Null without points. */
  readonly format: ExtractFormat | null;
  /** Null for all. */
  readonly classes: readonly number[] | null;
  readonly spacing: number | null;
  readonly models: readonly ExtractModel[];
  readonly grids: readonly ("tif" | "asc")[];
  readonly resolution: number;
  readonly interval: number;
}

const FIRST: TakeChoice = { format: "laz", classes: null, spacing: null, models: [], grids: ["tif"], resolution: 1, interval: 1 };

export function useTakeChoice() {
  return useReducer((choice: TakeChoice, change: Partial<TakeChoice>) => ({ ...choice, ...change }), FIRST);
}
