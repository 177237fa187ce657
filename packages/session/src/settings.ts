import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { siteKeyOf } from "./client-keys.ts";

/** Settings that a site's `env.ts` needs to be a client of the identity hub. */
export const sessionSettings = {
  /** Address of core-api for this server. */
  CORE_API_URL: z.url().default("http://127.0.0.1:4000"),
  /** Address of core-api for browsers: the identity hub. */
  ARCHIPEL_PUBLIC_URL: z.url().default("http://localhost:4000"),
  /** `siteKeyOf(ARCHIPEL_SECRET)`: in production, give sites this key rather than the secret itself. */
  ARCHIPEL_SITE_KEY: z.string().min(32).optional(),
  ARCHIPEL_SECRET: z.string().min(32).optional(),
  /** Folder in which an embedded core-api keeps its secret. */
  ARCHIPEL_DATA: z.string().default(".archipel"),
};

const schema = z.object(sessionSettings);
export type SessionSettings = z.infer<typeof schema>;

/** Read at the first request, not at start: a site is built without secrets, and may start before an embedded core-api has created its own. */
export function siteKey(settings: SessionSettings): string {
  if (settings.ARCHIPEL_SITE_KEY) return settings.ARCHIPEL_SITE_KEY;
  if (settings.ARCHIPEL_SECRET) return siteKeyOf(settings.ARCHIPEL_SECRET);
  const file = path.join(settings.ARCHIPEL_DATA, "secret");
  try {
    return siteKeyOf(readFileSync(/* turbopackIgnore: true */ file, "utf8"));
  } catch {
    throw new Error(`sign-in needs ARCHIPEL_SITE_KEY, or ARCHIPEL_SECRET, or an embedded core-api whose secret is in ${file}`);
  }
}
