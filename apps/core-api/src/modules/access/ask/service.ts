import type { AccessRefusal } from "@archipel/contracts/grants.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { portalHost, portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { placeToAsk } from "./queries.ts";

/** Who can give more of a dataset, and the page to ask on; for callers who are known to have a grant on it. */
export async function whereToAsk(core: Core, datasetId: string, locale: Locale): Promise<AccessRefusal["ask"]> {
  const place = await core.database.sqlAs({ role: "system" }, (sql) => placeToAsk(sql, datasetId));
  if (!place?.portalSlug || !place.slug) return { owner: place?.owner ?? "", url: null };
  const origin = portalOrigin(core.env, place.host ?? portalHost(core.env, place.portalSlug));
  return { owner: place.owner, url: `${origin}/${locale}/catalogue/${encodeURIComponent(place.slug)}` };
}
