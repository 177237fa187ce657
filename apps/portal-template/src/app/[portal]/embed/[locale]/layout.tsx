import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "@fontsource-variable/public-sans/index.css";
import "@fontsource-variable/source-serif-4/index.css";
import "@fontsource-variable/space-grotesk/index.css";
import "../../../globals.css";
import { ThemeStyle } from "@archipel/ui/theme-style.tsx";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { readTheme } from "../../../../features/embed/query.ts";
import { type LayoutParams, siteOf } from "../../../../features/site/loaders.ts";

interface LayoutProps {
  readonly params: Promise<LayoutParams>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  return { title: (await siteOf((await params).portal)).portal.name, robots: { index: false } };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** The frame's whole page: no header, no session, no cookie. The colour mode comes from the address, otherwise from the visitor's system. */
export default async function EmbedLayout({ params, children }: LayoutProps) {
  const [site, locale, requestHeaders] = await Promise.all([siteOf((await params).portal), getLocale(), headers()]);
  const theme = readTheme(requestHeaders.get("x-portal-path")?.split("?")[1] ?? "");
  return (
    <html lang={locale} {...(theme && { "data-mode": theme })} suppressHydrationWarning>
      <head>
        <ThemeStyle css={site.css} nonce={requestHeaders.get("x-nonce") ?? undefined} />
      </head>
      <body className="flex h-dvh flex-col bg-ground text-base text-ink">{children}</body>
    </html>
  );
}
