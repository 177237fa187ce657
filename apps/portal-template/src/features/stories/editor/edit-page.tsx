import type { SavedMap } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ApiProvider } from "../../../api/react.tsx";
import { env } from "../../../env.ts";
import { links } from "../../../links.ts";
import { mapLayers, mapPictures } from "../../map/loaders.ts";
import { mapLook } from "../../map-kit/map-look.ts";
import { inLanguage } from "../../maps/in-language.ts";
import type { Site } from "../../site/loaders.ts";
import { PageFrame, PageTitle } from "../../site/page-frame.tsx";
import { EditScreen } from "./edit-screen.tsx";

interface EditPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly map: SavedMap;
}

/** The editor of a map or story, for the people who may change it. */
export async function EditPage({ site, locale, map }: EditPageProps) {
  const t = await getTranslations("maps");
  const title = inLanguage(map.title, locale).text;
  if (!map.may.edit) {
    return (
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        <PageFrame isNarrow>
          <PageTitle intro={t(map.isMine ? "edit.published" : "edit.notAllowed")}>{title}</PageTitle>
          <div className="flex flex-wrap gap-3">
            <a href={links.savedMap(locale, map.slug)} className={buttonClass({ tone: "primary" })}>
              {t("mine.open")}
            </a>
            {map.isMine && (
              <a href={links.ownMaps(locale)} className={buttonClass()}>
                {t("mine.title")}
              </a>
            )}
          </div>
        </PageFrame>
      </main>
    );
  }
  const { portal, theme } = site;
  const look = mapLook(theme);
  const [layers, pictures] = await Promise.all([mapLayers(portal.id, look.light, locale), mapPictures(portal.id, locale)]);
  return (
    <main id="content" tabIndex={-1} className="flex-1 outline-none">
      <NextIntlClientProvider locale={locale} messages={messagesOf(locale, ["maps", "map", "common", "errors"])}>
        <ApiProvider>
          <EditScreen
            saved={map}
            languages={portal.locales}
            map={{ listed: { layers, pictures }, look, basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null, locale }}
          />
        </ApiProvider>
      </NextIntlClientProvider>
    </main>
  );
}
