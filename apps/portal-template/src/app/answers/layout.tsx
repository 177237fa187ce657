import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "@fontsource-variable/public-sans/index.css";
import "@fontsource-variable/source-serif-4/index.css";
import "@fontsource-variable/space-grotesk/index.css";
import "../globals.css";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { themeToCss } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { isMode } from "@archipel/theme/tokens.ts";
import { ThemeStyle } from "@archipel/ui/theme-style.tsx";
import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { knownSite, type Site } from "../../features/site/loaders.ts";
import { PortalLogo } from "../../features/site/portal-logo.tsx";
import { hostName } from "../../tenancy/host-gate.ts";
import { MODE_COOKIE } from "../../tenancy/preferences.ts";

export const metadata: Metadata = { robots: { index: false } };

const unbranded = themeToCss(portalTheme("neutral", {}));

/** Answers instead of a portal's pages: in its own look if the host has a portal that was seen lately, else without any brand. */
export default async function AnswersLayout({ children }: { readonly children: ReactNode }) {
  const requestHeaders = await headers();
  const host = hostName(requestHeaders.get("host"));
  const site = host === null ? null : await knownSite(host);
  const mode = (await cookies()).get(MODE_COOKIE)?.value;
  return (
    <html
      lang={negotiateLocale(requestHeaders.get("accept-language"))}
      {...(isMode(mode) && { "data-mode": mode })}
      suppressHydrationWarning
    >
      <head>
        <ThemeStyle css={site?.css ?? unbranded} nonce={requestHeaders.get("x-nonce") ?? undefined} />
      </head>
      <body className="flex min-h-dvh items-center bg-ground text-base text-ink">
        <main className="mx-auto w-full max-w-2xl px-4 py-12">
          {site && <Brand site={site} />}
          {children}
        </main>
      </body>
    </html>
  );
}

/** The portal's name, with its theme's mark: a logo of its own comes from core-api, which may be away. */
function Brand({ site }: { readonly site: Site }) {
  return (
    <p className="mb-8 flex items-center gap-3 text-title">
      {site.logo.isMark && <PortalLogo logo={site.logo} />}
      {site.portal.name}
    </p>
  );
}
