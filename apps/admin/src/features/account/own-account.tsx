"use client";
import { type AccountSite, AccountSiteProvider } from "@archipel/account/account-site.tsx";
import { keepPage } from "@archipel/session/kept-page.ts";
import type { ReactNode } from "react";
import { useApiClient } from "../../api/api.ts";
import { FailureAlert } from "../../kit/failure-alert.tsx";
import { links } from "../../links.ts";

/** Provides the console's API client and links to the account components. */
export function OwnAccount({ children }: { readonly children: ReactNode }) {
  const site: AccountSite = {
    client: useApiClient(),
    failure: (error) => <FailureAlert error={error} />,
    urlOf: ({ consoleUrl, portalUrl }) => consoleUrl ?? portalUrl,
    keepPage,
    noticesUrl: `${links.account()}#notices`,
    eventsPath: "/api/core/events",
  };
  return <AccountSiteProvider site={site}>{children}</AccountSiteProvider>;
}
