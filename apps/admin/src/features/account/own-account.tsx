"use client";
import { type AccountSite, AccountSiteProvider } from "@archipel/account/account-site.tsx";
import type { ReactNode } from "react";
import { useApiClient } from "../../api/api.ts";
import { links } from "../../links.ts";
import { FailureAlert } from "../notices/failure-alert.tsx";

/** Gives the account components the console's API client and its links. */
export function OwnAccount({ children }: { readonly children: ReactNode }) {
  const site: AccountSite = {
    client: useApiClient(),
    failure: (error) => <FailureAlert error={error} />,
    urlOf: ({ consoleUrl, portalUrl }) => consoleUrl ?? portalUrl,
    noticesUrl: `${links.account()}#notices`,
    eventsPath: "/api/core/events",
  };
  return <AccountSiteProvider site={site}>{children}</AccountSiteProvider>;
}
