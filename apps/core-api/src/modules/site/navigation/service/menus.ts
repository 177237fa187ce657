import type { EditedNavigation, saveNavigationInput } from "@archipel/contracts/site-navigation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function getNavigation(_core: Core, _actor: MemberActor, _portalId: string): Promise<EditedNavigation> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function saveNavigation(
  _core: Core,
  _actor: MemberActor,
  _input: z.infer<typeof saveNavigationInput>,
): Promise<EditedNavigation> {
  throw new DomainError("unavailable", "site-not-ready");
}
