import { z } from "zod";
import { communityId, id } from "./ids.ts";

/** What makes a portal ready, in the order in which most communities do it. */
export const START_STEPS = ["data", "places", "answers", "view", "look", "legal", "languages", "online"] as const;
export const startStepKey = z.enum(START_STEPS);
export type StartStepKey = z.infer<typeof startStepKey>;

/** `hidden`: it is there, but visitors do not see it. `skipped`: the managers left it out. */
export type StartStepState = "done" | "todo" | "hidden" | "skipped";

export interface StartStep {
  readonly key: StartStepKey;
  readonly state: StartStepState;
  /** The portal may do without it. */
  readonly isOptional: boolean;
  /** What the step's sentence counts: datasets, missing parts of the legal pages, pages to translate. */
  readonly count: number;
  /** A dataset of the portal in which the step is done. */
  readonly datasetId: string | null;
  /** The community has published data that the portal could list. */
  readonly hasSource: boolean;
}

/** What is left to do on a portal. */
export interface StartList {
  readonly portalId: string;
  readonly name: string;
  readonly isOnline: boolean;
  readonly isPreparing: boolean;
  readonly steps: readonly StartStep[];
  /** Nothing is left, or the managers put the list away. */
  readonly isOver: boolean;
}

/** Without a portal: of all portals whose list is not over. */
export const startInput = z.object({ communityId, portalId: id.optional() });
export const changeStartInput = z.object({
  communityId,
  portalId: id,
  /** All steps that are left out. */
  skipped: z.array(startStepKey).max(START_STEPS.length).optional(),
  isPutAway: z.boolean().optional(),
});
