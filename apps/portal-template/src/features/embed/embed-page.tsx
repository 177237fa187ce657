import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { ApiProvider } from "../../api/react.tsx";
import { env } from "../../env.ts";
import { type MapQuery, mapLayers, mapPictures } from "../map/loaders.ts";
import { mapLook } from "../map-kit/map-look.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import type { Site } from "../site/loaders.ts";
import { EmbedScreen } from "./embed-screen.tsx";
import { readEmbedQuery } from "./query.ts";

interface EmbedPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly query: MapQuery;
  /** The saved map that the frame shows. */
  readonly saved?: OpenedMap | null;
}

/** The map for frames of other sites: as anyone sees it, also where the visitor is signed in on the portal. */
export async function EmbedPage({ site, locale, query, saved = null }: EmbedPageProps) {
  const { portal, theme } = site;
  const look = mapLook(theme);
  const [layers, pictures] = await Promise.all([mapLayers(portal.id, look.light, locale, true), mapPictures(portal.id, locale, true)]);
  return (
    <NextIntlClientProvider locale={locale} messages={messagesOf(locale, ["map", "common"])}>
      <ApiProvider isAnonymous>
        <EmbedScreen
          portal={{ name: portal.name, view: portal.view }}
          locale={locale}
          listed={{ layers, pictures }}
          query={{ ...readEmbedQuery(query.params), l: query.l, b: query.b, f: query.f, box: query.box, saved }}
          look={look}
          basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
        />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
