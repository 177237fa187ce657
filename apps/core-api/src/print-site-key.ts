import { siteKeyOf } from "@archipel/session/client-keys.ts";
import { readEnv } from "./env.ts";

// `npm run site-key -w apps/core-api`: prints the ARCHIPEL_SITE_KEY to give to portal and admin, so that they need not hold the secret.
process.stdout.write(`${siteKeyOf(readEnv().ARCHIPEL_SECRET)}\n`);
