"use client";
import { type AccountSite, AccountSiteProvider } from "@archipel/account/account-site.tsx";
import { keepPage } from "@archipel/session/kept-page.ts";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";

/** Provides the account components with the portal's API client and its links. */
export function OwnAccount({ clientId, children }: { readonly clientId?: string; readonly children: ReactNode }) {
  const locale = useLocale();
  const site: AccountSite = {
    client: useApiClient(),
    failure: (error) => <FailureAlert error={error} />,
    urlOf: ({ consoleUrl, portalUrl }) => portalUrl ?? consoleUrl,
    clientId,
    keepPage,
    noticesUrl: `${links.account(locale)}#notices`,
  };
  return <AccountSiteProvider site={site}>{children}</AccountSiteProvider>;
}
