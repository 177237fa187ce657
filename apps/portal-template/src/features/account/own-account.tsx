"use client";
import { type AccountSite, AccountSiteProvider } from "@archipel/account/account-site.tsx";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";

/** Gives the shared account components the portal's calls and addresses. */
export function OwnAccount({ children }: { readonly children: ReactNode }) {
  const client = useApiClient();
  const locale = useLocale();
  const site: AccountSite = {
    door: {
      notices: (input) => client.notifications.list.query(input),
      unread: () => client.notifications.unread.query(),
      markRead: (input) => client.notifications.markRead.mutate(input),
      markAllRead: () => client.notifications.markAllRead.mutate(),
      preferences: () => client.notifications.preferences.query(),
      savePreference: (input) => client.notifications.savePreference.mutate(input),
      keys: () => client.access.keys.query(),
      createKey: (input) => client.access.createKey.mutate(input),
      revokeKey: (input) => client.access.revokeKey.mutate(input),
    },
    failure: (error) => <FailureAlert error={error} />,
    urlOf: ({ consoleUrl, portalUrl }) => portalUrl ?? consoleUrl,
    noticesUrl: `${links.account(locale)}#notices`,
  };
  return <AccountSiteProvider site={site}>{children}</AccountSiteProvider>;
}
