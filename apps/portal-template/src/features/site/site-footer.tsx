import type { SocialLink } from "@archipel/contracts/site-navigation.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { LEGAL_PAGES, links } from "../../links.ts";
import { currentAlerts } from "./current-alerts.ts";
import { addressOf } from "./link-address.ts";
import { readerOf, type Site } from "./loaders.ts";
import { PortalLogo } from "./portal-logo.tsx";
import { say } from "./said.ts";

const LINK = "inline-flex min-h-8 items-center break-words text-ink-muted underline-offset-4 hover:text-accent-ink hover:underline";

/** Who publishes the portal, the columns that the community chose, and the pages that the law asks for. */
export async function SiteFooter({ site }: { readonly site: Site }) {
  const { portal, content, logo, frame } = site;
  const [locale, t, alerts] = await Promise.all([getLocale(), getTranslations("portal.footer"), currentAlerts(portal)]);
  const reader = readerOf(site, locale);
  const words = say(reader, frame.footerText);
  const columns = frame.footer.flatMap(({ key, title, entries }) => {
    const shown = entries.flatMap((entry) => {
      const [said, href] = [say(reader, entry.label), addressOf({ locale, site, targets: frame.targets }, entry.link)];
      return said.text && href ? [{ key: entry.key, said, href }] : [];
    });
    return shown.length > 0 ? [{ key, title: say(reader, title), entries: shown }] : [];
  });
  return (
    <footer className="border-line border-t bg-surface print:hidden">
      <div className="mx-auto flex max-w-7xl flex-col gap-8 px-4 py-10 md:flex-row md:justify-between lg:px-8">
        <div className="min-w-0 max-w-sm">
          <div className="flex items-center gap-3">
            <PortalLogo logo={logo} className="size-8" />
            <span className="font-title text-large">{portal.name}</span>
          </div>
          <p className="mt-3 text-ink-muted text-small">{inLocale(content.tagline, locale)}</p>
          <p className="mt-1 text-ink-muted text-small">{t("publishedBy", { community: portal.communityName })}</p>
          {words.text && (
            <p {...words.attrs} className="mt-3 whitespace-pre-line break-words text-ink-muted text-small">
              {words.text}
            </p>
          )}
          <Social site={site} label={t("social")} />
        </div>
        {columns.map(({ key, title, entries }) => (
          <nav key={key} aria-labelledby={`footer-${key}`} className="min-w-0 text-small">
            <p id={`footer-${key}`} {...title.attrs} className="mb-1 font-medium">
              {title.text}
            </p>
            <ul>
              {entries.map((entry) => (
                <li key={entry.key}>
                  <a href={entry.href} {...entry.said.attrs} className={LINK}>
                    {entry.said.text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ))}
        <nav aria-label={t("navigation")}>
          <ul className={columns.length > 0 ? "text-small" : "grid grid-cols-1 gap-x-10 text-small sm:grid-cols-2"}>
            {frame.hasNews && (
              <li>
                <a href={links.news(locale)} className={LINK}>
                  {t("news")}
                </a>
              </li>
            )}
            {alerts.checkedAt !== null && (
              <li>
                <a href={links.alerts(locale)} className={LINK}>
                  {t("alerts")}
                </a>
              </li>
            )}
            <li>
              <a href={links.help(locale)} className={LINK}>
                {t("help")}
              </a>
            </li>
            {LEGAL_PAGES.map((page) => (
              <li key={page}>
                <a href={links.legal(locale, page)} className={LINK}>
                  {page === "accessibility" ? t(`accessibility.${frame.legal.accessibility}`) : t(`legal.${page}`)}
                </a>
              </li>
            ))}
            {portal.content.contactEmail && (
              <li>
                <a href={`mailto:${portal.content.contactEmail}`} className={LINK}>
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

const NETWORKS: Readonly<Record<Exclude<SocialLink["network"], "other" | "feed">, string>> = {
  mastodon: "Mastodon",
  bluesky: "Bluesky",
  linkedin: "LinkedIn",
  facebook: "Facebook",
  instagram: "Instagram",
  x: "X",
  youtube: "YouTube",
  peertube: "PeerTube",
  tiktok: "TikTok",
};

/** The community elsewhere, by name: logos of networks would be theirs, and small. */
async function Social({ site, label }: { readonly site: Site; readonly label: string }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.footer")]);
  const { social } = site.frame;
  if (social.length === 0) return null;
  const reader = readerOf(site, locale);
  return (
    <ul aria-label={label} className="mt-3 flex flex-wrap gap-x-5 text-small">
      {social.map(({ key, network, address, name }) => {
        const said = say(reader, name);
        const own = network === "feed" ? t("feed") : network === "other" ? new URL(address).hostname : NETWORKS[network];
        return (
          <li key={key}>
            <a href={address} rel="me noopener" {...said.attrs} className={LINK}>
              {said.text || own}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
