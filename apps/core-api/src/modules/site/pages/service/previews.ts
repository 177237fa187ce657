import type { createPreviewInput, NewPreviewLink, revokePreviewInput } from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function createPreview(_core: Core, _actor: MemberActor, _input: z.infer<typeof createPreviewInput>): Promise<NewPreviewLink> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function revokePreview(_core: Core, _actor: MemberActor, _input: z.infer<typeof revokePreviewInput>): Promise<void> {
  throw new DomainError("unavailable", "site-not-ready");
}
