import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a platform signs of an answer: where, what was said (by its digest), from which data and rules, when. No name of a person. */
export const statement = z.object({
  format: z.literal("archipel-answer/1"),
  /** The platform's address. */
  iss: z.string().max(300),
  /** The moment of the answer, in seconds. */
  iat: z.int().nonnegative(),
  /** Its id. */
  portal: z.string(),
  locale: z.string(),
  /** Of WGS 84: the middle of the place, longitude first, in degrees. */
  place: z.object({ centre: z.tuple([z.number(), z.number()]), parcels: z.array(z.string()).optional(), commune: z.string().optional() }),
  /** Digest of all that was said: the same question on the same data and rules has the same. */
  said: sha256,
  layers: z.array(z.object({ id: z.string(), version: z.string() })),
  rules: z.array(z.object({ pack: z.string(), version: z.string() })),
  /** The file that holds the answer, without its signature; absent in the copy inside a PDF. */
  file: z.object({ type: z.enum(["application/pdf", "application/json"]), bytes: z.int(), sha256 }).optional(),
});
export type Statement = z.infer<typeof statement>;
