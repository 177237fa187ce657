"use client";
import type { LitFeatures } from "@archipel/map/layers/lit-features.ts";
import type { FeatureRef, Marker } from "@archipel/map/model/map-state.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { Flag, Maximize2, PencilLine, Table2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useApi } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import type { Contested, ModeContext, ModeView } from "../../map-kit/map-mode.ts";
import { useBusyText } from "../../site/use-busy-text.ts";
import { AnswerCard } from "../card/answer-card.tsx";
import { type CardFinding, cardOf, featuresOf } from "../card/card.ts";
import { PlaceHead } from "../card/place-head.tsx";
import { type NamedPlace, queryOf } from "../place-query.ts";
import { CompareLink } from "./compare-link.tsx";
import { FollowPlace } from "./follow-place.tsx";
import { useLitFindings } from "./use-lit-findings.ts";

/** What the visitor may do about the answer, and the features of the click that asked for it. */
export interface AnswerActs {
  readonly contest: ((about: Contested) => void) | undefined;
  readonly correct: ModeView["correct"];
  readonly clicked: readonly FeatureRef[];
}

interface AnswerPanelProps {
  readonly context: ModeContext;
  readonly marker: Marker;
  readonly place: NamedPlace;
  /** The place was chosen on this page: its answer takes the focus, so that it is read. */
  readonly isNew: boolean;
  /** Points at features on the map. */
  readonly onLit: (lit: LitFeatures | null) => void;
  readonly acts: AnswerActs;
  /** All features at the place. */
  readonly children: ReactNode;
}

/** The answer beside the map: the same card as the page, for the marked place. */
export default function AnswerPanel({ context, marker, place, isNew, onLit, acts, children }: AnswerPanelProps) {
  const { portal, locale, dispatch } = context;
  const t = useTranslations("answers.card");
  const common = useTranslations("common.actions");
  const busyText = useBusyText();
  const api = useApi();
  const answer = useQuery({ ...api.answers.report.queryOptions({ portalId: portal.id, place, locale }), staleTime: 60_000 });
  const report = answer.data;
  const card = useMemo(() => report && cardOf(report), [report]);
  const findings = useMemo(() => (card ? featuresOf(card) : []), [card]);
  const section = useRef<HTMLElement>(null);
  useLitFindings(section, context, findings);

  const isShown = report !== undefined;
  useEffect(() => {
    if (isShown && isNew && !isWriting()) section.current?.querySelector("h2")?.focus({ preventScroll: true });
  }, [isShown, isNew]);

  // What was pointed at goes out with the panel.
  const putOut = useEffectEvent(() => onLit(null));
  useEffect(() => () => putOut(), []);
  const lit = useRef<string | null>(null);
  // The style of the map is made again only when another finding is meant, not with each move of the mouse.
  const light = (target: EventTarget | null) => {
    const found = findings.find(({ id }) => target instanceof Element && target.closest("[data-finding]")?.id === id);
    if ((found?.id ?? null) === lit.current) return;
    lit.current = found?.id ?? null;
    onLit(found ? { layerId: found.layer, fids: found.features.map(Number) } : null);
  };
  const toolsOf = (one: CardFinding) => <PanelTools one={one} context={context} marker={marker} acts={acts} />;
  const close = (
    <Button
      tone="quiet"
      isSquare
      className="-mt-1 text-ink-muted!"
      aria-label={common("close")}
      onClick={() => dispatch({ type: "marked", marker: null })}
    >
      <X aria-hidden className="size-5" />
    </Button>
  );
  return (
    <section
      ref={section}
      aria-label={t("label")}
      aria-busy={answer.isPending}
      onMouseOver={({ target }) => light(target)}
      onMouseLeave={() => light(null)}
      onFocus={({ target }) => light(target)}
      onBlur={({ relatedTarget }) => light(relatedTarget)}
    >
      {report && card ? (
        <div className="grid grid-cols-1 gap-5">
          <PlaceHead
            report={report}
            Heading="h2"
            kicker={t("kicker")}
            corner={close}
            whole={(parcel, label) => (
              <Button
                onClick={() => dispatch({ type: "marked", marker: { lon: marker.lon, lat: marker.lat, label: "", parcels: [parcel] } })}
              >
                {label}
              </Button>
            )}
            actions={
              <>
                <LinkButton href={links.answer(locale, queryOf(place))} tone="quiet" className="-ml-4">
                  <Maximize2 aria-hidden className="size-4" />
                  {t("map.page")}
                </LinkButton>
                <FollowPlace context={context} place={place} />
                <CompareLink locale={locale} place={place} />
              </>
            }
          />
          <CorrectClicked context={context} acts={acts} />
          <AnswerCard
            report={report}
            card={card}
            place={{
              heading: 3,
              toolsOf,
              actOf: (one) => <CorrectFinding one={one} context={context} acts={acts} />,
              retry: <Button onClick={() => answer.refetch()}>{t("theme.retry")}</Button>,
              vague: { text: t("place.vagueTap"), action: null },
            }}
          />
          {children}
        </div>
      ) : (
        <Waiting
          close={close}
          failure={answer.isError ? (busyText(answer.error) ?? t("map.failed")) : null}
          onRetry={() => answer.refetch()}
        >
          {children}
        </Waiting>
      )}
    </section>
  );
}

