"use client";
import type { ApiKey, createKeyInput, NewApiKey } from "@archipel/contracts/access.ts";
import type { Notice, NoticePreference, saveNoticePreferenceInput } from "@archipel/contracts/notifications.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { createContext, type ReactNode, useContext } from "react";
import type { z } from "zod";

/** What a person has on every site, asked of core-api with the site's own client. */
export interface AccountDoor {
  readonly notices: (input: { limit: number }) => Promise<Page<Notice>>;
  readonly unread: () => Promise<number>;
  readonly markRead: (input: { ids: string[] }) => Promise<unknown>;
  readonly markAllRead: () => Promise<unknown>;
  readonly preferences: () => Promise<readonly NoticePreference[]>;
  readonly savePreference: (input: z.input<typeof saveNoticePreferenceInput>) => Promise<unknown>;
  readonly keys: () => Promise<readonly ApiKey[]>;
  readonly createKey: (input: z.input<typeof createKeyInput>) => Promise<NewApiKey>;
  readonly revokeKey: (input: { keyId: string }) => Promise<unknown>;
}

/** What differs from site to site. */
export interface AccountSite {
  readonly door: AccountDoor;
  /** What core-api refused, in the person's language. */
  readonly failure: (error: unknown) => ReactNode;
  /** Where a notice leads: to this site where it can. */
  readonly urlOf: (notice: Notice) => string | null;
  /** The page of all notices. */
  readonly noticesUrl: string;
  /** Where the site offers core-api's `/events`, if not at `/events`. */
  readonly eventsPath?: string;
}

const Context = createContext<AccountSite | null>(null);

export function AccountSiteProvider({ site, children }: { readonly site: AccountSite; readonly children: ReactNode }) {
  return <Context.Provider value={site}>{children}</Context.Provider>;
}

export function useAccountSite(): AccountSite {
  const site = useContext(Context);
  if (!site) throw new Error("an AccountSiteProvider is missing above");
  return site;
}
