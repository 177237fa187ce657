import { z } from "zod";
import { keyLimits } from "./access.ts";
import { id } from "./ids.ts";
import { line } from "./text.ts";

/**
 * What an application may ask for; the words are those of keys. `read` or `contribute` is the level, the others are the services; without a
 * service, all three. `profile`: who the person is.
 */
export const applicationScope = z.enum(["profile", "read", "contribute", "tiles", "features", "downloads"]);
export type ApplicationScope = z.infer<typeof applicationScope>;

export const applicationKind = z.enum(["public", "confidential"]);

export const MAX_REDIRECTS = 10;
/** How long an application may act before the person is asked again. */
export const ALLOWED_DAYS = 90;

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where the hub sends people back, compared whole: https, or http on the same machine; without a fragment, a user or a star. */
export const redirectAddress = z
  .string()
  .max(500)
  .refine((text) => {
    if (!URL.canParse(text) || /[#*\s\\]/.test(text)) return false;
    const { protocol, hostname, username, password } = new URL(text);
    return username === "" && password === "" && (protocol === "https:" || (protocol === "http:" && LOCAL.has(hostname)));
  });

export const registerApplicationInput = z.object({
  name: line(80),
  description: z.string().trim().max(500).default(""),
  kind: applicationKind,
  redirectUris: z.array(redirectAddress).min(1).max(MAX_REDIRECTS),
  scopes: z.array(applicationScope).min(1).max(applicationScope.options.length),
  datasetIds: keyLimits.shape.datasetIds,
  layerIds: keyLimits.shape.layerIds,
});
export const namedApplicationInput = z.object({ applicationId: id });
export const suspendApplicationInput = z.object({ applicationId: id, reason: line(300).nullable() });

export const application = z.object({
  id,
  clientId: z.string(),
  name: z.string(),
  description: z.string(),
  kind: applicationKind,
  redirectUris: z.array(z.string()),
  scopes: z.array(applicationScope),
  /** Number of datasets and layers that it is limited to; 0: no limit. */
  dataCount: z.int(),
  /** Number of people who allow it. */
  people: z.int(),
  /** Null: not suspended. */
  suspendedReason: z.string().nullable(),
  createdAt: z.date(),
});
export type Application = z.infer<typeof application>;
/** With the secret of a confidential one, which is shown once; null for a public one. */
export type NewApplication = Application & { clientSecret: string | null };

/** An application in the operators' list. */
export type OwnedApplication = Application & { ownerName: string };

/** What a person allows. */
export const allowedApplication = z.object({
  id,
  /** Null: the command line of the platform. */
  name: z.string().nullable(),
  ownerName: z.string(),
  scopes: z.array(z.string()),
  communityName: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type AllowedApplication = z.infer<typeof allowedApplication>;
export const revokeAllowedInput = z.object({ grantId: id });
