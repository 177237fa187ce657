import type { Locale } from "@archipel/i18n/locales.ts";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { EmbedPage } from "../embed/embed-page.tsx";
import { type MapQuery, mapLayers, mapPictures } from "../map/loaders.ts";
import { mapLook } from "../map-kit/map-look.ts";
import { publicMap } from "../maps/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { readStory } from "./read-story.ts";
import { storyMessages } from "./story-page.tsx";
import { StoryScreen } from "./story-screen.tsx";

interface EmbeddedMapPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly query: MapQuery;
  readonly slug: string;
}

/** A saved map or a story in a frame of another site, as anyone sees it. */
export async function EmbeddedMapPage({ site, locale, query, slug }: EmbeddedMapPageProps) {
  const map = await publicMap(site.portal.id, slug);
  if (!map) return <Gone locale={locale} />;
  if (map.kind === "map") return <EmbedPage site={site} locale={locale} query={query} saved={{ map, html: "" }} />;
  const { portal, theme } = site;
  const look = mapLook(theme);
  const [layers, pictures, story] = await Promise.all([
    mapLayers(portal.id, look.light, locale, true),
    mapPictures(portal.id, locale, true),
    readStory(map, locale),
  ]);
  return (
    <NextIntlClientProvider locale={locale} messages={storyMessages(locale)}>
      <ApiProvider isAnonymous>
        <main id="content" className="min-h-0 flex-1 overflow-y-auto">
          <StoryScreen
            isFramed
            portal={{ name: portal.name, embeddedBy: portal.embedding.by }}
            story={story}
            map={{ listed: { layers, pictures }, look, basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null, locale }}
          />
        </main>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}

/** The frame of a map that was deleted or is private again. */
async function Gone({ locale }: { readonly locale: Locale }) {
  const t = await getTranslations("maps.story");
  return (
    <main id="content" className="grid flex-1 place-content-center justify-items-center gap-3 p-4 text-center">
      <h1 className="font-text text-base">{t("gone")}</h1>
      <a href={links.home(locale)} target="_blank" rel="noopener" className="text-accent-ink underline underline-offset-4">
        {t("goneAction")}
      </a>
    </main>
  );
}
