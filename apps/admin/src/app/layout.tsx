// The console uses Inter. Browsers fetch the other fonts only when the preview of a portal uses them.
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "@fontsource-variable/public-sans/index.css";
import "@fontsource-variable/source-serif-4/index.css";
import "@fontsource-variable/space-grotesk/index.css";
import "./globals.css";
import { themeToCss } from "@archipel/theme/css.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { EarlyPress } from "@archipel/ui/early-press.tsx";
import { ThemeStyle } from "@archipel/ui/theme-style.tsx";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { isMode, MODE_COOKIE } from "../shell/preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.shell");
  return { title: { default: t("product"), template: `%s · ${t("product")}` }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

const css = themeToCss(portalTheme("neutral", { shape: { density: "compact" } }));

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const mode = (await cookies()).get(MODE_COOKIE)?.value;
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={await getLocale()} {...(isMode(mode) && mode !== "system" && { "data-mode": mode })} suppressHydrationWarning>
      <head>
        <ThemeStyle css={css} nonce={nonce} />
        <EarlyPress nonce={nonce} />
      </head>
      <body className="min-h-dvh bg-ground text-base text-ink">
        <NextIntlClientProvider>{children}</NextIntlClientProvider>
      </body>
    </html>
  );
}
