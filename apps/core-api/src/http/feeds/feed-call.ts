import type { Locale } from "@archipel/contracts/text.ts";
import type { PortalVisit } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";

/** Entries of one page. */
export const ENTRIES = 50;

/** A request of a feed, as the feeds read it. Everyone gets the same: what a visitor without an account may read. */
export interface FeedCall {
  core: Core;
  visit: PortalVisit;
  locale: Locale;
  cursor: string | null;
  portalName: string;
  /** `https://host` of the portal. */
  origin: string;
  /** The feed's own address, for a page of it. */
  self(cursor: string | null): string;
}
