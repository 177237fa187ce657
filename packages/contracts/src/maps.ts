import { z } from "zod";
import { MAX_CONDITIONS } from "./feature-operators.ts";
import { attributeCondition } from "./features.ts";
import { communityId, id } from "./ids.ts";
import { MAP_TEXT_MAX, MAP_TITLE_MAX, STORY_CHAPTERS_MAX, STORY_TEXTS_MAX } from "./map-limits.ts";
import { pageInput } from "./page.ts";
import { mapView } from "./place.ts";
import { line, paragraph } from "./text.ts";

/** `map`: one state with a text. `story`: chapters of text, each with its state of the map. */
export const mapKind = z.enum(["map", "story"]);

/** `draft`: its owner; `unlisted`: anyone who has the address; `published`: everyone, in the portal's list. */
export const mapStatus = z.enum(["draft", "unlisted", "published"]);

const LAYERS_MAX = 100;

/** A layer that is on, or a dataset's pictures, by id. */
const savedLayer = z.strictObject({
  id,
  /** 0…1 */
  opacity: z.number().min(0).max(1),
  /** 0–100: features below this confidence are hidden. */
  confidenceAtLeast: z.int().min(0).max(100).optional(),
  /** Only features that meet all of them are shown. */
  conditions: z.array(attributeCondition).max(MAX_CONDITIONS).optional(),
});

/** What a map shows: position, the layers that are on (top first), and a marked place. */
export const savedState = z.strictObject({
  view: mapView,
  layers: z.array(savedLayer).max(LAYERS_MAX),
  marker: z
    .strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-85).max(85), label: z.string().max(200) })
    .nullable()
    .default(null),
  /** The id of a basemap of the portal; absent: the portal's own. */
  basemap: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .optional(),
});
export type SavedState = z.infer<typeof savedState>;

/** In at least one language. */
export const mapTitle = z
  .strictObject({ fr: line(MAP_TITLE_MAX).optional(), en: line(MAP_TITLE_MAX).optional() })
  .refine(({ fr, en }) => fr !== undefined || en !== undefined, { message: "title-missing" });
/** Markdown, in each language. */
export const mapText = z.strictObject({ fr: paragraph(MAP_TEXT_MAX).optional(), en: paragraph(MAP_TEXT_MAX).optional() });

export const storyChapter = z.strictObject({
  /** Names the chapter in addresses; stays when chapters move. */
  key: z.string().regex(/^[a-z0-9]{4,16}$/),
  title: mapTitle,
  text: mapText,
  state: savedState,
});
export type StoryChapter = z.infer<typeof storyChapter>;

const chapters = z
  .array(storyChapter)
  .max(STORY_CHAPTERS_MAX)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, { message: "chapter-twice" })
  .refine((all) => all.reduce((sum, { text }) => sum + (text.fr?.length ?? 0) + (text.en?.length ?? 0), 0) <= STORY_TEXTS_MAX, {
    message: "story-too-long",
  });

/** Outlines of one layer, as the path of an SVG: whole numbers, in the units of `MAP_PREVIEW`. */
export const previewShape = z.object({ shape: z.enum(["area", "line", "point"]), path: z.string().regex(/^[-MLHVZmlhvz\d\s,.]*$/) });
export type PreviewShape = z.infer<typeof previewShape>;

/** A saved map without its chapters' texts, for lists. */
const savedMapSummary = z.object({
  id,
  slug: z.string(),
  kind: mapKind,
  status: mapStatus,
  isProposed: z.boolean(),
  title: mapTitle,
  text: mapText,
  /** Where the map looks; of a story, where each chapter does. */
  views: z.array(mapView).min(1),
  /** What the first view shows of the public layers, as it was when the map was saved; the lowest first. */
  preview: z.array(previewShape),
  /** Null for visitors, and when the account is gone. */
  ownerName: z.string().nullable(),
  isMine: z.boolean(),
  updatedAt: z.date(),
});
export type SavedMapSummary = z.infer<typeof savedMapSummary>;

/** A saved map as it is opened, or edited. Layers that the caller may not see, or that are gone, are left out of every state. */
export const savedMap = savedMapSummary.extend({
  communityId,
  state: savedState,
  chapters: z.array(storyChapter),
  revision: z.int(),
  /** How many layers were left out. */
  missingLayers: z.int(),
  may: z.object({ edit: z.boolean(), publish: z.boolean() }),
});
export type SavedMap = z.infer<typeof savedMap>;

/** What the caller may do with maps on a portal. `communityId`: null for people who are not members. */
export interface MapRights {
  communityId: string | null;
  mayKeep: boolean;
  mayPublish: boolean;
}

/** Most maps that a page of blocks shows. */
export const MAPS_OF_BLOCK = 100;

export const portalMapsInput = z.object({ portalId: id, ...pageInput });
export const viewMapInput = z.object({ portalId: id, slug: z.string().min(1).max(100) });
export const mapRightsInput = z.object({ portalId: id });

export const ownMapsInput = z.object({ communityId, portalId: id, ...pageInput });
export const mapInput = z.object({ communityId, mapId: id });

const content = { title: mapTitle, text: mapText, state: savedState, chapters };
export const createMapInput = z.object({
  communityId,
  portalId: id,
  kind: mapKind,
  ...content,
  text: mapText.default({}),
  chapters: chapters.default([]),
  status: z.enum(["draft", "unlisted"]).default("draft"),
});
/** Missing parts stay unchanged. `basedOn`: the revision that the person has read. */
export const updateMapInput = z
  .object(content)
  .partial()
  .extend({ communityId, mapId: id, basedOn: z.int().min(1) });
/** `isProposed`: the owner asks the managers to publish it; only for `unlisted`. */
export const shareMapInput = mapInput.extend({ status: z.enum(["draft", "unlisted"]), isProposed: z.boolean().default(false) });
/** `isPublished` false: takes a published map out of the list, or declines a proposed one; `said` is then for its owner. */
export const publishMapInput = mapInput.extend({ isPublished: z.boolean(), said: z.string().trim().max(500).default("") });
