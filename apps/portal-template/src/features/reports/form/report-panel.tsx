"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { usePressedWith } from "@archipel/map/ui/use-pressed-with.ts";
import { Button } from "@archipel/ui/button.tsx";
import { focusFirstFault } from "@archipel/ui/focus-first-fault.ts";
import { ChevronLeft, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Place, ReportDraft, SketchMark } from "../drafts/draft.ts";
import { keepPageForOffline } from "../offline/keep-page.ts";
import { FormFoot } from "./form-foot.tsx";
import { FormStep } from "./form-step.tsx";
import { SentNotice } from "./sent-notice.tsx";
import { type ReportStart, type Step, useReport } from "./use-report.ts";
import type { SketchKind } from "./use-sketching.ts";

/** The state of the form, as far as the map beside it needs it. */
export interface FormView {
  readonly step: Step | "over";
  /** On a narrow screen the map needs the panel's space. */
  readonly isDrawing: boolean;
  readonly place: Place | null;
  readonly marks: readonly SketchMark[];
  /** Features that the form draws: their tiles leave them out. */
  readonly hidden: readonly FeatureRef[];
}

/** What the form takes from the map page. */
export interface ReportPage {
  readonly reporting: PortalReporting;
  readonly layers: readonly PortalLayer[];
  readonly rights: readonly LayerRight[];
  readonly locale: Locale;
  readonly isSignedIn: boolean;
  readonly handle: MapHandle;
  readonly colours: EditColours;
}

export interface ReportPanelProps {
  readonly start: ReportDraft;
  readonly startAt: ReportStart["startAt"];
  readonly page: ReportPage;
  /** Set to the form's handler of clicks on the map. */
  readonly pick: RefObject<((place: Place) => void) | null>;
  readonly onView: (view: FormView) => void;
  readonly onClose: () => void;
}

/** The report's form, step by step. */
export function ReportPanel({ start, startAt, page, pick, onView, onClose }: ReportPanelProps) {
  const { reporting, layers, rights, locale, handle } = page;
  const t = useTranslations("reports.form");
  const layer = layers.find(({ id }) => id === start.feature?.layerId);
  const right = rights.find(({ layerId }) => layerId === layer?.id);
  // An edit can be proposed only for data of the community that answers the report.
  const mayEdit = layer && right && right.may !== "nothing" && right.communityName === reporting.communityName;
  const report = useReport(start, reporting, { hasEdit: Boolean(mayEdit), startAt });
  const { draft, change, step, steps } = report;
  const [sketching, setSketching] = useState<SketchKind | null>(null);
  const [isReshaping, setReshaping] = useState(false);
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isOver = report.outcome !== null && report.outcome.is !== "refused";
  const isDrawing = sketching !== null || isReshaping;

  useEffect(() => void keepPageForOffline(locale), [locale]);

  // The click that ends a sketch must not move the report's place.
  const wasSketching = usePressedWith(handle, sketching !== null);
  pick.current = (place) => {
    if (step === "place" && !isOver && sketching === null && !wasSketching.current) change((last) => ({ ...last, place }));
  };
  const { place, marks, feature } = draft;
  const view = useEffectEvent((shown: Omit<FormView, "hidden">, isReshaped: boolean) =>
    onView({ ...shown, hidden: isReshaped && feature ? [feature] : [] }),
  );
  useEffect(() => {
    view({ step: isOver ? "over" : step, isDrawing, place, marks }, isReshaping);
  }, [step, isOver, isDrawing, isReshaping, place, marks]);
  useFocus(heading, handle, `${step} ${isOver}`, isDrawing);

  if (report.outcome && report.outcome.is !== "refused") {
    return (
      <SentNotice outcome={report.outcome} locale={locale} communityName={reporting.communityName} heading={heading} onClose={onClose} />
    );
  }
  const index = steps.indexOf(step);
  const next = steps[index + 1];
  const before = steps[index - 1];
  const goOn = (to: Step) => {
    report.go(to);
    focusFirstFault(() => section.current);
  };
  return (
    <section ref={section} aria-label={t("label")} className="grid gap-4">
      <div className={isDrawing ? "hidden" : "flex items-start gap-2"}>
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
      <FormStep
        page={page}
        report={report}
        edited={layer && right && { layer, right }}
        sketching={{ kind: sketching, onChange: setSketching }}
        reshaping={{ isOn: isReshaping, onChange: setReshaping }}
      />
      {!isDrawing && <FormFoot report={report} next={next} onNext={goOn} />}
    </section>
  );
}

/** Focuses the heading of each step, so that a screen reader reads it. While the visitor draws, the map has the focus, because it handles the keys. */
function useFocus(heading: RefObject<HTMLElement | null>, handle: MapHandle, shown: string, isDrawing: boolean): void {
  const focused = useRef<string | null>(null);
  useEffect(() => {
    if (focused.current === shown) return;
    focused.current = shown;
    heading.current?.focus({ preventScroll: true });
  }, [shown, heading]);
  const wasDrawing = useRef(false);
  useEffect(() => {
    if (isDrawing === wasDrawing.current) return;
    wasDrawing.current = isDrawing;
    const canvas = handle.library.getCanvas();
    if (isDrawing) canvas.focus({ preventScroll: true });
    // The button that ended the drawing was removed, so the focus is lost.
    else if ([document.body, canvas].some((element) => element === document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, [isDrawing, handle, heading]);
}
