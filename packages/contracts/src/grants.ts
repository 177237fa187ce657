import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { layerField } from "./layers.ts";
import { role, territorySource } from "./members.ts";
import { bbox } from "./place.ts";
import { REASON_MAX, REASON_MIN, requestStatus } from "./requests.ts";
import { email, line, paragraph, slug } from "./text.ts";

/** Grants: rights to read, or to edit, parts of data that the subject could not otherwise. */

/** `propose`: to read the part, and to propose changes of it for review; `edit`: to change it without review. */
export const grantPermission = z.enum(["read", "propose", "edit"]);
export type GrantPermission = z.infer<typeof grantPermission>;

/** Most valid grants of a dataset, and most vertices of the area of a grant. */
export const MAX_GRANTS = 100;
export const MAX_AREA_VERTICES = 10_000;

export const grantState = z.enum(["valid", "not-begun", "ended", "revoked"]);
export type GrantState = z.infer<typeof grantState>;

/** Roles that narrow a grant to a part of a community. */
export const subjectRole = role.exclude(["member"]);
export type SubjectRole = z.infer<typeof subjectRole>;
export const subjectKind = z.enum(["person", "community", "role", "group", "organisation", "key", "signed-in", "everyone"]);
export type SubjectKind = z.infer<typeof subjectKind>;

/** A grant as the managers of the dataset's community see it. */
export const grant = z.object({
  id,
  permission: grantPermission,
  subject: z.object({
    kind: subjectKind,
    /** Of the person, community, group, organisation (in French) or key; empty for an audience. */
    name: z.string(),
    email: z.string().nullable(),
    /** For a role: the weakest one that has the grant. */
    role: subjectRole.nullable(),
    /** For a key: the community whose programs use it. */
    communityName: z.string().nullable(),
  }),
  /** Null: every layer of the dataset. */
  layer: z.object({ id, title: z.string() }).nullable(),
  /** Labels of the columns; null: every column that is not hidden. */
  columns: z.array(z.string()).nullable(),
  /** Null: everywhere. */
  area: z.object({ name: z.string(), squareKm: z.number(), bbox }).nullable(),
  from: z.date(),
  until: z.date().nullable(),
  purpose: z.string(),
  state: grantState,
  givenByName: z.string().nullable(),
  createdAt: z.date(),
});
export type Grant = z.infer<typeof grant>;

/** A dataset of the community on which grants can be given. */
export const grantableDataset = z.object({
  id,
  title: z.string(),
  isPublished: z.boolean(),
  grants: z.int(),
  /** Ready vector layers, with the fields that readers see. */
  layers: z.array(z.object({ id, title: z.string(), kind: z.literal("vector"), fields: z.array(layerField) })),
});
export type GrantableDataset = z.infer<typeof grantableDataset>;

export const grantSubject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person"), email }),
  z.object({ kind: z.literal("community"), slug }),
  /** The people who have at least this role in a community. */
  z.object({ kind: z.literal("role"), slug, role: subjectRole }),
  /** A group of the community that owns the data. */
  z.object({ kind: z.literal("group"), groupId: id }),
  /** All members of an organisation over communities. */
  z.object({ kind: z.literal("organisation"), organisationId: id }),
  /** A key of any community. */
  z.object({ kind: z.literal("key"), keyId: id }),
  /** Everyone who has an account. */
  z.object({ kind: z.literal("signed-in") }),
  /** Everyone, without an account too: what is given is public. */
  z.object({ kind: z.literal("everyone") }),
]);
export type GrantSubject = z.infer<typeof grantSubject>;

/** What a grant gives. `columns` absent: all; `area` absent: everywhere; `until` null: until it is revoked. */
const given = {
  permission: grantPermission.default("read"),
  layerId: id.nullable(),
  columns: z.array(z.string().min(1).max(63)).min(1).max(200).optional(),
  area: z.object({ name: line(120), source: territorySource }).optional(),
  until: z.date().nullable(),
  purpose: paragraph(500).default(""),
};
export const listGrantsInput = z.object({ communityId, datasetId: id });
export const giveGrantInput = listGrantsInput.extend({ subject: grantSubject, from: z.date().optional(), ...given });
export const endGrantInput = z.object({ communityId, grantId: id, until: z.date().nullable() });
export const revokeGrantInput = z.object({ communityId, grantId: id });

/** Why a grant of the caller gives nothing at the moment. */
export const grantFlaw = z.enum(["revoked", "ended", "not-begun", "community-closed", "unpublished"]);
export type GrantFlaw = z.infer<typeof grantFlaw>;

/** What a person may read of a dataset, and why not more. */
export const explanation = z.object({
  access: z.enum(["whole", "part", "none"]),
  layers: z.array(
    z.object({
      id,
      title: z.string(),
      /** Labels of the shown columns, and how many others there are. */
      columns: z.array(z.string()),
      withheld: z.int(),
      /** Names of the areas; empty: everywhere. */
      areas: z.array(z.string()),
      /** When the first of the grants ends. */
      until: z.date().nullable(),
      /** What the grants let be changed; null: nothing. */
      edits: z
        .object({
          /** Labels of the columns whose values may change. */
          columns: z.array(z.string()),
          /** Shapes, new features and deletions too. */
          givesShapes: z.boolean(),
          /** Names of the areas; empty: everywhere. */
          areas: z.array(z.string()),
          /** Some of it without review. */
          isDirect: z.boolean(),
        })
        .nullable(),
    }),
  ),
  /** Whether the dataset has layers of which nothing is shown. Their number would tell when one is added. */
  hasClosedLayers: z.boolean(),
  /** Whether files of the dataset are not open: grants on a layer, on columns or in an area open none. */
  hasClosedFiles: z.boolean(),
  /** Grants that give nothing, with the first condition that fails. */
  failing: z.array(z.object({ flaw: grantFlaw, layerTitle: z.string().nullable(), areaName: z.string(), at: z.date().nullable() })),
  /** Who can give more. */
  ownerName: z.string(),
  request: z
    .object({
      id,
      permission: z.enum(["read", "edit"]),
      status: requestStatus,
      reason: z.string(),
      answer: z.string(),
      createdAt: z.date(),
      decidedAt: z.date().nullable(),
    })
    .nullable(),
});
export type Explanation = z.infer<typeof explanation>;
export const explainInput = z.object({ datasetId: id });

