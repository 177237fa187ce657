import type { changeStartInput, StartList } from "@archipel/contracts/portal-start.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { getLegal } from "../../site/legal/service.ts";
import { lacksTexts } from "../../site/pages/policy.ts";
import { isOver, stepsOf } from "./policy.ts";
import { haveNames, type StartRow, startRows } from "./queries.ts";

/** What is left to do on each portal of the community whose list is not over. @param portalId only on this one, also when it is over */
export async function startLists(core: Core, actor: MemberActor, portalId?: string): Promise<StartList[]> {
  const rows = await core.database.withTenant(actor, (tx) => startRows(tx, actor.communityId, portalId));
  const asked = portalId === undefined ? rows.filter(({ hasStartList }) => hasStartList) : rows;
  const lists: StartList[] = [];
  for (const row of asked) lists.push(await listOf(core, actor, row));
  return lists.filter(({ isOver }) => portalId !== undefined || !isOver);
}

async function listOf(core: Core, actor: MemberActor, row: StartRow): Promise<StartList> {
  const { id, name, status, hasStartList, startSkipped, logoKey, theme, locales, pages, layers, ...counted } = row;
  const [hasPlaces, { missing }] = await Promise.all([findsPlaces(core, layers), getLegal(core, actor, id)]);
  const isOnline = status === "live";
  const facts = {
    ...counted,
    ...{ hasPlaces, isOnline },
    hasLogo: logoKey !== null,
    hasOwnColours: Object.keys(theme ?? {}).length > 0,
    legalMissing: missing.length,
    untranslated: pages.filter((page) => lacksTexts(page, locales)).length,
  };
  const steps = stepsOf(facts, startSkipped);
  return { portalId: id, name, isOnline, isPreparing: status === "preparing", steps, isOver: !hasStartList || isOver(steps) };
}

const findsPlaces = async (core: Core, layers: readonly string[]): Promise<boolean> =>
  core.env.GEOCODER_URL !== undefined || (layers.length > 0 && core.database.withSystem((tx) => haveNames(tx, layers)));

/** Leaves a step out or takes it up again, or puts the whole list away. */
export async function changeStart(core: Core, actor: MemberActor, input: z.infer<typeof changeStartInput>): Promise<StartList[]> {
  const { portalId, skipped, isPutAway } = input;
  const { communityId, userId: actorId } = actor;
  await core.database.withTenant(actor, async (tx) => {
    const portal = await tx.portal.findFirst({ where: { id: portalId, communityId }, select: { name: true, status: true } });
    if (!portal) throw new DomainError("not-found", "portal-not-found");
    if (isPutAway && portal.status === "preparing") throw new DomainError("conflict", "portal-not-online");
    const data = { ...(skipped && { startSkipped: skipped }), ...(isPutAway !== undefined && { hasStartList: !isPutAway }) };
    await tx.portal.update({ where: { id: portalId, communityId }, data });
    await audit(tx, {
      communityId,
      actorId,
      action: "portal.start-changed",
      resourceType: "portal",
      resourceId: portalId,
      summary: { name: portal.name },
    });
  });
  return startLists(core, actor, portalId);
}
