import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "@fontsource-variable/public-sans/index.css";
import "@fontsource-variable/source-serif-4/index.css";
import "@fontsource-variable/space-grotesk/index.css";
import "../../globals.css";
import { inLocale } from "@archipel/theme/content.ts";
import { isMode } from "@archipel/theme/tokens.ts";
import { EarlyPress } from "@archipel/ui/early-press.tsx";
import { ThemeStyle } from "@archipel/ui/theme-style.tsx";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { AlertBanner } from "../../../features/alerts/alert-banner.tsx";
import { NotificationsEntry } from "../../../features/header/notifications-entry.tsx";
import { SessionEntry } from "../../../features/header/session-entry.tsx";
import { SiteHeader } from "../../../features/header/site-header.tsx";
import { OutboxWatcher } from "../../../features/reports/sending/outbox-watcher.tsx";
import { FrozenBanner } from "../../../features/site/frozen-banner.tsx";
import { type LayoutParams, siteOf } from "../../../features/site/loaders.ts";
import { PrivateBanner } from "../../../features/site/private-banner.tsx";
import { VisitCounter } from "../../../features/visits/visit-counter.tsx";
import { alternates, links } from "../../../links.ts";
import { MODE_COOKIE } from "../../../tenancy/preferences.ts";

interface LayoutProps {
  readonly params: Promise<LayoutParams>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const [{ portal, content }, locale, requestHeaders] = await Promise.all([siteOf((await params).portal), getLocale(), headers()]);
  const rest = requestHeaders.get("x-portal-path") ?? "";
  const path = rest.split("?")[0] ?? "";
  const description = inLocale(content.tagline, locale);
  return {
    metadataBase: new URL(portal.origin),
    title: { default: portal.name, template: `%s · ${portal.name}` },
    description,
    applicationName: portal.name,
    icons: { icon: links.icon(), ...(portal.iconPath && { apple: portal.iconPath }) },
    manifest: links.manifest(),
    openGraph: { siteName: portal.name, title: portal.name, description, locale, images: [links.shareImage(portal)] },
    alternates: {
      canonical: links.inLanguage(locale, path),
      languages: alternates(portal.locales, path),
    },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function PortalLayout({ params, children }: LayoutProps) {
  const [site, locale, requestHeaders, jar] = await Promise.all([siteOf((await params).portal), getLocale(), headers(), cookies()]);
  const chosen = jar.get(MODE_COOKIE)?.value;
  const mode = isMode(chosen) ? chosen : site.theme.defaultMode;
  const nonce = requestHeaders.get("x-nonce") ?? undefined;
  return (
    <html lang={locale} {...(mode !== "system" && { "data-mode": mode })} suppressHydrationWarning>
      <head>
        <ThemeStyle css={site.css} nonce={nonce} />
        <EarlyPress nonce={nonce} />
      </head>
      <body className="flex min-h-dvh flex-col bg-ground text-base text-ink">
        <SiteHeader
          site={site}
          rest={requestHeaders.get("x-portal-path") ?? ""}
          session={<SessionEntry portal={site.portal} />}
          notifications={<NotificationsEntry />}
        />
        <AlertBanner site={site} />
        <PrivateBanner portal={site.portal} locale={locale} />
        <FrozenBanner portal={site.portal} locale={locale} />
        {children}
        <OutboxWatcher />
        {site.portal.isOnline && <VisitCounter portalId={site.portal.id} />}
      </body>
    </html>
  );
}
