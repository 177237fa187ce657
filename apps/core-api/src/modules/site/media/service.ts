import type {
  MediaUse,
  removeMediaInput,
  SiteMedia,
  SiteMediaPage,
  siteMediaListInput,
  updateMediaInput,
} from "@archipel/contracts/site-media.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

export async function listMedia(_core: Core, _actor: MemberActor, _input: z.infer<typeof siteMediaListInput>): Promise<SiteMediaPage> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function getMedia(_core: Core, _actor: MemberActor, _mediaId: string): Promise<SiteMedia> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function usesOfMedia(_core: Core, _actor: MemberActor, _mediaId: string): Promise<MediaUse[]> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function updateMedia(_core: Core, _actor: MemberActor, _input: z.infer<typeof updateMediaInput>): Promise<SiteMedia> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function removeMedia(_core: Core, _actor: MemberActor, _input: z.infer<typeof removeMediaInput>): Promise<void> {
  throw new DomainError("unavailable", "site-not-ready");
}
