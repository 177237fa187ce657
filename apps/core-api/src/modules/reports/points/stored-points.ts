import { pointsConcerned } from "@archipel/contracts/clouds.ts";
import type { z } from "zod";

/** Points of a report as its row keeps them: their layer is the report's. */
export const storedPoints = pointsConcerned.omit({ layerId: true });
export type StoredPoints = z.infer<typeof storedPoints>;
