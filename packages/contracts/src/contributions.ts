import { z } from "zod";
import { MAX_EDITS_A_CALL } from "./edits-a-call.ts";
import { attributeValue } from "./features.ts";
import { communityId, id } from "./ids.ts";
import { type Page, pageInput } from "./page.ts";
import { line, paragraph } from "./text.ts";

/** States of a contribution. Only its author sees a `draft`; `merged`, `rejected` and `withdrawn` are final. */
export const contributionStatus = z.enum(["draft", "submitted", "changes-requested", "conflicting", "merged", "rejected", "withdrawn"]);
export type ContributionStatus = z.infer<typeof contributionStatus>;
export const contributionOrigin = z.enum(["editor", "api", "import", "report", "revert"]);
export type ContributionOrigin = z.infer<typeof contributionOrigin>;
export const editOperation = z.enum(["insert", "update", "delete"]);
export type EditOperation = z.infer<typeof editOperation>;
export const verdict = z.enum(["approve", "request-changes", "reject"]);

/** A GeoJSON geometry in EPSG:4326. core-api validates its content. */
export const geometryInput = z.looseObject({ type: z.string().max(30) });
/** Most edits of one contribution. Larger changes go through an upload. */
export const MAX_EDITS = 20_000;
/** Changed attributes, by column. */
export const editedValues = z.record(z.string().max(63), attributeValue);

/** A proposed change of one feature. Without `geometry`, the geometry stays; null removes it. */
export const proposedEdit = z.discriminatedUnion("operation", [
  z.object({
    operation: z.literal("insert"),
    editId: id.optional(),
    layerId: id,
    values: editedValues,
    geometry: geometryInput.nullable(),
  }),
  z.object({
    operation: z.literal("update"),
    layerId: id,
    fid: z.int().min(1),
    /** The version of the feature that the person saw. */
    baseVersion: z.int32().min(1),
    values: editedValues.default({}),
    geometry: geometryInput.nullable().optional(),
  }),
  z.object({
    operation: z.literal("delete"),
    layerId: id,
    fid: z.int().min(1),
    baseVersion: z.int32().min(1),
    /** Why the feature should be deleted, for the reviewers. */
    reason: paragraph(500).optional(),
  }),
]);
export type ProposedEdit = z.infer<typeof proposedEdit>;

/** One state of a feature: attributes by column, and geometry (GeoJSON, EPSG:4326). Null: the feature does not exist in it. */
export const featureState = z
  .object({ values: z.record(z.string(), attributeValue), geometry: z.record(z.string(), z.unknown()).nullable() })
  .nullable();
export type FeatureState = z.infer<typeof featureState>;

/** What both the author and someone else changed. `isDeleted`: one side deleted a feature that the other changed. */
export const editConflict = z.object({ columns: z.array(z.string()), geometry: z.boolean(), isDeleted: z.boolean() });
export type EditConflict = z.infer<typeof editConflict>;

/** A proposed change beside what it changes: `base` is what its author saw, `theirs` what the layer holds now. */
export const editDiff = z.object({
  id,
  layerId: id,
  operation: editOperation,
  fid: z.int().nullable(),
  /** The version of the feature that its author saw; null for a new one. */
  baseVersion: z.int().nullable(),
  /** Empty for a new feature without a name: the site gives it one. */
  label: z.string(),
  changedColumns: z.array(z.string()),
  hasGeometry: z.boolean(),
  /** Why the feature should be deleted; empty for other changes. */
  reason: z.string(),
  base: featureState,
  mine: featureState,
  theirs: featureState,
  conflict: editConflict.nullable(),
});
export type EditDiff = z.infer<typeof editDiff>;

export const contributionSummary = z.object({
  id,
  communityId,
  datasetId: id,
  datasetTitle: z.string(),
  title: z.string(),
  status: contributionStatus,
  origin: contributionOrigin,
  authorId: id.nullable(),
  authorName: z.string().nullable(),
  edits: z.object({ inserted: z.int(), updated: z.int(), deleted: z.int() }),
  /** Version of its edits. Approving, rejecting and merging must name the version that the reviewer saw. */
  editsVersion: z.int(),
  createdAt: z.date(),
  submittedAt: z.date().nullable(),
  decidedAt: z.date().nullable(),
});
export type ContributionSummary = z.infer<typeof contributionSummary>;

