import { z } from "zod";
import { id } from "./ids.ts";
import { bbox } from "./place.ts";

/**
 * What a result is. `street` is a whole street, `address` one house of it; `zone` a code of a planning document, `tile` a file of a survey;
 * `coordinates` a position that the text itself names; `map` and `story` what people saved and managers published.
 */
export const searchKind = z.enum([
  "commune",
  "place",
  "street",
  "address",
  "zone",
  "parcel",
  "tile",
  "coordinates",
  "dataset",
  "map",
  "story",
  "page",
  "news",
  "help",
]);
export type SearchKind = z.infer<typeof searchKind>;

/**
 * What choosing a result opens: a place on the map (with the answer there), a feature, a dataset, a saved map or story, a page of the portal, a topic of the help.
 */
export const searchTarget = z.discriminatedUnion("type", [
  z.object({ type: z.literal("place") }),
  z.object({ type: z.literal("feature"), layerId: id, fid: z.int() }),
  z.object({ type: z.literal("dataset"), slug: z.string() }),
  z.object({ type: z.literal("map"), slug: z.string() }),
  z.object({ type: z.literal("page"), slug: z.string() }),
  z.object({ type: z.literal("help"), topic: z.string() }),
]);

export const searchResult = z.object({
  kind: searchKind,
  label: z.string(),
  /** Language of the label, when it has one that is not the reader's. */
  lang: z.string().optional(),
  /** Distinguishes results of the same label; for places it begins with the commune: "35000 Rennes", "Rennes, lieu-dit". */
  detail: z.string(),
  /** The commune of a place, as its layer names it; null when no layer of the portal says. */
  commune: z.object({ name: z.string(), code: z.string().nullable(), postcode: z.string().nullable() }).nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  bbox: bbox.nullable(),
  /** The feature whose shape it has; absent for what has several, or none. */
  outline: z.object({ layerId: id, fid: z.int() }).optional(),
  opens: searchTarget,
});
export type SearchResult = z.infer<typeof searchResult>;

/** The results of one kind, best first. */
export const searchGroup = z.object({
  kind: searchKind,
  results: z.array(searchResult),
  /** How many there are; at least so many when `isMore`. */
  count: z.int(),
  isMore: z.boolean(),
});
export type SearchGroup = z.infer<typeof searchGroup>;

/**
 * What was typed and is not in what was found. `word`: no place of the portal has it. `postcode`: five digits of which no place knows. `number`: a street
 * without this number, with those that are the nearest. `together`: places have it, but no place has the rest of the text too, which is `others`.
 */
export const searchMiss = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("word"), text: z.string() }),
  z.object({ kind: z.literal("postcode"), text: z.string() }),
  z.object({
    kind: z.literal("number"),
    text: z.string(),
    street: z.string(),
    commune: z.string().nullable(),
    nearest: z.array(z.string()),
  }),
  z.object({ kind: z.literal("together"), text: z.string(), others: z.string() }),
]);
export type SearchMiss = z.infer<typeof searchMiss>;

/**
 * What Enter, a link with a text and a form without scripts do. `open`: this result has each town, postcode, number and word of the text, and no other is
 * as good. `ask`: the person chooses; `communes`: a place of this name is in several towns; `similar`: what was found is written in another way.
 * `no`: nothing has all of the text; the results are the nearest.
 */
export const searchDecision = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("open"), result: searchResult }),
  z.object({ kind: z.literal("ask"), why: z.enum(["communes", "namesakes", "choice", "similar"]) }),
  z.object({ kind: z.literal("no"), misses: z.array(searchMiss) }),
]);
export type SearchDecision = z.infer<typeof searchDecision>;

/** Suggestions of a portal's search field. Groups come in the order of their best result; `decision` says whether one may be opened for the person. */
export const suggestions = z.object({
  groups: z.array(searchGroup),
  decision: searchDecision,
  /** The name to show beside the results, when another service found some of them. */
  attribution: z.string().nullable(),
});
export type Suggestions = z.infer<typeof suggestions>;

/** `limit`: most results of one kind. Text of fewer than two characters finds nothing. */
export const suggestInput = z.object({
  portalId: id,
  q: z.string().trim().min(1).max(200),
  locale: z.enum(["fr", "en"]).default("fr"),
  limit: z.int().min(1).max(20).default(5),
});
