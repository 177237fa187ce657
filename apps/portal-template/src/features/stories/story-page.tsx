import type { SavedMap } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { ApiProvider } from "../../api/react.tsx";
import { env } from "../../env.ts";
import { mapLayers, mapPictures } from "../map/loaders.ts";
import { mapLook } from "../map-kit/map-look.ts";
import type { Site } from "../site/loaders.ts";
import { SiteFooter } from "../site/site-footer.tsx";
import { readStory } from "./read-story.ts";
import { StoryScreen } from "./story-screen.tsx";

interface StoryPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly story: SavedMap;
}

/** A story: its chapters beside one map. Without scripts it reads as an article. */
export async function StoryPage({ site: { portal, theme, ...site }, locale, story }: StoryPageProps) {
  const look = mapLook(theme);
  const [layers, pictures, shown] = await Promise.all([
    mapLayers(portal.id, look.light, locale),
    mapPictures(portal.id, locale),
    readStory(story, locale),
  ]);
  return (
    <>
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        <NextIntlClientProvider locale={locale} messages={storyMessages(locale)}>
          <ApiProvider>
            <StoryScreen
              portal={{ name: portal.name, embeddedBy: portal.embedding.by }}
              story={shown}
              map={{ listed: { layers, pictures }, look, basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null, locale }}
            />
          </ApiProvider>
        </NextIntlClientProvider>
      </main>
      <SiteFooter site={{ ...site, portal, theme }} />
    </>
  );
}

/** The words of a story's page; those of its editor stay on the server. */
export function storyMessages(locale: Locale) {
  const { maps, ...others } = messagesOf(locale, ["maps", "map", "common"]);
  const { story, view } = maps;
  return { ...others, maps: { story, view } };
}
