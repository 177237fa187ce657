import { referencesOfLinks } from "@archipel/blocks/references.ts";
import type { DanglingLink, EditedNavigation, saveNavigationInput } from "@archipel/contracts/site-navigation.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { everyoneAt, type MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { lookUp } from "../../context/look-up.ts";
import { languagesOf, leadsSomewhere } from "../../policy.ts";
import { forgetSite } from "../../service/cache.ts";
import { openPart, savePart } from "../../service/parts.ts";
import { linksOf, navigationOf } from "../policy.ts";
import { existingTargets } from "../queries.ts";

export async function getNavigation(core: Core, actor: MemberActor, portalId: string): Promise<EditedNavigation> {
  const { part, exists } = await core.database.withTenant(actor, async (tx) => {
    const opened = await openPart(tx, actor, portalId, "navigation");
    const links = linksOf(navigationOf(opened.content)).map(({ link }) => link);
    return { part: opened, exists: await existing(tx, actor, portalId, links) };
  });
  const navigation = navigationOf(part.content);
  const links = linksOf(navigation);
  const { targets } = await core.database.withTenant(everyoneAt({ passTo: portalId }), (tx) =>
    lookUp(tx, portalId, referencesOfLinks(links.map(({ link }) => link))),
  );
  const dangling = links.flatMap(({ path, link }): DanglingLink[] =>
    leadsSomewhere(link, targets) ? [] : [{ path, link, reason: "id" in link && exists.has(link.id) ? "hidden" : "gone" }],
  );
  const { revision, updatedAt, updatedBy } = part;
  return { navigation, revision, targets, dangling, languages: languagesOf(part.locales), updatedAt, updatedBy };
}

/** Which of the named pages, datasets and maps exist for a manager, seen by visitors or not. */
function existing(tx: Tx, { communityId }: MemberActor, portalId: string, links: Parameters<typeof referencesOfLinks>[0]) {
  return existingTargets(tx, communityId, portalId, referencesOfLinks(links));
}

export async function saveNavigation(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof saveNavigationInput>,
): Promise<EditedNavigation> {
  const { portalId, basedOn, navigation } = input;
  await core.database.withTenant(actor, (tx) => savePart(tx, actor, portalId, { part: "navigation", basedOn, content: navigation }));
  forgetSite(core, portalId);
  return getNavigation(core, actor, portalId);
}
