import { START_STEPS, type StartStep, type StartStepKey, type StartStepState } from "@archipel/contracts/portal-start.ts";

/** What is known of a portal, from which the states of its steps follow. */
export interface StartFacts {
  /** Datasets that it lists; those of them that visitors see; those that are hidden because they are drafts or not public. */
  readonly listed: number;
  readonly seen: number;
  /** The search finds places: names of a layer that it lists, or those of the operator's geocoder. */
  readonly hasPlaces: boolean;
  readonly packs: number;
  readonly isViewChosen: boolean;
  /** The listed data has an extent, which the map frames. */
  readonly hasExtent: boolean;
  readonly hasLogo: boolean;
  readonly hasOwnColours: boolean;
  /** Parts of the legal pages that are missing. */
  readonly legalMissing: number;
  /** Published pages that lack texts in one of the portal's languages. */
  readonly untranslated: number;
  readonly isOnline: boolean;
  readonly datasetId: string | null;
  readonly hasSource: boolean;
}

/** Steps that a portal may do without. */
const OPTIONAL: readonly StartStepKey[] = ["places", "answers", "look", "languages"];

const DONE: Readonly<Record<StartStepKey, (facts: StartFacts) => boolean>> = {
  data: ({ seen }) => seen > 0,
  places: ({ hasPlaces }) => hasPlaces,
  answers: ({ packs }) => packs > 0,
  view: ({ isViewChosen, hasExtent }) => isViewChosen || hasExtent,
  look: ({ hasLogo, hasOwnColours }) => hasLogo || hasOwnColours,
  legal: ({ legalMissing }) => legalMissing === 0,
  languages: ({ untranslated }) => untranslated === 0,
  online: ({ isOnline }) => isOnline,
};

/** The number that a step's sentence says: what is there, or what is missing. */
const COUNT: Partial<Readonly<Record<StartStepKey, (facts: StartFacts) => number>>> = {
  data: ({ listed, seen }) => (seen > 0 ? seen : listed),
  legal: ({ legalMissing }) => legalMissing,
  languages: ({ untranslated }) => untranslated,
};

/** Whether data that is listed but that visitors do not see is why a step is not done. */
const isHidden = (key: StartStepKey, { listed, seen }: StartFacts) => key === "data" && seen === 0 && listed > 0;

/** The steps of a portal in order, each with its state. @param skipped those that its managers left out */
export function stepsOf(facts: StartFacts, skipped: readonly string[]): StartStep[] {
  return START_STEPS.map((key) => {
    const isOptional = OPTIONAL.includes(key);
    const state: StartStepState = DONE[key](facts)
      ? "done"
      : isOptional && skipped.includes(key)
        ? "skipped"
        : isHidden(key, facts)
          ? "hidden"
          : "todo";
    return { key, state, isOptional, count: COUNT[key]?.(facts) ?? 0, datasetId: facts.datasetId, hasSource: facts.hasSource };
  });
}

/** Whether nothing is left to do. */
export const isOver = (steps: readonly StartStep[]): boolean => steps.every(({ state }) => state === "done" || state === "skipped");