export const contribution = contributionSummary.extend({
  message: z.string(),
  reason: z.string(),
  decidedByName: z.string().nullable(),
  revertsId: id.nullable(),
  /** The actions that the caller may take now. */
  allowed: z.array(z.enum(["edit", "submit", "withdraw", "review", "merge", "resolve", "revert", "comment"])),
  /** The grants by which its author edits; empty: by a role in the community. `areaName` null: everywhere; `columns` null: all. */
  grants: z.array(
    z.object({
      id,
      permission: z.enum(["read", "propose", "edit"]),
      columns: z.array(z.string()).nullable(),
      areaName: z.string().nullable(),
      until: z.date().nullable(),
      givenByName: z.string().nullable(),
      /** It was revoked, or has ended. */
      isOver: z.boolean(),
    }),
  ),
  /** True when an edit lies outside the caller's territory: someone else must decide. */
  isOutsideTerritory: z.boolean(),
  /** Approvals of the current edits; `isMine`: one is the caller's. */
  approvals: z.object({ given: z.int(), needed: z.int(), isMine: z.boolean() }),
  reviews: z.array(z.object({ id, reviewerName: z.string().nullable(), verdict, comment: z.string(), createdAt: z.date() })),
  comments: z.array(z.object({ id, editId: id.nullable(), authorName: z.string().nullable(), body: z.string(), createdAt: z.date() })),
});
export type Contribution = z.infer<typeof contribution>;

/**
 * All edits of a contribution at a glance, in order: the place of each (EPSG:4326; edits without geometry are left out), and whether it
 * conflicts. `conflicts` counts the conflicting edits of the whole contribution.
 */
export const contributionOverview = z.object({
  editsVersion: z.int(),
  conflicts: z.int(),
  /** Number of edits that make a geometry invalid. */
  invalid: z.int(),
  /** Number of edits whose geometry was invalid before, in the same places. */
  knownInvalid: z.int(),
  places: z.array(z.object({ id, operation: editOperation, lon: z.number(), lat: z.number(), isConflict: z.boolean() })),
});
export type ContributionOverview = z.infer<typeof contributionOverview>;

/** A page of edits, and the version of the edits it shows. */
export type EditsPage = Page<EditDiff> & { editsVersion: number };

/** The version of the edits before and after a change. */
export interface EditsMoved {
  before: number;
  editsVersion: number;
}

const inContribution = { communityId, contributionId: id };
/** The `editsVersion` that the person saw. The call is refused when the edits changed since. */
const seen = { editsVersion: z.int32().min(1) };
export const contributionInput = z.object(inContribution);
/** A person has one open draft per dataset. While it is open, the call returns it and ignores the title. */
export const createContributionInput = z.object({
  communityId,
  datasetId: id,
  title: line(160),
  message: paragraph(4000).default(""),
  origin: z.enum(["editor", "import"]).default("editor"),
});
/** Filter of the review queue; saved filters store it too. */
export const contributionFilter = z.object({
  status: z.array(contributionStatus).max(7).optional(),
  datasetId: id.optional(),
  isMine: z.boolean().optional(),
  /** Only contributions that touch the caller's territory. */
  isInTerritory: z.boolean().optional(),
});
export type ContributionFilter = z.infer<typeof contributionFilter>;
/** `search`: text in the title or in the author's name. */
export const listContributionsInput = z.object({
  communityId,
  ...contributionFilter.shape,
  search: z.string().max(100).optional(),
  ...pageInput,
});
/** `conflict`: edits that conflict with the current state of the layer. */
export const editKind = z.enum(["insert", "update", "delete", "conflict"]);
export type EditKind = z.infer<typeof editKind>;
/** The version of the edits that the caller knows. When another page saved in between, nothing is saved: `before` of the answer differs. */
const knownVersion = z.int().min(0).optional();
export const saveEditsInput = z.object({ ...inContribution, edits: z.array(proposedEdit).min(1).max(MAX_EDITS_A_CALL), knownVersion });
export const discardEditsInput = z.object({ ...inContribution, editIds: z.array(id).min(1).max(MAX_EDITS_A_CALL), knownVersion });
/** `drawn` leaves out unchanged geometries, because a large draft mostly changes attributes. */
export const listEditsInput = z.object({
  ...inContribution,
  ...pageInput,
  limit: z.int().min(1).max(MAX_EDITS_A_CALL).default(30),
  shapes: z.enum(["all", "drawn"]).optional(),
  kind: editKind.optional(),
  editId: id.optional(),
});
/** A feature, and the contribution that edits it. */
export const rivalsInput = z.object({ communityId, layerId: id, fid: z.int().min(1), contributionId: id.optional() });
/** A feature that the caller would edit. */
export const featureLimitsInput = z.object({ communityId, layerId: id, fid: z.int().min(1) });
/**
 * What the caller may change of it. `why`: the first reason why not all: it lies outside the areas, it crosses the border of one, or grants give some
 * columns only.
 */
