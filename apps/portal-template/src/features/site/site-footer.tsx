import { inLocale } from "@archipel/theme/content.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { LEGAL_PAGES, links } from "../../links.ts";
import type { Site } from "./loaders.ts";
import { PortalLogo } from "./portal-logo.tsx";

export async function SiteFooter({ site }: { readonly site: Site }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.footer")]);
  const { portal, content, logo } = site;
  const link = "inline-flex min-h-8 items-center text-ink-muted underline-offset-4 hover:text-accent-ink hover:underline";
  return (
    <footer className="border-line border-t bg-surface print:hidden">
      <div className="mx-auto flex max-w-7xl flex-col gap-8 px-4 py-10 md:flex-row md:justify-between lg:px-8">
        <div className="max-w-sm">
          <div className="flex items-center gap-3">
            <PortalLogo logo={logo} className="size-8" />
            <span className="font-title text-large">{portal.name}</span>
          </div>
          <p className="mt-3 text-ink-muted text-small">{inLocale(content.tagline, locale)}</p>
          <p className="mt-1 text-ink-muted text-small">{t("publishedBy", { community: portal.communityName })}</p>
        </div>
        <nav aria-label={t("navigation")}>
          <ul className="grid grid-cols-1 gap-x-10 text-small sm:grid-cols-2">
            <li>
              <a href={links.help(locale)} className={link}>
                {t("help")}
              </a>
            </li>
            {LEGAL_PAGES.map((page) => (
              <li key={page}>
                <a href={links.legal(locale, page)} className={link}>
                  {t(`legal.${page}`)}
                </a>
              </li>
            ))}
            {portal.content.contactEmail && (
              <li>
                <a href={`mailto:${portal.content.contactEmail}`} className={link}>
                  {t("contact")}
                </a>
              </li>
            )}
          </ul>
        </nav>
      </div>
      {portal.showPoweredBy && <p className="border-line border-t px-4 py-3 text-center text-ink-muted text-small">{t("poweredBy")}</p>}
    </footer>
  );
}
