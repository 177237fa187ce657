import { locales as allLocales, type Locale, type Localized, locale as localeSchema, localized } from "@archipel/contracts/text.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { ADMIN_CLIENT_ID, portalClientId } from "@archipel/session/client-keys.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import { portalHost, portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import type { MailBrand } from "../../notifications/service/layout.ts";
import { type PortalSiteRow, portalSiteBySlug, portalSlugOfHost } from "../queries/sites.ts";

/** A site that sends people to the hub to sign in, with its branding for the hub's pages. */
export interface SignInSite {
  clientId: string;
  /** Null for the console: the hub has its own words for it. */
  name: string | null;
  tagline: Localized;
  /** Primary origin. */
  origin: string;
  /** All origins of the site. */
  origins: string[];
  baseTheme: string;
  theme: ResolvedTheme;
  /** Path on core-api of the portal's own logo; null: the logo of the base theme. */
  logoPath: string | null;
  locales: Locale[];
  /** Changes with the branding. */
  version: string;
}

/** The site of a client id: a live portal or the console; null for any other client. */
export async function siteOfClient(core: Core, clientId: string): Promise<SignInSite | null> {
  if (clientId === ADMIN_CLIENT_ID) return consoleSite(core);
  const slug = /^portal-([a-z0-9-]+)$/.exec(clientId)?.[1];
  const portal = slug ? await core.database.withSystem((tx) => portalSiteBySlug(tx, slug, portalHost(core.env, slug))) : null;
  return portal && portalSite(core, portal);
}

/**
 * The site of a host, or null. Only the portals table decides, never a header.
 *
 * @param openTo the portal that is not online and that the caller has a pass to; nobody signs in on it
 */
export async function siteOfHost(
  core: Core,
  host: string,
  openTo: string | null = null,
): Promise<{ clientId: string; origin: string } | null> {
  const slug = await core.database.withSystem((tx) => portalSlugOfHost(tx, host, openTo));
  return slug === null ? null : { clientId: portalClientId(slug), origin: portalOrigin(core.env, host) };
}

function portalSite(core: Core, portal: PortalSiteRow): SignInSite | null {
  const origins = portal.hosts.map(({ host }) => portalOrigin(core.env, host));
  const [origin] = origins;
  if (!origin) return null;
  const logoVersion = portal.logoKey?.split("/").pop()?.slice(0, 16);
  return {
    clientId: portalClientId(portal.slug),
    name: portal.name,
    tagline: { ...baseTheme(portal.baseTheme).content.tagline, ...localized.catch({}).parse(portal.tagline) },
    origin,
    origins,
    baseTheme: portal.baseTheme,
    theme: portalTheme(portal.baseTheme, portal.theme),
    logoPath: logoVersion ? `/assets/portals/${portal.id}/logo?v=${logoVersion}` : null,
    locales: portal.locales.flatMap((locale) => localeSchema.safeParse(locale).data ?? []),
    version: portal.updatedAt.getTime().toString(36),
  };
}

/** The branding of the console, which external clients use too. */
export function consoleSite(core: Core): SignInSite {
  const { origin } = new URL(core.env.ARCHIPEL_ADMIN_URL);
  return {
    clientId: ADMIN_CLIENT_ID,
    name: null,
    tagline: {},
    origin,
    origins: [origin],
    baseTheme: "neutral",
    theme: portalTheme("neutral", {}),
    logoPath: null,
    locales: [...allLocales],
    version: "1",
  };
}

/** The site of a client id, or the console. */
export async function siteOrConsole(core: Core, clientId: string | undefined): Promise<SignInSite> {
  return (clientId ? await siteOfClient(core, clientId) : null) ?? consoleSite(core);
}

/** The branding of a site's mails about an account. */
export function brandOf({ name, theme }: SignInSite, locale: Locale): MailBrand {
  const { accent, onAccent } = theme.colours.light;
  return { name: name ?? translator(locale, "hub")("console"), accent, onAccent };
}
