import type {
  BlockContext,
  checkSlugInput,
  EditedPage,
  PageValues,
  resolveBlocksInput,
  SitePages,
  SlugRefusal,
} from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function listPages(_core: Core, _actor: MemberActor, _portalId: string): Promise<SitePages> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function getPage(_core: Core, _actor: MemberActor, _pageId: string): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function checkSlug(
  _core: Core,
  _actor: MemberActor,
  _input: z.infer<typeof checkSlugInput>,
): Promise<{ isFree: boolean; reason: SlugRefusal | null }> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function resolveBlocks(_core: Core, _actor: MemberActor, _input: z.infer<typeof resolveBlocksInput>): Promise<BlockContext> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function valuesOfBlocks(_core: Core, _actor: MemberActor, _input: z.infer<typeof resolveBlocksInput>): Promise<PageValues> {
  throw new DomainError("unavailable", "site-not-ready");
}
