import type { SavedMapSummary } from "@archipel/contracts/maps.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { SignInLink } from "../session/sign-in-link.tsx";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { NewStory } from "./new-story.tsx";
import { OwnMap } from "./own-map.tsx";

interface OwnMapsPageProps {
  readonly site: Site;
  readonly isSignedIn: boolean;
  /** Null for people who are not members. `managed`: only for managers. */
  readonly maps: {
    readonly communityId: string;
    readonly mine: Page<SavedMapSummary>;
    readonly managed: Page<SavedMapSummary> | null;
  } | null;
}

/** A member's own maps, and those of the community for its managers. */
export async function OwnMapsPage({ site, isSignedIn, maps }: OwnMapsPageProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("maps.mine")]);
  if (!maps) {
    return (
      <PageFrame isNarrow>
        <PageTitle intro={isSignedIn ? t("stranger", { community: site.portal.communityName }) : t("visitor")}>{t("title")}</PageTitle>
        {isSignedIn ? (
          <a href={links.maps(locale)} className={buttonClass()}>
            {(await getTranslations("maps.view"))("list")}
          </a>
        ) : (
          <SignInLink callbackUrl={links.ownMaps(locale)} locale={locale} className={buttonClass({ tone: "primary" })}>
            {(await getTranslations("maps.save"))("signInAction")}
          </SignInLink>
        )}
      </PageFrame>
    );
  }
  const { communityId, mine, managed } = maps;
  const shared = { communityId, mayPublish: managed !== null };
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t("intro")}>{t("title")}</PageTitle>
      <NextIntlClientProvider messages={messagesOf(locale, ["maps", "common", "errors"])}>
        <ApiProvider>
          <div className="mb-6 flex flex-wrap gap-3">
            <NewStory communityId={communityId} portalId={site.portal.id} view={site.portal.view} locale={locale} />
            <a href={links.map(locale)} className={buttonClass()}>
              {t("newMap")}
            </a>
          </div>
          {mine.items.length === 0 ? (
            <p className="max-w-prose text-ink-muted">{t("none")}</p>
          ) : (
            <ul className="divide-y divide-line border-line border-y">
              {mine.items.map((map) => (
                <OwnMap key={map.id} map={map} {...shared} locale={locale} />
              ))}
            </ul>
          )}
          {managed && (
            <section aria-labelledby="managed" className="mt-12">
              <h2 id="managed" className="text-title">
                {t("managed")}
              </h2>
              <p className="mt-1 mb-4 max-w-prose text-ink-muted">{t("managedIntro")}</p>
              {managed.items.length === 0 ? (
                <p className="max-w-prose text-ink-muted">{t("managedNone")}</p>
              ) : (
                <ul className="divide-y divide-line border-line border-y">
                  {managed.items.map((map) => (
                    <OwnMap key={map.id} map={map} {...shared} locale={locale} isManaged />
                  ))}
                </ul>
              )}
            </section>
          )}
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}
