import { buttonClass } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { Menu } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PortalLogo } from "../site/portal-logo.tsx";
import { CloseMenus } from "./close-menus.tsx";
import { menuEntries } from "./entries.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { Navigation } from "./navigation.tsx";

interface SiteHeaderProps {
  readonly site: Site;
  /** Path and query after the language. They decide which entry is current and where the language switch leads. */
  readonly rest: string;
  /** The sign-in link, or the link to the account. */
  readonly session: ReactNode;
  /** The notifications button, for signed-in people. */
  readonly notifications: ReactNode;
}

export async function SiteHeader({ site, rest, session, notifications }: SiteHeaderProps) {
  const [locale, t, tCommon] = await Promise.all([getLocale(), getTranslations("portal.header"), getTranslations("common.mode")]);
  const entries = await menuEntries(site, locale);
  const current = `${links.home(locale)}${rest.split("?")[0] ?? ""}`;
  return (
    <header className="relative z-30 border-line border-b bg-surface print:hidden">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2"
      >
        {t("skip")}
      </a>
      <div className="flex min-h-16 items-center gap-2 px-4 sm:gap-4 lg:px-8">
        <a
          href={links.home(locale)}
          className="flex min-w-0 items-center gap-2 py-2 text-ink no-underline sm:gap-3"
          {...(rest === "" && { "aria-current": "page" as const })}
        >
          <PortalLogo logo={site.logo} />
          <span
            className="line-clamp-2 min-w-0 font-title text-base leading-tight sm:text-large"
            style={{ fontWeight: "var(--a-title-weight)" }}
          >
            {site.portal.name}
          </span>
        </a>
        <nav aria-label={t("navigation")} className="ml-4 hidden md:block">
          <Navigation entries={entries} current={current} isRow />
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <LanguageSwitch locales={site.portal.locales} rest={rest} />
          <ModeSwitch label={tCommon("label")} />
          {notifications}
          <div className="hidden sm:block">{session}</div>
          <details data-menu className="md:hidden">
            <summary
              className={clsx(buttonClass({ tone: "quiet", isSquare: true }), "list-none [&::-webkit-details-marker]:hidden")}
              aria-label={t("menu")}
            >
              <Menu aria-hidden className="size-5" />
            </summary>
            <nav
              aria-label={t("navigation")}
              className="absolute inset-x-0 top-full border-line border-y bg-surface px-4 py-3 shadow-raised"
            >
              <Navigation entries={entries} current={current} isRow={false} />
              <div className="mt-2 border-line border-t pt-3 sm:hidden">{session}</div>
            </nav>
          </details>
        </div>
      </div>
      <CloseMenus />
    </header>
  );
}
