import { ADMIN_CLIENT_ID } from "@archipel/session/client-keys.ts";
import type { FindSite, Site } from "@archipel/session/site.ts";
import { env } from "./env.ts";

const { origin, hostname } = new URL(env.ARCHIPEL_ADMIN_URL);
const site: Site = { clientId: ADMIN_CLIENT_ID, origin };

/** The console is one site, at the address in its settings. Other hosts are refused. */
export const findConsole: FindSite = async (host) => (host === hostname ? site : null);
