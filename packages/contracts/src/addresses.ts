import { z } from "zod";
import { communityId, id } from "./ids.ts";

/** Tables of addresses that become layers of points: where each row lies, and who says so. */

/** Most rows of one table. */
export const MOST_ADDRESSES = 20_000;
export const MOST_CANDIDATES = 5;

const column = z.string().min(1).max(200).nullable();
/** Which fields of the table hold an address: the whole, or its parts. Null: no field does. */
export const addressParts = z.object({ address: z.string().min(1).max(200), number: column, postcode: column, town: column });
export type AddressParts = z.infer<typeof addressParts>;

/** `platform`: a name of a layer that the community may read; `geocoder`: the operator's service; `hand`: a person placed it. */
export const addressSource = z.enum(["platform", "geocoder", "hand"]);
export type AddressSource = z.infer<typeof addressSource>;
/** What a candidate has otherwise than the row, or lacks. */
export const addressMismatch = z.enum(["number", "town", "postcode"]);
export type AddressMismatch = z.infer<typeof addressMismatch>;

export const addressCandidate = z.object({
  label: z.string(),
  detail: z.string(),
  lon: z.number(),
  lat: z.number(),
  /** From 0 to 1. */
  score: z.number(),
  source: addressSource,
  mismatches: z.array(addressMismatch),
});
export type AddressCandidate = z.infer<typeof addressCandidate>;

/** Of `sure` rows nobody is asked; `settled` ones a person placed; `skipped` ones stay without a point, and in the layer. */
export const addressCounts = z.object({ sure: z.int(), doubtful: z.int(), settled: z.int(), skipped: z.int() });
export type AddressCounts = z.infer<typeof addressCounts>;

/** How far the table of an upload is. `jobId` while its addresses are searched; `pointsUploadId` when they became a file of points. */
export const addressPlacement = z.object({
  counts: addressCounts,
  jobId: id.nullable(),
  pointsUploadId: id.nullable(),
});
export type AddressPlacement = z.infer<typeof addressPlacement>;

/** A row whose place is not sure. */
export const doubtfulAddress = z.object({
  position: z.int(),
  /** The address as the table has it. */
  typed: z.string(),
  candidates: z.array(addressCandidate),
});
export type DoubtfulAddress = z.infer<typeof doubtfulAddress>;

/** What the names and the first rows of a table say; null: no address was recognised. */
export const suggestedParts = z.object({
  parts: addressParts.nullable(),
  /** The first addresses as they would be searched. */
  examples: z.array(z.string()),
});

export const addressTableInput = z.object({ communityId, uploadId: id, uploadLayerId: id });
export const placeAddressesInput = addressTableInput.extend({ parts: addressParts });
export const addressChoice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("candidate"),
    index: z
      .int()
      .min(0)
      .max(MOST_CANDIDATES - 1),
  }),
  z.object({ kind: z.literal("hand"), lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
  z.object({ kind: z.literal("skip") }),
]);
export type AddressChoice = z.infer<typeof addressChoice>;
export const settleAddressInput = addressTableInput.extend({ position: z.int32().min(1), choice: addressChoice });
/** `skipsRest`: doubtful rows that are left stay without a point. */
export const finishAddressesInput = addressTableInput.extend({ skipsRest: z.boolean().default(false) });
