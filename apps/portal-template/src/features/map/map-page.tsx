import type { Locale } from "@archipel/i18n/locales.ts";
import { type MessageArea, messagesOf } from "@archipel/i18n/messages.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { NextIntlClientProvider } from "next-intl";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { env } from "../../env.ts";
import { mapLook } from "../map-look/map-look.ts";
import { loadReporting } from "../reports/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { type MapQuery, mapLayers, mapPictures } from "./loaders.ts";
import { MapScreen } from "./map-screen.tsx";

/** The map is the page: everything else floats over it. */
export async function MapPage({ site, locale, query }: { readonly site: Site; readonly locale: Locale; readonly query: MapQuery }) {
  const { portal, theme, content } = site;
  const look = mapLook(theme);
  const [layers, pictures, session, reporting] = await Promise.all([
    mapLayers(portal.id, look.light, locale),
    mapPictures(portal.id),
    currentSession(),
    loadReporting(portal.id),
  ]);
  // Only who is signed in can edit, and who reports can propose an edit: they need its words.
  const areas: MessageArea[] =
    session || reporting?.may === "report" ? ["map", "common", "reports", "edit", "errors", "presence"] : ["map", "common", "reports"];
  return (
    <NextIntlClientProvider locale={locale} messages={messagesOf(locale, areas)}>
      <ApiProvider>
        <MapScreen
          portal={{ id: portal.id, name: portal.name, view: portal.view, contactEmail: portal.content.contactEmail ?? null }}
          locale={locale}
          title={inLocale(content.words.map, locale)}
          question={inLocale(content.hero.question, locale)}
          placeholder={inLocale(content.hero.placeholder, locale)}
          layers={layers}
          pictures={pictures}
          reporting={reporting}
          isSignedIn={session !== null}
          query={query}
          look={look}
          basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
        />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
