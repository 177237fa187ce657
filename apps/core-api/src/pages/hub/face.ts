import type { Locale } from "@archipel/contracts/text.ts";
import { isLocale, negotiateLocale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Core } from "../../kernel/core.ts";
import { consoleSite, type SignInSite, siteOfClient } from "../../modules/identity/service/sites.ts";
import type { MailBrand } from "../../modules/notifications/service/layout.ts";

/** The branding of a hub page: theme, name and language of the site that the person comes from. */
export interface Face {
  site: SignInSite;
  siteName: string;
  locale: Locale;
  /** The language that the person chose on the hub, passed from page to page; null: the site's or the browser's. */
  chosenLocale: Locale | null;
  /** Passed from page to page, so that an expired step can still link back. */
  clientId: string;
}

interface FaceRequest {
  clientId: string | undefined;
  /** `lang` of the address. */
  lang: string | undefined;
  /** The language of the referring page. */
  uiLocales?: string | undefined;
  acceptLanguage: string | undefined;
}

/** Never fails: an unknown client gets the console's branding. */
export async function faceOf(core: Core, request: FaceRequest): Promise<Face> {
  const { clientId, lang, uiLocales } = request;
  const site = (clientId ? await siteOfClient(core, clientId) : null) ?? consoleSite(core);
  const chosenLocale = isLocale(lang) && site.locales.includes(lang) ? lang : null;
  const asked = uiLocales?.split(" ").find((tag) => isLocale(tag) && site.locales.includes(tag));
  const locale = chosenLocale ?? (isLocale(asked) ? asked : negotiateLocale(request.acceptLanguage, site.locales));
  return {
    site,
    siteName: site.name ?? translator(locale, "hub")("console"),
    locale,
    chosenLocale,
    clientId: site.clientId,
  };
}

/** The query that passes the branding to the next page. */
export function faceQuery(face: Pick<Face, "clientId" | "chosenLocale">, more: Record<string, string> = {}): string {
  return new URLSearchParams({ client: face.clientId, ...(face.chosenLocale ? { lang: face.chosenLocale } : {}), ...more }).toString();
}

/** Where the site starts a sign-in again. */
export function signInLinkOf(face: Face): string {
  return `${face.site.origin}/api/session/sign-in?${new URLSearchParams({ callbackUrl: "/", locale: face.locale })}`;
}

/** The person's own page on the site. */
export function accountLink({ site, locale }: Face): string {
  // The console, which has no name of its own, has one address for all languages.
  return `${site.origin}${site.name === null ? "" : `/${locale}`}/account`;
}

export function mailBrandOf(face: Face): MailBrand {
  const { accent, onAccent } = face.site.theme.colours.light;
  return { name: face.siteName, accent, onAccent };
}

/** The words of the link that leads back to the site. */
export function backLabel({ site, siteName, locale }: Face): string {
  const t = translator(locale, "hub");
  return site.name === null ? t("backToConsole") : t("backToSite", { site: siteName });
}