/**
 * The condition that a request fails: the flaw of a grant; another layer than the granted ones; a place outside their areas; a column that they
 * do not give; or a use that grants do not open.
 */
export const missingCondition = z.enum([...grantFlaw.options, "layer", "area", "columns", "use"]);
/** `at`: since when, or until when it has not begun. `layer` and `area` name what the grant is limited to. */
export const missingAccess = z.object({
  condition: missingCondition,
  at: z.date().nullable(),
  layer: z.string().nullable(),
  area: z.string(),
});
export type MissingAccess = z.infer<typeof missingAccess>;
/** Who gives more, and the page on which to ask; null when no portal lists the dataset. */
export const askForAccess = z.object({ owner: z.string(), url: z.url().nullable() });
/** Added to a refusal, for a caller who has or had a grant on what was refused. */
export const accessRefusal = z.object({ missing: z.array(missingAccess), ask: askForAccess });
export type AccessRefusal = z.infer<typeof accessRefusal>;

/** `GET /access/explain`. */
export const accessExplanation = explanation
  .pick({ access: true, layers: true, hasClosedLayers: true })
  .extend({ dataset: id, ...accessRefusal.shape });
export type AccessExplanation = z.infer<typeof accessExplanation>;

/** The page of a dataset on a portal, of which the caller's grants show nothing now. */
export const explainPageInput = z.object({ portalId: id, slug: z.string().min(1).max(200) });
export const closedDataset = z.object({ datasetId: id, title: z.string(), explanation });
export type ClosedDataset = z.infer<typeof closedDataset>;

/** A dataset that grants open to the caller. */
export const openedDataset = z.object({
  datasetId: id,
  title: z.string(),
  ownerName: z.string(),
  /** Its slug on the portal; null: the portal does not list it. */
  slug: z.string().nullable(),
  until: z.date().nullable(),
});
export type OpenedDataset = z.infer<typeof openedDataset>;
export const openedDatasetsInput = z.object({ portalId: id });

/** What a person asks for: to read more, or to edit. */
export const askedPermission = z.enum(["read", "edit"]);
export const askAccessInput = z.object({
  portalId: id,
  datasetId: id,
  permission: askedPermission.default("read"),
  reason: paragraph(REASON_MAX).min(REASON_MIN),
});
export const ownAccessRequestInput = z.object({ requestId: id });

/** A request as the managers see it. */
export const accessRequest = z.object({
  id,
  datasetId: id,
  datasetTitle: z.string(),
  personName: z.string(),
  email: z.string(),
  permission: askedPermission,
  reason: z.string(),
  status: requestStatus,
  answer: z.string(),
  createdAt: z.date(),
  decidedAt: z.date().nullable(),
  decidedByName: z.string().nullable(),
});
export type AccessRequest = z.infer<typeof accessRequest>;
export const listAccessRequestsInput = z.object({ communityId, datasetId: id.optional(), isDecided: z.boolean().default(false) });
export const acceptAccessInput = z.object({ communityId, requestId: id, ...given, answer: paragraph(REASON_MAX).default("") });
export const declineAccessInput = z.object({ communityId, requestId: id, answer: paragraph(REASON_MAX).min(1) });

/** Rows of a layer that a view shows at a time. */
export const VIEWED_ROWS = 50;
/** What a person sees of a dataset, for its managers: read-only, and written in the journal each time. */
/** The subjects as which a manager can view a dataset: a person, or one that has nothing but its own grants. */
export const viewedSubject = grantSubject.refine(({ kind }) => kind !== "key", { message: "not-offered", path: ["kind"] });
export const viewAsInput = z.object({
  communityId,
  datasetId: id,
  subject: viewedSubject,
  /** The layer whose rows are shown; null: the first. */
  layerId: id.nullable().default(null),
  offset: z.int().min(0).max(1_000_000).default(0),
});
export const viewedDataset = explanation.pick({ access: true, layers: true, hasClosedLayers: true, failing: true }).extend({
  /** Whose view it is. The name is empty for audiences; the role is null unless it is a role of the community that is named. */
  subject: z.object({ kind: subjectKind, name: z.string(), role: subjectRole.nullable() }),
  /** Null when the subject sees no layer of it through grants. */
  shown: z
    .object({
      layerId: id,
      columns: z.array(z.object({ column: z.string(), label: z.string() })),
      /** Null when counting takes too long. */
      total: z.int().nullable(),
      offset: z.int(),
      rows: z.array(
        z.object({
          fid: z.int(),
          values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
          /** Cut to the areas; null without one, and when it is too large to be shown. */
          geometry: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
    })
    .nullable(),
});
export type ViewedDataset = z.infer<typeof viewedDataset>;
