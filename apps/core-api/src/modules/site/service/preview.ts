import type { PageValues, SitePage } from "@archipel/contracts/site-pages.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";

export async function previewPage(_core: Core, _visit: PortalVisit, _token: string): Promise<SitePage | null> {
  throw new DomainError("unavailable", "site-not-ready");
}

export async function previewValues(_core: Core, _visit: PortalVisit, _token: string): Promise<PageValues> {
  throw new DomainError("unavailable", "site-not-ready");
}
