import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { siteKeyOf } from "./client-keys.ts";

/** What a site's `env.ts` adds to its own settings to be a client of the identity hub. */
export const sessionSettings = {
  /** core-api as this server reaches it. */
  CORE_API_URL: z.url().default("http://127.0.0.1:4000"),
  /** core-api as browsers reach it: the identity hub. */
  ARCHIPEL_PUBLIC_URL: z.url().default("http://localhost:4000"),
  /** `siteKeyOf(ARCHIPEL_SECRET)`: what a site should be given in production, rather than the secret itself. */
  ARCHIPEL_SITE_KEY: z.string().min(32).optional(),
  ARCHIPEL_SECRET: z.string().min(32).optional(),
  /** An embedded core-api keeps its secret in this folder. */
  ARCHIPEL_DATA: z.string().default(".archipel"),
};

const schema = z.object(sessionSettings);
export type SessionSettings = z.infer<typeof schema>;

/** Read at the first request, not at start: a site is built without secrets, and may start before an embedded core-api made its own. */
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
