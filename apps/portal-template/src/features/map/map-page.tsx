import type { Locale } from "@archipel/i18n/locales.ts";
import { MODULE_URLS } from "@archipel/map/ui/load-maplibre.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { BASEMAP_URLS } from "../map-kit/basemap-urls.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import { otherSites } from "../search/other-sites.ts";
import type { Site } from "../site/loaders.ts";
import { hasHeights, type MapQuery } from "./loaders.ts";
import { mapSource } from "./map-source.ts";
import { MapStartData } from "./map-start.tsx";
import { MapWords } from "./map-words.tsx";
import { markerOf } from "./marked-place.ts";
import { OpenedMapScreen } from "./opened-map-screen.tsx";

interface MapPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly query: MapQuery;
  /** The saved map that the page opens. */
  readonly saved?: OpenedMap | undefined;
}

/** The map is the page: everything else floats over it. */
export async function MapPage({ site, locale, query, saved }: MapPageProps) {
  const { portal, content, opening } = site;
  const [source, isMeasured, session, t, requestHeaders] = await Promise.all([
    mapSource(site, locale),
    hasHeights(portal.id),
    currentSession(),
    getTranslations("answers.card.page"),
    headers(),
  ]);
  const isOwnBasemap = env.ARCHIPEL_BASEMAP_STYLE_URL === undefined;
  const opened = { ...query, saved: saved ?? null };
  // Visitors load these words when they report.
  const canEdit = session !== null;
  return (
    <>
      {/* MapLibre is fetched and compiled, and its worker starts, while the page's other scripts are fetched. */}
      {MODULE_URLS.map((address) => (
        <script key={address} type="module" async src={address} nonce={requestHeaders.get("x-nonce") ?? undefined} />
      ))}
      {/* Asked for with the page's styles, not after its scripts. */}
      {[...(source.kind === "file" ? [source.address] : []), ...(isOwnBasemap ? Object.values(BASEMAP_URLS) : [])].map((address) => (
        <link key={address} rel="preload" href={address} as="fetch" crossOrigin="anonymous" />
      ))}
      {isOwnBasemap && source.kind === "file" && isPlain(opened) && (
        <MapStartData start={{ view: portal.view, locale, address: source.address, isEditing: canEdit, query: opened }} />
      )}
      {portal.hasAnswers && (
        <noscript>
          <p className="p-4">
            <a href={links.answer(locale, { q: query.q })} className="text-accent-ink underline underline-offset-2">
              {t("withoutMap")}
            </a>
          </p>
        </noscript>
      )}
      <Suspense>
        <MapWords locale={locale} isEditing={canEdit}>
          <ApiProvider>
            <OpenedMapScreen
              portal={{
                id: portal.id,
                name: portal.name,
                view: portal.view,
                contactEmail: portal.content.contactEmail ?? null,
                hasAnswers: portal.hasAnswers,
                hasHeights: isMeasured,
                embeddedBy: portal.embedding.by,
              }}
              locale={locale}
              words={{
                title: inLocale(content.words.map, locale),
                question: inLocale(opening.question, locale),
                placeholder: inLocale(opening.placeholder, locale),
                elsewhere: otherSites(content.elsewhere, locale),
              }}
              source={source}
              isSignedIn={session !== null}
              query={opened}
              basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
            />
          </ApiProvider>
        </MapWords>
      </Suspense>
    </>
  );
}

/** Whether the address leaves the view as it is: `MapScreen` centres a place in the part of the map that no panel covers. */
function isPlain({ box, params, saved }: MapQuery & { readonly saved: OpenedMap | null }): boolean {
  return box === undefined && markerOf(params) === null && !saved?.map.state.marker;
}
