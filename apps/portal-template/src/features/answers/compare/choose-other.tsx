import { Alert } from "@archipel/ui/alert.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { MapPinned } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { otherSites } from "../../search/other-sites.ts";
import type { Site } from "../../site/loaders.ts";
import { PageFrame } from "../../site/page-frame.tsx";
import type { Asked } from "../loaders.ts";
import { PlaceSearch } from "../page/place-search.tsx";
import { placeText, queryOf } from "../place-query.ts";
import { usePlaceTitle } from "./place-title.ts";

interface ChooseOtherProps {
  readonly site: Site;
  readonly first: Extract<Asked, { kind: "answered" }>;
  readonly q: string;
  /** Why the second place of the address cannot be compared. */
  readonly problem: string | null;
}

/** Asks for the place to compare with, by its name or on the map. */
export async function ChooseOther({ site: { portal, content }, first, q, problem }: ChooseOtherProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("answers.compare")]);
  const a = queryOf(first.place);
  const [lon, lat] = first.report.place.centre;
  return (
    <PageFrame isNarrow>
      <p className="text-ink-muted">{t("kicker")}</p>
      <h1 className="text-headline">{t("choose")}</h1>
      <p className="mt-2 break-words text-ink-muted">
        <FirstName place={first.report.place} />
      </p>
      {problem !== null && (
        <div className="mt-4">
          <Alert tone="warning" title={problem} />
        </div>
      )}
      <PlaceSearch
        portalId={portal.id}
        q={q}
        elsewhere={otherSites(content.elsewhere, locale)}
        action={`/${locale}/compare`}
        kept={{ a: placeText(a) }}
        linkOf={(place) => links.compare(locale, { a, b: queryOf(place) })}
      />
      <div className="mt-6 flex flex-wrap gap-2">
        <LinkButton href={links.map(locale, { place: { lon: String(lon), lat: String(lat), ...a }, compare: a })}>
          <MapPinned aria-hidden className="size-4" />
          {t("onMap")}
        </LinkButton>
        <LinkButton href={links.answer(locale, a)} tone="quiet">
          {t("back")}
        </LinkButton>
      </div>
    </PageFrame>
  );
}

function FirstName({ place }: { readonly place: Extract<Asked, { kind: "answered" }>["report"]["place"] }) {
  return <>{usePlaceTitle()(place)}</>;
}
