import type { Role } from "@archipel/contracts/members.ts";
import { createSitePageInput, publishPageInput, saveDraftInput } from "@archipel/contracts/site-pages.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import type { z } from "zod";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { createPage, saveDraft } from "../pages/service/change.ts";
import { publishPage } from "../pages/service/publish.ts";

/** A community with a portal and people, and short names for what the tests do there. */
export async function siteWorld(database: Database) {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: portalId } = await createPortal(database, communityId);
  const person = async (role: Role): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, role);
    return { userId, communityId, role, isOperator: false, isSuspended: false };
  };
  const [manager, colleague] = [await person("manager"), await person("manager")];
  const create = (input: Partial<z.input<typeof createSitePageInput>>, actor = manager) =>
    createPage(core, actor, createSitePageInput.parse({ communityId, portalId, ...input }));
  const save = (pageId: string, basedOn: number, input: Partial<z.input<typeof saveDraftInput>>, actor = manager) =>
    saveDraft(core, actor, saveDraftInput.parse({ communityId, pageId, basedOn, ...input }));
  const publish = (pageId: string, basedOn: number) => publishPage(core, manager, publishPageInput.parse({ communityId, pageId, basedOn }));
  const visit = () => visitPortal(core, anonymous, portalId, "127.0.0.1");
  return { core, communityId, portalId, manager, colleague, create, save, publish, visit, person };
}

export type SiteWorld = Awaited<ReturnType<typeof siteWorld>>;

/** A block of text, as an editor sends it. */
export const textBlock = (id: string, title: string, text = "") => ({
  id,
  type: "text",
  v: 1,
  props: { title: { fr: title }, ...(text && { text: { fr: text } }) },
});

/** The code that a refusal has. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
