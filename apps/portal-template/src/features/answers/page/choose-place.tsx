import { inLocale } from "@archipel/theme/content.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { MapPinned } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { otherSites } from "../../search/other-sites.ts";
import type { Site } from "../../site/loaders.ts";
import { PageFrame } from "../../site/page-frame.tsx";
import { queryOf } from "../place-query.ts";
import { PlaceSearch } from "./place-search.tsx";

interface ChoosePlaceProps {
  readonly site: Site;
  readonly q: string;
  /** The address named something that is no place. */
  readonly isWrong: boolean;
}

/** Asks for the place, without script. */
export async function ChoosePlace({ site: { portal, opening, content }, q, isWrong }: ChoosePlaceProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("answers.card.page")]);
  return (
    <PageFrame isNarrow>
      <p className="text-ink-muted">{inLocale(opening.question, locale)}</p>
      <h1 className="text-headline">{t("choose")}</h1>
      <p className="mt-2 text-ink-muted">{t("chooseText")}</p>
      {isWrong && (
        <div className="mt-4">
          <Alert tone="warning" title={t("wrong")}>
            {t("wrongText")}
          </Alert>
        </div>
      )}
      <PlaceSearch
        portalId={portal.id}
        q={q}
        elsewhere={otherSites(content.elsewhere, locale)}
        action={links.answer(locale)}
        linkOf={(place) => links.answer(locale, queryOf(place))}
      />
      <LinkButton href={links.map(locale)} className="mt-6">
        <MapPinned aria-hidden className="size-4" />
        {t("map")}
      </LinkButton>
    </PageFrame>
  );
}
