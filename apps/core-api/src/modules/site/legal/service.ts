import type { EditedLegal, saveLegalInput } from "@archipel/contracts/site-legal.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

export async function getLegal(_core: Core, _actor: MemberActor, _portalId: string): Promise<EditedLegal> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function saveLegal(_core: Core, _actor: MemberActor, _input: z.infer<typeof saveLegalInput>): Promise<EditedLegal> {
  throw new DomainError("unavailable", "site-not-ready");
}
