import type { LegalPages } from "@archipel/contracts/site-legal.ts";
import type { FollowedRedirect, SiteFrame } from "@archipel/contracts/site-navigation.ts";
import type { ListedPage, PageValues, SitePage } from "@archipel/contracts/site-pages.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

export async function readFrame(_core: Core, _visit: PortalVisit): Promise<SiteFrame> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function readPage(_core: Core, _visit: PortalVisit, _slug: string | null): Promise<SitePage | null> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function readSitemap(_core: Core, _visit: PortalVisit): Promise<ListedPage[]> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function readValues(_core: Core, _visit: PortalVisit, _slug: string | null): Promise<PageValues> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function followRedirect(_core: Core, _visit: PortalVisit, _path: string): Promise<FollowedRedirect | null> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function readLegal(_core: Core, _visit: PortalVisit): Promise<LegalPages> {
  throw new DomainError("unavailable", "site-not-ready");
}
