import { z } from "zod";
import { communityStatus } from "./communities.ts";
import { communityId, id } from "./ids.ts";
import { words } from "./processing.ts";
import { failure } from "./uploads.ts";

/** The state of the platform and what its communities use, for its operators. */

export const platformState = z.object({
  at: z.date(),
  versions: z.object({ platform: z.string(), node: z.string(), database: z.string(), migration: z.string() }),
  database: z.object({
    kind: z.enum(["embedded", "server"]),
    /** Duration of a short statement, in milliseconds. */
    milliseconds: z.number(),
    bytes: z.number(),
    /** Connections of the answering process; null on the embedded database. */
    connections: z.object({ busy: z.int(), idle: z.int(), waiting: z.int() }).nullable(),
  }),
  jobs: z.object({
    waiting: z.int(),
    running: z.int(),
    /** How long the oldest waiting job has waited; 0 when none waits. */
    oldestWaitingSeconds: z.number(),
    failedLastDay: z.int(),
  }),
  /** Events that a reader failed to handle, and tries again. */
  eventsRetried: z.int(),
  /** The disk of the platform's own folder. */
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number(), reserveBytes: z.number() }),
  mail: z.object({
    /** The page that shows the mails of an instance without SMTP, to browsers on its machine; null when mails are sent. */
    boxUrl: z.string().nullable(),
    due: z.int(),
    /** Mails that could not be sent at least once, and are tried again. */
    retried: z.int(),
    lastSentAt: z.date().nullable(),
  }),
  hosts: z.array(z.object({ host: z.string(), address: z.string(), portalName: z.string(), communityName: z.string() })),
  hostCount: z.int(),
  /** When the nightly copy last ended, if it says so. */
  lastBackupAt: z.date().nullable(),
  /** Error lines of the answering process, the latest first. */
  errors: z.array(z.object({ at: z.date(), message: z.string(), cause: z.string().nullable() })),
  failedJobs: z.array(
    z.object({
      id,
      title: words,
      subject: z.string().nullable(),
      communityName: z.string(),
      error: failure.nullable(),
      finishedAt: z.date(),
    }),
  ),
});
export type PlatformState = z.infer<typeof platformState>;

/** A community in the operators' list: what it has and uses, never its content. */
export const communityUsage = z.object({
  id: communityId,
  slug: z.string(),
  name: z.string(),
  status: communityStatus,
  /** Why it was suspended. */
  statusReason: z.string(),
  memberCount: z.int(),
  portalCount: z.int(),
  datasetCount: z.int(),
  /** Files and tables of layers; at most a minute old. */
  storedBytes: z.number(),
  /** Null: no limit. */
  quotaBytes: z.number().nullable(),
  createdAt: z.date(),
  /** The invitation of its first manager, while nobody manages it. */
  invitation: z.object({ id, email: z.string(), expiresAt: z.date() }).nullable(),
  /** Those who answer for it, for an operator who writes to them. */
  managers: z.array(z.object({ name: z.string(), email: z.string() })),
});
/** A portal of any community, for operators: where it is and whether it is online. */
export const platformPortal = z.object({
  id,
  name: z.string(),
  status: z.string(),
  /** Names its community; it is no right to it. */
  communityId: id,
  communityName: z.string(),
  address: z.string(),
});
export type PlatformPortal = z.infer<typeof platformPortal>;

export type CommunityUsage = z.infer<typeof communityUsage>;

const TERABYTE = 1e12;
export const setQuotaInput = z.object({
  id,
  quotaBytes: z
    .int()
    .min(0)
    .max(1000 * TERABYTE)
    .nullable(),
});
export const resendInvitationInput = z.object({ invitationId: id });
export const retryFailedInput = z.object({
  /** Null: all that failed within the last day. */
  jobId: id.nullable(),
});
