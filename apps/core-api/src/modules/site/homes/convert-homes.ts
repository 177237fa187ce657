import { oldContentSchema } from "@archipel/blocks/convert-content.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Core } from "../../../kernel/core.ts";
import { recordSiteChange } from "../events.ts";
import { newPage } from "../pages/service/new-page.ts";
import { convertedHome } from "../policy.ts";
import { lockOldHome, oldHomesLeft } from "../queries/old-homes.ts";
import { forgetSite } from "../service/cache.ts";

/**
 * Makes pages of the homes that portals had in the older shape. A migration of the database moved these to a table of their own, where they
 * stay. Each is done in a transaction of its own, once, however many processes start together.
 *
 * @returns how many became pages
 */
export async function convertOldHomes(core: Core): Promise<number> {
  let count = 0;
  for (const portalId of await core.database.withSystem(oldHomesLeft)) {
    try {
      if (await core.database.withSystem((tx) => convertHome(tx, portalId))) count++;
      forgetSite(core, portalId);
    } catch (error) {
      // The others go on: visitors of this portal see the home of its theme, and the old content is kept.
      core.log.error({ err: error, portalId }, "an older home could not be converted");
    }
  }
  return count;
}

async function convertHome(tx: Tx, portalId: string): Promise<boolean> {
  const old = await lockOldHome(tx, portalId);
  if (!old) return false;
  const { communityId, baseTheme } = old;
  const hasOwn = (await tx.sitePage.count({ where: { portalId, kind: "home" } })) > 0;
  const blocks = hasOwn ? undefined : convertedHome(oldContentSchema.parse(old.content), baseTheme);
  if (blocks) {
    const content = { title: {}, description: {}, isInSearch: true, blocks };
    const id = await newPage(tx, { communityId, userId: null }, { portalId, slug: null, content, isPublished: true });
    const author = { communityId, userId: null };
    await recordSiteChange(tx, author, { action: "site.page-published", portalId, resourceType: "page", resourceId: id });
  }
  await tx.siteOldHome.update({ where: { portalId }, data: { convertedAt: new Date() } });
  return blocks !== undefined;
}
