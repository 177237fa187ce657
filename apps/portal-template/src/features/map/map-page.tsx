import type { Locale } from "@archipel/i18n/locales.ts";
import { type MessageArea, messagesOf } from "@archipel/i18n/messages.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { mapLook } from "../map-kit/map-look.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import { loadReporting } from "../reports/loaders.ts";
import type { Site } from "../site/loaders.ts";
import { hasHeights, type MapQuery, mapLayers, mapPictures } from "./loaders.ts";
import { MapScreen } from "./map-screen.tsx";

interface MapPageProps {
  readonly site: Site;
  readonly locale: Locale;
  readonly query: MapQuery;
  /** The saved map that the page opens. */
  readonly saved?: OpenedMap | undefined;
}

/** The map is the page: everything else floats over it. */
export async function MapPage({ site, locale, query, saved }: MapPageProps) {
  const { portal, theme, content, opening } = site;
  const look = mapLook(theme);
  const [layers, pictures, isMeasured, session, reporting, t] = await Promise.all([
    mapLayers(portal.id, look.light, locale),
    mapPictures(portal.id, locale),
    hasHeights(portal.id),
    currentSession(),
    loadReporting(portal.id),
    getTranslations("answers.card.page"),
  ]);
  // The editor's words, for those who can edit: people who are signed in, and people who may propose an edit with a report.
  const areas: MessageArea[] =
    session || reporting?.may === "report"
      ? ["map", "search", "common", "reports", "contributions", "errors", "follows", "presence"]
      : ["map", "search", "common", "reports"];
  // The words of the page and of its tools stay on the server.
  const { page: _page, tools: _tools, ...card } = messagesOf(locale, ["answers"]).answers.card;
  return (
    <>
      {portal.hasAnswers && (
        <noscript>
          <p className="p-4">
            <a href={links.answer(locale, { q: query.q })} className="text-accent-ink underline underline-offset-2">
              {t("withoutMap")}
            </a>
          </p>
        </noscript>
      )}
      <NextIntlClientProvider
        locale={locale}
        messages={{
          ...messagesOf(locale, areas),
          maps: mapsWords(locale, session !== null),
          ...(portal.hasAnswers && { answers: { card } }),
        }}
      >
        <ApiProvider>
          <MapScreen
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
            }}
            listed={{ layers, pictures }}
            visitor={{ isSignedIn: session !== null, reporting }}
            query={{ ...query, saved: saved ?? null }}
            look={look}
            basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
          />
        </ApiProvider>
      </NextIntlClientProvider>
    </>
  );
}

/** Visitors read saved maps; the words for saving are for people who can. */
function mapsWords(locale: Locale, isSignedIn: boolean) {
  const { maps } = messagesOf(locale, ["maps"]);
  if (isSignedIn) return { save: maps.save, view: maps.view, edit: maps.edit };
  const { action, title, hint, signIn, signInAction } = maps.save;
  return { save: { action, title, hint, signIn, signInAction }, view: maps.view };
}
