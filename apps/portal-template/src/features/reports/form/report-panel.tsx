"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { usePressedWith } from "@archipel/map/ui/use-pressed-with.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { ChevronLeft, Send, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { Place, ReportDraft, SketchMark } from "../drafts/draft.ts";
import { keepPageForOffline } from "../offline/keep-page.ts";
import { CheckStep } from "./check-step.tsx";
import { EditStep } from "./edit-step.tsx";
import { PlaceStep } from "./place-step.tsx";
import { SentNotice } from "./sent-notice.tsx";
import { type Step, useReport } from "./use-report.ts";
import type { SketchKind } from "./use-sketching.ts";
import { WordsStep } from "./words-step.tsx";

/** How the form stands, for the map beside it. */
export interface FormView {
  readonly step: Step | "over";
  /** On a narrow screen the map needs the room. */
  readonly isDrawing: boolean;
  readonly place: Place | null;
  readonly marks: readonly SketchMark[];
  /** Drawn by the editor in place of the tiles. */
  readonly hidden: readonly FeatureRef[];
}

export interface ReportPanelProps {
  readonly start: ReportDraft;
  readonly reporting: PortalReporting;
  readonly layers: readonly PortalLayer[];
  readonly rights: readonly LayerRight[];
  readonly locale: Locale;
  readonly isSignedIn: boolean;
  readonly handle: MapHandle;
  readonly colours: EditColours;
  /** Filled with what a press on the map means here. */
  readonly pick: RefObject<((place: Place) => void) | null>;
  readonly onView: (view: FormView) => void;
  readonly onClose: () => void;
}

/** The report's form, step by step. Loaded when first needed. */
export default function ReportPanel(props: ReportPanelProps) {
  const { start, reporting, layers, rights, locale, isSignedIn, handle, colours, pick, onView, onClose } = props;
  const t = useTranslations("reports.form");
  const layer = layers.find(({ id }) => id === start.feature?.layerId);
  const right = rights.find(({ layerId }) => layerId === layer?.id);
  // An edit is proposed only for data of the community that answers here, when it takes edits.
  const mayEdit = layer && right && right.may !== "nothing" && right.communityName === reporting.communityName;
  const report = useReport(start, reporting, Boolean(mayEdit));
  const { draft, change, step, steps } = report;
  const [sketching, setSketching] = useState<SketchKind | null>(null);
  const [isReshaping, setReshaping] = useState(false);
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isOver = report.outcome !== null && report.outcome.is !== "refused";
  const isDrawing = sketching !== null || isReshaping;

  useEffect(() => void keepPageForOffline(locale), [locale]);

  const setPlace = (place: Place) => change((last) => ({ ...last, place }));
  // The press that ended a sketch says nothing of the place.
  const wasSketching = usePressedWith(handle, sketching !== null);
  pick.current = (place) => {
    if (step === "place" && !isOver && sketching === null && !wasSketching.current) setPlace(place);
  };
  const view = useEffectEvent(onView);
  const { place, marks, feature } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the feature is the form's for good
  useEffect(() => {
    const hidden = isReshaping && feature ? [feature] : [];
    view({ step: isOver ? "over" : step, isDrawing, place, marks, hidden });
  }, [step, isOver, isDrawing, isReshaping, place, marks]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step takes the focus, so that it is read
  useEffect(() => heading.current?.focus({ preventScroll: true }), [step, isOver]);
  // Drawing takes keys on the map; the button that began it is gone, and so is the one that ended it.
  const wasDrawing = useRef(false);
  useEffect(() => {
    if (isDrawing === wasDrawing.current) return;
    wasDrawing.current = isDrawing;
    const canvas = handle.library.getCanvas();
    if (isDrawing) canvas.focus({ preventScroll: true });
    else if ([document.body, canvas].some((element) => element === document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, [isDrawing, handle]);

  if (report.outcome && report.outcome.is !== "refused") {
    return (
      <SentNotice outcome={report.outcome} locale={locale} communityName={reporting.communityName} heading={heading} onClose={onClose} />
    );
  }
  const index = steps.indexOf(step);
  const next = steps[index + 1];
  const before = steps[index - 1];
  const isOnMap = isDrawing;
  const goOn = (to: Step) => {
    report.go(to);
    // Where something is missing, that is where one goes on.
    requestAnimationFrame(() => section.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  return (
    <section ref={section} aria-label={t("label")} className="grid gap-4">
      <div className={isOnMap ? "hidden" : "flex items-start gap-2"}>
        {before && (
          <Button tone="quiet" isSquare className="-ml-2 text-ink-muted!" aria-label={t("back")} onClick={() => report.go(before)}>
            <ChevronLeft aria-hidden className="size-5" />
          </Button>
        )}
        <div className="min-w-0 flex-1">
          <p className="text-ink-muted text-small">
            {draft.feature ? t("on", { label: draft.feature.label }) : t("label")} · {t("step", { step: index + 1, count: steps.length })}
          </p>
          <h2 ref={heading} tabIndex={-1} className="text-title outline-none">
            {t(`steps.${step}`)}
          </h2>
        </div>
        <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={t("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {step === "place" && (
        <PlaceStep
          draft={draft}
          handle={handle}
          colours={colours}
          sketching={sketching}
          onSketching={setSketching}
          isMissing={report.faults.place}
          onPlace={setPlace}
          onMarks={(changed) => change((last) => ({ ...last, marks: changed(last.marks) }))}
        />
      )}
      {step === "words" && <WordsStep draft={draft} reporting={reporting} locale={locale} faults={report.faults} onChange={change} />}
      {step === "edit" && layer && right && draft.feature && (
        <EditStep
          feature={draft.feature}
          layer={layer}
          right={right}
          change={draft.change}
          handle={handle}
          colours={colours}
          isReshaping={isReshaping}
          onReshaping={setReshaping}
          onChange={(changed) => change((last) => ({ ...last, change: changed(last.change) }))}
        />
      )}
      {step === "check" && (
        <CheckStep
          draft={draft}
          reporting={reporting}
          fields={layer?.fields ?? []}
          locale={locale}
          isSignedIn={isSignedIn}
          isEmailWrong={report.faults.email}
          onEmail={(email) => change((last) => ({ ...last, email }))}
          onStep={report.go}
        />
      )}
      {!isOnMap && (
        <div className="sticky -bottom-4 -mx-4 -mb-4 grid gap-2 border-line border-t bg-surface px-4 py-3">
          {report.outcome?.is === "refused" && <FailureAlert error={report.outcome.error} />}
          {report.sending && <Progress label={t("sending")} share={draft.files.length > 0 ? report.sending.share : null} />}
          {report.isKept === false && <Alert tone="warning" title={t("notKept")} />}
          <div className="flex items-center justify-between gap-3">
            <p aria-live="polite" className="text-ink-muted text-small">
              {report.isKept && t("kept")}
            </p>
            {next ? (
              <Button tone="primary" className="min-h-12! min-w-32" onClick={() => goOn(next)}>
                {t("next")}
              </Button>
            ) : (
              <Button
                tone="primary"
                className="min-h-12! min-w-32"
                aria-busy={report.sending !== null}
                onClick={() => report.sending === null && report.send()}
              >
                <Send aria-hidden className="size-5" />
                {t("send")}
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}