/** For contributors: the features that they clicked on, each corrected by one press. */
function CorrectClicked({ context: { layers }, acts: { correct, clicked } }: Pick<AnswerPanelProps, "context" | "acts">) {
  const t = useTranslations("answers.card.map");
  const offers = clicked.flatMap((feature) => {
    const layer = layers.find(({ id }) => id === feature.layerId);
    const begin = layer && correct?.(feature);
    return begin ? [{ feature, title: layer.title, begin }] : [];
  });
  // The most specific features come first; more would cover the answer.
  const shown = offers
    .filter(({ feature }, index) => offers.findIndex((one) => one.feature.layerId === feature.layerId) === index)
    .slice(0, 3);
  if (shown.length === 0) return null;
  return (
    <div className="-mt-2 flex flex-wrap items-center gap-2">
      <span className="text-ink-muted text-small">{t("correctHere")}</span>
      {shown.map(({ feature, title, begin }) => (
        <Button
          key={`${feature.layerId}/${feature.fid}`}
          className="min-h-8! px-3! text-small!"
          aria-label={t("correctNamed", { title })}
          onClick={begin}
        >
          <PencilLine aria-hidden className="size-4" />
          {title}
        </Button>
      ))}
    </div>
  );
}

/** Corrects the data that a rule of the answer was read from. */
function CorrectFinding({ one, context, acts }: Pick<AnswerPanelProps, "context" | "acts"> & { readonly one: CardFinding }) {
  const t = useTranslations("answers.card.finding");
  const { layer, features } = one.finding;
  const fid = Number(features[0]);
  const isListed = context.layers.some(({ id }) => id === layer) && Number.isInteger(fid);
  const begin = isListed ? acts.correct?.({ layerId: layer, fid }) : undefined;
  return begin ? (
    <Button tone="quiet" className="-ml-4 min-h-8! text-small!" onClick={begin}>
      <PencilLine aria-hidden className="size-4" />
      {t("correct")}
    </Button>
  ) : null;
}

/** The data behind a finding, and the way to contest it. */
function PanelTools({
  one,
  context,
  marker,
  acts: { contest },
}: Pick<AnswerPanelProps, "context" | "marker" | "acts"> & { readonly one: CardFinding }) {
  const { layers, dispatch } = context;
  const { layer, features, rule } = one.finding;
  const t = useTranslations("answers.card.finding");
  const fid = Number(features[0]);
  const feature = layers.some(({ id }) => id === layer) && Number.isInteger(fid) ? { layerId: layer, fid } : null;
  return (
    <>
      {feature && (
        <Button
          tone="quiet"
          className="-ml-4 min-h-8! text-small!"
          onClick={() => {
            dispatch({ type: "switched", layerId: layer, isOn: true });
            dispatch({ type: "selected", hits: features.map((id) => ({ layerId: layer, fid: Number(id) })) });
          }}
        >
          <Table2 aria-hidden className="size-4" />
          {t("data")}
        </Button>
      )}
      {contest && (
        <Button
          tone="quiet"
          className="-ml-4 min-h-8! text-small!"
          onClick={() => contest({ rule, feature, place: { lon: marker.lon, lat: marker.lat } })}
        >
          <Flag aria-hidden className="size-4" />
          {t("contest")}
        </Button>
      )}
    </>
  );
}

interface WaitingProps {
  readonly close: ReactNode;
  readonly failure: string | null;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** Before the answer, and instead of one that could not be read. */
function Waiting({ close, failure, onRetry, children }: WaitingProps) {
  const t = useTranslations("answers.card");
  return (
    <>
      <div className="flex items-start gap-2">
        <p className="flex-1 text-ink-muted text-small">{t("kicker")}</p>
        {close}
      </div>
      {failure === null ? (
        <div className="grid gap-3">
          <Skeleton className="h-8 w-3/4" />
          <Skeleton className="h-20" />
          <Skeleton className="h-28" />
        </div>
      ) : (
        <>
          <Alert tone="warning" title={failure} isLive action={<Button onClick={onRetry}>{t("theme.retry")}</Button>} />
          <div className="mt-4">{children}</div>
        </>
      )}
    </>
  );
}

/** True while the person writes: a slow answer does not take the focus away from the next question. */
const isWriting = () => document.activeElement?.matches("input, textarea, select, [contenteditable]") ?? false;
