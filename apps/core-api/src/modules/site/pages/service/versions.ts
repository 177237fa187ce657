import type {
  comparePageInput,
  EditedPage,
  PageComparison,
  PageVersion,
  PageVersions,
  pageVersionInput,
  pageVersionsInput,
  restoreVersionInput,
} from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function listVersions(_core: Core, _actor: MemberActor, _input: z.infer<typeof pageVersionsInput>): Promise<PageVersions> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function getVersion(_core: Core, _actor: MemberActor, _input: z.infer<typeof pageVersionInput>): Promise<PageVersion> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function comparePage(_core: Core, _actor: MemberActor, _input: z.infer<typeof comparePageInput>): Promise<PageComparison> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function restoreVersion(_core: Core, _actor: MemberActor, _input: z.infer<typeof restoreVersionInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}