export const featureLimits = z.object({
  closedColumns: z.array(z.string()),
  mayDraw: z.boolean(),
  why: z.enum(["here", "border", "columns"]).nullable(),
});
export type FeatureLimits = z.infer<typeof featureLimits>;
/** Other open contributions that change the same feature: those that the caller may see, and how many more exist. */
export const rivals = z.object({
  known: z.array(z.object({ id, title: z.string(), status: contributionStatus, authorName: z.string().nullable(), isMine: z.boolean() })),
  others: z.int(),
});
export type Rivals = z.infer<typeof rivals>;
export const describeContributionInput = z.object({ ...inContribution, title: line(160), message: paragraph(4000).default("") });
export const mergeInput = z.object({ ...inContribution, ...seen });
export const reviewInput = z.object({ ...inContribution, ...seen, verdict, comment: paragraph(4000).default("") });
export const commentInput = z.object({ ...inContribution, editId: id.optional(), body: paragraph(4000).min(1) });
/** The resolution of each conflicting edit: values of the conflicting columns, and whose geometry (or a newly drawn one). */
export const resolveInput = z.object({
  ...inContribution,
  ...seen,
  resolutions: z
    .array(
      z.object({
        editId: id,
        /** `drop` discards the edit; `keep` writes it, with these values where both sides changed something. */
        decision: z.enum(["keep", "drop"]),
        values: editedValues.default({}),
        geometry: z.union([z.enum(["mine", "theirs"]), geometryInput]).default("mine"),
      }),
    )
    .min(1)
    .max(500),
});
export type Resolution = z.input<typeof resolveInput>["resolutions"][number];

/** Result of a merge: either every edit was written, or none, with the edits that conflict. */
export const mergeOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("merged"), revisions: z.array(z.object({ layerId: id, revision: z.int() })) }),
  z.object({ outcome: z.literal("conflicting"), conflicts: z.array(editDiff) }),
]);
export type MergeOutcome = z.infer<typeof mergeOutcome>;

export const directRole = z.enum(["contributor", "moderator", "manager"]);
/** Who may edit a dataset, and how. `lockedColumns`: for each layer, the columns that no one may edit. */
export const editRules = z.object({
  isOpen: z.boolean(),
  directRole,
  approvals: z.int().min(1).max(5),
  /** Members with a territory review and merge only edits inside it. */
  territoryCounts: z.boolean().default(false),
  lockedColumns: z.record(id, z.array(z.string().max(63)).max(500)),
});
export type EditRules = z.infer<typeof editRules>;
export const editRulesInput = z.object({ communityId, datasetId: id });
export const saveEditRulesInput = editRulesInput.extend({ rules: editRules });

/**
 * What the caller may do with a layer of a portal's map: contribute, sign in first, ask a manager for the right, or nothing because its
 * dataset takes no contributions.
 */
export const layerRight = z.object({
  layerId: id,
  datasetId: id,
  communityId: id,
  communityName: z.string(),
  may: z.enum(["contribute", "sign-in", "ask", "nothing"]),
  /** Columns that the caller may not edit: those that no one may, and those that their grants do not give. */
  lockedColumns: z.array(z.string()),
  /** Set when the caller edits by grants: what these let them change. Whether a feature is inside the areas is said of each feature. */
  byGrants: z
    .object({
      /** Columns that they do not let change. */
      closedColumns: z.array(z.string()),
      /** They give all columns: shapes, new features and deletions too. */
      givesShapes: z.boolean(),
      /** Names of the areas; empty: everywhere. */
      areas: z.array(z.string()),
      /** What is sent may be merged without review. */
      isDirect: z.boolean(),
    })
    .nullable(),
});
export type LayerRight = z.infer<typeof layerRight>;
export const contributionRightsInput = z.object({ portalId: id });
