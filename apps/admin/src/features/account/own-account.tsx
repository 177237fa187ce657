"use client";
import { type AccountSite, AccountSiteProvider } from "@archipel/account/account-site.tsx";
import type { ReactNode } from "react";
import { useApiClient } from "../../api/api.ts";
import { FailureAlert } from "../../kit/failure-alert.tsx";
import { links } from "../../links.ts";

/** The person's own things, as the console asks for them and leads to them. */
export function OwnAccount({ children }: { readonly children: ReactNode }) {
  const client = useApiClient();
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
    urlOf: ({ consoleUrl, portalUrl }) => consoleUrl ?? portalUrl,
    noticesUrl: `${links.account()}#notices`,
    eventsPath: "/api/core/events",
  };
  return <AccountSiteProvider site={site}>{children}</AccountSiteProvider>;
}
