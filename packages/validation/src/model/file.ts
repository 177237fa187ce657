import { z } from "zod";
import { nameSchema, patternSchema, wordsSchema } from "./words.ts";

export const presences = ["required", "recommended", "optional"] as const;
export type Presence = (typeof presences)[number];

const common = {
  name: nameSchema.meta({ description: "Name in findings" }),
  title: wordsSchema.optional(),
  path: patternSchema.meta({
    description:
      "Pattern of its path from the delivery's root, without extension, case-insensitive: `Donnees_geographiques/.*_ZONE_URBA_[0-9]{8}`",
  }),
  presence: z.enum(presences),
};

/** A file of a delivery, or several files that match one pattern. */
export const fileSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("table"), table: nameSchema.meta({ description: "Key of `tables`" }) }),
  z.strictObject({
    ...common,
    kind: z.literal("tables"),
    tables: z
      .array(
        z.strictObject({
          name: patternSchema.meta({ description: "Pattern of the layer's name" }),
          table: nameSchema,
          presence: z.enum(presences),
        }),
      )
      .min(1),
    otherTables: z.enum(["warn", "allow"]).optional().meta({ description: "Layers that match no pattern; `warn` by default" }),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("document"),
    extensions: z
      .array(z.string().regex(/^[a-z0-9]{1,8}$/))
      .min(1)
      .optional()
      .meta({ description: "pdf by default" }),
  }),
  z.strictObject({ ...common, kind: z.literal("metadata") }),
  z.strictObject({ ...common, kind: z.literal("directory") }),
]);
export type FileModel = z.infer<typeof fileSchema>;
