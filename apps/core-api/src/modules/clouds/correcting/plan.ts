import { drawnVolume } from "@archipel/contracts/clouds.ts";
import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";

/** A tile with corrected points that is stored, and not yet shown. */
const correctedTile = z.object({
  id,
  /** The revision that was corrected. */
  revision: z.int(),
  key: z.string(),
  size: z.int(),
  moves: z.array(z.object({ from: z.int(), to: z.int(), points: z.int() })),
});
export type CorrectedTile = z.infer<typeof correctedTile>;

/** Input of a job that corrects points. */
export const correctionPlan = z.object({
  layerId: id,
  volume: drawnVolume,
  classification: z.int().min(0).max(255),
  /** The report that asks for it, and the moderator's words to its author. */
  report: z.object({ id, number: z.int(), message: z.string() }),
  /** Tiles that are done, also those without points inside. */
  done: z.array(z.object({ tileId: id, corrected: correctedTile.nullable() })).default([]),
});
export type CorrectionPlan = z.infer<typeof correctionPlan>;
