import type { EditedPage, publishPageInput, schedulePageInput } from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function publishPage(_core: Core, _actor: MemberActor, _input: z.infer<typeof publishPageInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function schedulePage(_core: Core, _actor: MemberActor, _input: z.infer<typeof schedulePageInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function unpublishPage(_core: Core, _actor: MemberActor, _pageId: string): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}
