"use client";
import type {
  ApiKey,
  createKeyInput,
  KeyDataset,
  KeyUseDay,
  keyDataInput,
  NewApiKey,
  RotatedKey,
  rotateKeyInput,
} from "@archipel/contracts/access.ts";
import type { AllowedApplication, Application, NewApplication, registerApplicationInput } from "@archipel/contracts/applications.ts";
import type { JournalEntry } from "@archipel/contracts/audit.ts";
import type {
  AccountExport,
  beginSecondFactorInput,
  confirmSecondFactorInput,
  DeletionOutlook,
  NewRecoveryCodes,
  requestAddressInput,
  requestDeletionInput,
  requestExportInput,
  SecondFactor,
  SecondFactorSetup,
  secondFactorProofs,
} from "@archipel/contracts/identity.ts";
import type { beginPasskeyInput, OwnPasskeys, removePasskeyInput, renamePasskeyInput } from "@archipel/contracts/identity-passkeys.ts";
import type { beginLinkInput, unlinkInput, WaysIn } from "@archipel/contracts/identity-providers.ts";
import type { OwnSession } from "@archipel/contracts/identity-sessions.ts";
import type { Notice, NoticePreference, saveNoticePreferenceInput } from "@archipel/contracts/notifications.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { createContext, type ReactNode, useContext } from "react";
import type { z } from "zod";

/** The part of a tRPC query and mutation that this package calls: packages never import the router's types from core-api. */
interface Query<Input, Output> {
  query(input: Input): Promise<Output>;
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>;
}

/** The procedures of core-api for a person's own notifications, keys and journal; each site's tRPC client has them. */
export interface AccountClient {
  readonly notifications: {
    readonly list: Query<{ limit: number }, Page<Notice>>;
    readonly unread: Query<void, number>;
    readonly markRead: Mutation<{ ids: string[] }, unknown>;
    readonly markAllRead: Mutation<void, unknown>;
    readonly preferences: Query<void, readonly NoticePreference[]>;
    readonly savePreference: Mutation<z.input<typeof saveNoticePreferenceInput>, unknown>;
  };
  readonly audit: {
    readonly own: Query<{ limit: number; cursor: string | null }, Page<JournalEntry>>;
  };
  readonly identity: {
    readonly requestAddress: Mutation<z.input<typeof requestAddressInput>, unknown>;
    readonly secondFactor: Query<void, SecondFactor>;
    readonly beginSecondFactor: Mutation<z.input<typeof beginSecondFactorInput>, SecondFactorSetup>;
    readonly confirmSecondFactor: Mutation<z.input<typeof confirmSecondFactorInput>, NewRecoveryCodes>;
    readonly renewRecoveryCodes: Mutation<z.input<typeof secondFactorProofs>, NewRecoveryCodes>;
    readonly endSecondFactor: Mutation<z.input<typeof secondFactorProofs>, unknown>;
    readonly sessions: Query<void, readonly OwnSession[]>;
    readonly endOwnSession: Mutation<{ id: string }, unknown>;
    readonly endOtherSessions: Mutation<void, unknown>;
    readonly passkeys: Query<void, OwnPasskeys>;
    readonly beginPasskey: Mutation<z.input<typeof beginPasskeyInput>, string>;
    readonly renamePasskey: Mutation<z.input<typeof renamePasskeyInput>, unknown>;
    readonly removePasskey: Mutation<z.input<typeof removePasskeyInput>, unknown>;
    readonly waysIn: Query<void, WaysIn>;
    readonly beginLink: Mutation<z.input<typeof beginLinkInput>, string>;
    readonly unlink: Mutation<z.input<typeof unlinkInput>, unknown>;
    readonly export: Query<void, AccountExport | null>;
    readonly requestExport: Mutation<z.input<typeof requestExportInput>, AccountExport>;
    readonly deletionOutlook: Query<void, DeletionOutlook>;
    readonly requestDeletion: Mutation<z.input<typeof requestDeletionInput>, Date>;
  };
  readonly applications: {
    readonly allowed: Query<void, readonly AllowedApplication[]>;
    readonly revoke: Mutation<{ grantId: string }, unknown>;
    readonly own: Query<void, readonly Application[]>;
    readonly registerOwn: Mutation<z.input<typeof registerApplicationInput>, NewApplication>;
    readonly renewOwnSecret: Mutation<{ applicationId: string }, NewApplication>;
    readonly removeOwn: Mutation<{ applicationId: string }, unknown>;
  };
  readonly access: {
    readonly keys: Query<void, readonly ApiKey[]>;
    readonly createKey: Mutation<z.input<typeof createKeyInput>, NewApiKey>;
    readonly revokeKey: Mutation<{ keyId: string }, unknown>;
    readonly rotateKey: Mutation<z.input<typeof rotateKeyInput>, RotatedKey>;
    readonly endPreviousSecret: Mutation<{ keyId: string }, unknown>;
    readonly keyUses: Query<{ keyId: string }, readonly KeyUseDay[]>;
    readonly keyDatasets: Query<z.input<typeof keyDataInput>, readonly KeyDataset[]>;
  };
}

/** What differs between the sites. */
export interface AccountSite {
  readonly client: AccountClient;
  /** Shows why core-api refused a call, in the person's language. */
  readonly failure: (error: unknown) => ReactNode;
  /** The page that a notification links to: on this site if it has one. */
  readonly urlOf: (notice: Notice) => string | null;
  /** The page of all notifications. */
  readonly noticesUrl: string;
  /** The site's client id at the hub, for the branding of mails; the console's by default. */
  readonly clientId?: string | undefined;
  /** Keeps the page open while, and after, it ends the person's session by itself (`keepPage` of the package session). */
  readonly keepPage?: (keep: boolean) => void;
  /** Path of core-api's `/events` on this site; `/events` by default. */
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
