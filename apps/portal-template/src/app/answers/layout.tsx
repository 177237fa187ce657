import "@fontsource-variable/inter/index.css";
import "../globals.css";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { themeToCss } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { ThemeStyle } from "@archipel/ui/theme-style.tsx";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";

export const metadata: Metadata = { robots: { index: false } };

const css = themeToCss(portalTheme("neutral", {}));

/** Pages for hosts without a portal, without any brand. */
export default async function AnswersLayout({ children }: { readonly children: ReactNode }) {
  const requestHeaders = await headers();
  return (
    <html lang={negotiateLocale(requestHeaders.get("accept-language"))} suppressHydrationWarning>
      <head>
        <ThemeStyle css={css} nonce={requestHeaders.get("x-nonce") ?? undefined} />
      </head>
      <body className="flex min-h-dvh items-center bg-ground text-base text-ink">
        <main className="mx-auto w-full max-w-2xl px-4 py-12">{children}</main>
      </body>
    </html>
  );
}
