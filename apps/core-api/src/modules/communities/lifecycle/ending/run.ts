import type { CommunityId } from "@archipel/contracts/ids.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { forgetHosts } from "../../../portals/service.ts";
import { sendCommunityMail } from "../../mails/send.ts";
import { removeCommunity } from "../../removal/service.ts";
import { endingCommunities, endingPortals, erasePortalRow, managersOf } from "../queries.ts";
import { mailManagers } from "../service.ts";

const DAY = 86_400_000;
/** Days before the erasure at which managers are reminded, the earlier first. */
const REMINDED_AT = [7, 1];

/** How many reminders are due at a time. */
function remindersDue(eraseAt: Date, now: Date): number {
  return REMINDED_AT.filter((days) => eraseAt.getTime() - days * DAY <= now.getTime()).length;
}

/** Reminds managers of what will be erased, and erases what is due: communities first, then portals. @returns what was erased */
export async function endDeleted(
  core: Core,
  prove: (communityId: string) => CommunityId,
  now = new Date(),
): Promise<{ communities: number; portals: number }> {
  const soon = new Date(now.getTime() + (REMINDED_AT[0] ?? 0) * DAY);
  const done = { communities: 0, portals: 0 };
  for (const { id, name, slug, eraseAt, eraseMails } of await core.database.withSystem((tx) => endingCommunities(tx, soon))) {
    if (!eraseAt) continue;
    if (eraseAt <= now) {
      if (await eraseCommunity(core, { id: prove(id), name, slug }, now)) done.communities++;
    } else if (remindersDue(eraseAt, now) > eraseMails) {
      // Of several processes, one counts the mail.
      const mails = { where: { id, status: "deleted", eraseMails }, data: { eraseMails: remindersDue(eraseAt, now) } };
      const { count } = await core.database.withSystem((tx) => tx.community.updateMany(mails));
      if (count === 1) await mailManagers(core, id, "reminded", eraseAt);
    }
  }
  for (const portal of await core.database.withSystem((tx) => endingPortals(tx, soon))) {
    const { id, name, communityId, eraseAt, eraseMails } = portal;
    if (!eraseAt) continue;
    if (eraseAt <= now) {
      if (await erasePortal(core, portal, now)) done.portals++;
    } else if (remindersDue(eraseAt, now) > eraseMails) {
      const mails = { where: { id, status: "deleted", eraseMails }, data: { eraseMails: remindersDue(eraseAt, now) } };
      const { count } = await core.database.withSystem((tx) => tx.portal.updateMany(mails));
      if (count === 1) await mailManagers(core, communityId, "portalReminded", eraseAt, name);
    }
  }
  return done;
}

/** From the mark on nobody restores it: an erasure that is interrupted goes on at the next time. */
async function eraseCommunity(
  core: Core,
  { id, name, slug }: { id: CommunityId; name: string; slug: string },
  now: Date,
): Promise<boolean> {
  const people = await core.database.withSystem(async (tx) => {
    const marked = { where: { id, status: "deleted", eraseAt: { lte: now } }, data: { eraseAt: new Date(0) } };
    return (await tx.community.updateMany(marked)).count === 1 ? managersOf(tx, id) : null;
  });
  if (!people) return false;
  const removed = await removeCommunity(core, id, name);
  if (!removed) return false;
  forgetHosts(core);
  core.log.info({ community: id, ...removed }, "community erased");
  for (const person of people) await sendCommunityMail(core, { kind: "erased", person, community: { name, slug }, date: null });
  return true;
}

async function erasePortal(core: Core, portal: { id: string; name: string; communityId: string }, now: Date): Promise<boolean> {
  const { id, name, communityId } = portal;
  const isErased = await core.database.withSystem(async (tx) => {
    if (!(await erasePortalRow(tx, portal, now))) return false;
    await audit(tx, { communityId, actorId: null, action: "portal.erased", resourceType: "portal", resourceId: id, summary: { name } });
    return true;
  });
  if (isErased) forgetHosts(core);
  return isErased;
}
