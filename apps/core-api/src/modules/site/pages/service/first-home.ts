import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { themeHome } from "../../policy.ts";
import { newPage } from "./new-page.ts";

/** Gives a new portal the home of its theme as a page of its own, so that the community edits what it sees. `isBlank`: its opening alone. */
export async function createFirstHome(
  tx: Tx,
  actor: MemberActor,
  portalId: string,
  { theme, isBlank = false }: { theme: string; isBlank?: boolean },
): Promise<void> {
  const content = { title: {}, description: {}, isInSearch: true, blocks: themeHome(theme).slice(0, isBlank ? 1 : undefined) };
  await newPage(tx, actor, { portalId, slug: null, content, isPublished: true });
}
