import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { jobStatus } from "./jobs.ts";
import { slug } from "./text.ts";

/** A copy of a whole community as a file, while it is written and while it can be taken. */
export const communityExport = z.object({
  id,
  jobId: id.nullable(),
  status: jobStatus,
  step: z.string().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  /** Bytes. */
  size: z.number().nullable(),
  rows: z.number().nullable(),
  createdAt: z.date(),
  readyAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
});
export type CommunityExport = z.infer<typeof communityExport>;

/** `password`: the copy contains personal data of all members, so the person proves again who they are. */
export const requestExportInput = z.object({ communityId, password: z.string().min(1).max(200) });

export const importStatus = z.enum(["inspecting", "refused", "inspected", "waiting", "running", "failed", "done"]);

/** What an import would do, as the inspection of the file found it. */
export const importFindings = z.object({
  community: z.object({ id, slug: z.string(), name: z.string() }),
  platform: z.string(),
  writtenAt: z.string(),
  schema: z.string(),
  /** Rows by table, without empty tables. */
  tables: z.array(z.object({ name: z.string(), rows: z.int() })),
  layers: z.int(),
  features: z.int(),
  objects: z.object({ count: z.int(), bytes: z.int(), missing: z.int() }),
  people: z.object({ known: z.int(), created: z.int() }),
  /** Addresses of the community and its portals; `isTaken`: a new one must be chosen. */
  slugs: z.array(z.object({ kind: z.enum(["community", "portal"]), slug: z.string(), name: z.string(), isTaken: z.boolean() })),
  /** Domains that portals had: each needs a new proof. */
  domains: z.array(z.string()),
});
export type ImportFindings = z.infer<typeof importFindings>;

export const communityImport = z.object({
  id,
  fileName: z.string(),
  size: z.number(),
  status: importStatus,
  step: z.string().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  found: importFindings.nullable(),
  error: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  communityId: id.nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type CommunityImport = z.infer<typeof communityImport>;

export const importInput = z.object({ importId: id });
/** `slugs`: new addresses by old ones, for those that are taken here. */
export const startImportInput = z.object({ importId: id, slugs: z.record(z.string().max(100), slug).default({}) });
