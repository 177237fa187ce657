import type { Redirects, removeRedirectInput, saveRedirectInput } from "@archipel/contracts/site-navigation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function listRedirects(_core: Core, _actor: MemberActor, _portalId: string): Promise<Redirects> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function saveRedirect(_core: Core, _actor: MemberActor, _input: z.infer<typeof saveRedirectInput>): Promise<Redirects> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function removeRedirect(_core: Core, _actor: MemberActor, _input: z.infer<typeof removeRedirectInput>): Promise<Redirects> {
  throw new DomainError("unavailable", "site-not-ready");
}
