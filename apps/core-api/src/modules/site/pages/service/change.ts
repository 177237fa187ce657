import type {
  archivePageInput,
  changeSlugInput,
  createSitePageInput,
  duplicateSitePageInput,
  EditedPage,
  SavedDraft,
  saveDraftInput,
} from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";

export async function createPage(_core: Core, _actor: MemberActor, _input: z.infer<typeof createSitePageInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function duplicatePage(_core: Core, _actor: MemberActor, _input: z.infer<typeof duplicateSitePageInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function saveDraft(_core: Core, _actor: MemberActor, _input: z.infer<typeof saveDraftInput>): Promise<SavedDraft> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function changeSlug(_core: Core, _actor: MemberActor, _input: z.infer<typeof changeSlugInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function archivePage(_core: Core, _actor: MemberActor, _input: z.infer<typeof archivePageInput>): Promise<EditedPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function removePage(_core: Core, _actor: MemberActor, _pageId: string): Promise<void> {
  throw new DomainError("unavailable", "site-not-ready");
}
