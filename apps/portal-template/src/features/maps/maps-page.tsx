import type { SavedMapSummary } from "@archipel/contracts/maps.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { ArrowRight, Map as MapIcon } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { MapCard } from "./map-card.tsx";

interface MapsPageProps {
  readonly site: Site;
  readonly page: Page<SavedMapSummary>;
  readonly cursor: string | undefined;
  readonly isSignedIn: boolean;
}

/** The published maps and stories of a portal. */
export async function MapsPage({ site, page, cursor, isSignedIn }: MapsPageProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("maps.list")]);
  return (
    <PageFrame>
      <div className="flex flex-wrap items-end justify-between gap-x-6">
        <PageTitle intro={t("intro", { community: site.portal.communityName })}>{t("title")}</PageTitle>
        {isSignedIn && (
          <a href={links.ownMaps(locale)} className={`${buttonClass()} mb-8`}>
            {t("mine")}
          </a>
        )}
      </div>
      {page.items.length === 0 ? (
        <EmptyState
          icon={<MapIcon aria-hidden className="size-10" />}
          title={t("none.title")}
          action={
            <a href={links.map(locale)} className={buttonClass({ tone: "primary" })}>
              {t("none.action")}
            </a>
          }
        >
          {t("none.text")}
        </EmptyState>
      ) : (
        <ul className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
          {page.items.map((map) => (
            <MapCard key={map.id} map={map} />
          ))}
        </ul>
      )}
      {(cursor || page.nextCursor) && (
        <nav aria-label={t("pages")} className="mt-8 flex flex-wrap justify-between gap-3">
          {cursor ? (
            <a href={links.maps(locale)} className={buttonClass()}>
              {t("first")}
            </a>
          ) : (
            <span />
          )}
          {page.nextCursor && (
            <a href={links.maps(locale, { cursor: page.nextCursor })} rel="next" className={buttonClass()}>
              {t("next")}
              <ArrowRight aria-hidden className="size-4" />
            </a>
          )}
        </nav>
      )}
    </PageFrame>
  );
}
