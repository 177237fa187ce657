import { inLocale } from "@archipel/theme/content.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass, LinkButton } from "@archipel/ui/button.tsx";
import { Columns2, Flag, MapPinned, Table2 } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { AlertsAtPlace } from "../../alerts/alerts-at-place.tsx";
import { FollowEntry } from "../../follows/follow-entry.tsx";
import { hasReports } from "../../reports/loaders.ts";
import type { Site } from "../../site/loaders.ts";
import { PageFrame } from "../../site/page-frame.tsx";
import { AnswerCard } from "../card/answer-card.tsx";
import { type CardFinding, cardOf } from "../card/card.ts";
import { PlaceHead } from "../card/place-head.tsx";
import { placeName } from "../card/place-name.ts";
import type { Asked } from "../loaders.ts";
import { queryOf } from "../place-query.ts";
import { ShortLink } from "../share/short-link-entry.tsx";
import { AnswerTools } from "./answer-tools.tsx";
import { PlaceMap } from "./place-map.tsx";

interface AnswerPageProps {
  readonly site: Site;
  readonly asked: Extract<Asked, { kind: "answered" }>;
}

/** The answer at a place, as a page with an address of its own. */
export async function AnswerPage({ site, asked: { place, report } }: AnswerPageProps) {
  const { portal } = site;
  const [locale, t, isReporting] = await Promise.all([getLocale(), getTranslations("answers.card"), hasReports(portal.id)]);
  const query = queryOf(place);
  const [lon, lat] = report.place.centre;
  // The map marks a point: that of parcels is inside them.
  const centre = { lon: String(lon), lat: String(lat) };
  const onMap = place.kind === "link" ? centre : { ...centre, ...query };
  // A shape has no address on the map: it shows where it is.
  const mapLink = place.kind === "link" ? links.map(locale, { box: aroundOf(lon, lat) }) : links.map(locale, { place: onMap });
  const card = cardOf(report);
  const name = placeName(await getTranslations("answers.card.place"), report.place);
  const toolsOf = ({ finding: { layer, features, rule } }: CardFinding) => {
    const [fid] = features;
    const data = fid === undefined ? undefined : `${layer}/${fid}`;
    return (
      <>
        {data && (
          <ToolLink href={links.map(locale, { place: onMap, data })} Icon={Table2}>
            {t("finding.data")}
          </ToolLink>
        )}
        {isReporting && data && (
          <ToolLink href={links.map(locale, { place: onMap, report: data, ...(rule && { rule }) })} Icon={Flag}>
            {t("finding.contest")}
          </ToolLink>
        )}
      </>
    );
  };
  const address = `${portal.origin}${links.answer(locale, query)}`;
  const tools = (
    <AnswerTools
      address={report.restricted ? null : address}
      short={place.kind === "link" ? shortAddress(address, place.id) : null}
      shorten={place.kind === "link" || report.restricted ? null : <ShortLink portalId={portal.id} place={place} />}
      files={{ json: links.answerJson(portal.id, locale, query), pdf: links.answerPdf(portal.id, locale, query) }}
    />
  );
  return (
    <PageFrame isNarrow className="answer-sheet print:max-w-none print:p-0">
      <p className="mb-4 hidden font-title text-large print:block">{portal.name}</p>
      <div className="grid grid-cols-1 gap-6">
        <AlertsAtPlace site={site} place={place} />
        <PlaceHead
          report={report}
          Heading="h1"
          kicker={inLocale(site.opening.question, locale)}
          whole={(parcel, label) => <LinkButton href={links.answer(locale, { parcels: parcel })}>{label}</LinkButton>}
          actions={
            <>
              <LinkButton href={mapLink}>
                <MapPinned aria-hidden className="size-4" />
                {t("place.onMap")}
              </LinkButton>
              <LinkButton href={links.compare(locale, { a: query })}>
                <Columns2 aria-hidden className="size-4" />
                {t("place.compare")}
              </LinkButton>
              {place.kind !== "link" && (
                <FollowEntry portalId={portal.id} subject={{ kind: "place", place }} returnTo={links.answer(locale, query)} />
              )}
              <LinkButton href={links.answer(locale)} tone="quiet">
                {t("place.change")}
              </LinkButton>
            </>
          }
        />
        <PlaceMap portalId={portal.id} query={query} href={mapLink} place={name} />
        <AnswerCard
          report={report}
          card={card}
          place={{
            heading: 2,
            toolsOf,
            retry: (
              <a href={links.answer(locale, query)} className={buttonClass()}>
                {t("theme.retry")}
              </a>
            ),
            vague: {
              text: t("place.vagueText"),
              action: (
                <LinkButton href={links.map(locale, { place: onMap })} tone="primary">
                  {t("place.vagueAction")}
                </LinkButton>
              ),
            },
          }}
        />
        {tools}
        <p className="hidden break-all text-small print:block">
          {t("tools.address", { address: place.kind === "link" ? shortAddress(address, place.id) : address })}
        </p>
      </div>
    </PageFrame>
  );
}

const AROUND_DEGREES = 0.004;
const aroundOf = (lon: number, lat: number) => [lon - AROUND_DEGREES, lat - AROUND_DEGREES, lon + AROUND_DEGREES, lat + AROUND_DEGREES];
const shortAddress = (address: string, id: string) => `${new URL(address).origin}${links.shortAnswer(id)}`;

function ToolLink({ href, Icon, children }: { readonly href: string; readonly Icon: typeof Flag; readonly children: string }) {
  return (
    <a href={href} className="inline-flex min-h-8 items-center gap-1.5 text-accent-ink text-small underline-offset-2 hover:underline">
      <Icon aria-hidden className="size-4" />
      {children}
    </a>
  );
}

/** This place has no answer: why, and the way on. */
export async function RefusedAnswer({
  site,
  asked: { code, params },
}: {
  readonly site: Site;
  readonly asked: Extract<Asked, { kind: "refused" }>;
}) {
  const [locale, t, tErrors] = await Promise.all([getLocale(), getTranslations("answers.card"), getTranslations("errors")]);
  return (
    <PageFrame isNarrow>
      <h1 className="mb-6 text-headline">{inLocale(site.opening.question, locale)}</h1>
      <Alert tone="warning" title={t("page.refused")} action={<LinkButton href={links.answer(locale)}>{t("place.change")}</LinkButton>}>
        {tErrors(code, params)}
      </Alert>
    </PageFrame>
  );
}
