import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { withSketch } from "@archipel/map/layers/report-marks.ts";
import type { FeatureRef, Marker } from "@archipel/map/model/map-state.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { MessageSquareWarning } from "lucide-react";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useApi, useApiClient } from "../../../api/react.tsx";
import { geometryOf } from "../../contributions/draft-sync.ts";
import type { Contested, ModeContext, ModeView } from "../../map-kit/map-mode.ts";
import { onDemand } from "../../site/on-demand.tsx";
import { emptyDraft, type Place, type ReportDraft } from "../drafts/draft.ts";
import type { FormView } from "../form/report-panel.tsx";
import { openOutbox } from "../sending/outbox.ts";
import { NotAllowed } from "./not-allowed.tsx";
import type { ReportPartProps } from "./report-part.tsx";
import { isRuleKey, placeOnFeature, readReportTarget } from "./report-target.ts";
import { ResumeNotice } from "./resume-notice.tsx";

/** Loaded on demand: the form brings terra-draw, the report store and the words of edits, and most visitors never report. */
const ReportPart = onDemand(
  async ({ context }: ReportPartProps) => {
    const [part] = await Promise.all([import("./report-part.tsx"), context.moreWords()]);
    return part;
  },
  <Skeleton className="h-40 w-full" />,
);

const NO_RIGHTS: readonly LayerRight[] = [];
const NOTHING: FormView = { step: "place", isDrawing: false, place: null, marks: [], hidden: [] };

/** Reporting from the map: the entry points for those who may report, and the form itself. */
export function useReportMode(context: ModeContext): ModeView {
  const { portal, reporting, isSignedIn, layers, locale, handle, colours } = context;
  const t = useTranslations("reports.entry");
  const report = useOpenReport(context);
  const { start, view, isRefused, isOffered, kept } = report;
  const draw = useSketchStyle(context, view);
  const entry = useRef<HTMLButtonElement>(null);
  // The button is rendered again after the form has closed; on a narrow screen one frame later, when the sheet is down.
  const backToEntry = () => requestAnimationFrame(() => requestAnimationFrame(() => entry.current?.focus({ preventScroll: true })));
  const pick = useRef<((place: Place) => void) | null>(null);
  const rights = useRights(portal.id, isOffered);
  const isOpen = start !== null;
  const isPlacing = isOpen && view.step === "place" && !view.isDrawing;

  const close = () => {
    report.close();
    pick.current = null;
    backToEntry();
  };
  const panelOf = () => {
    if (start && handle && reporting && rights) {
      return (
        <ReportPart
          key={start.id}
          context={context}
          start={start}
          startAt={report.startAt}
          page={{ reporting, layers, rights, locale, isSignedIn, handle, colours }}
          pick={pick}
          onView={report.setView}
          onClose={close}
        />
      );
    }
    if (!isRefused || !reporting) return null;
    return (
      <NotAllowed
        reporting={reporting}
        locale={locale}
        onClose={() => {
          report.forgetRefusal();
          backToEntry();
        }}
      />
    );
  };
  return {
    isActive: isOpen,
    panel: panelOf(),
    key: keyOf(isOpen, isRefused, view),
    stop: stopOf(isOpen, view),
    isTall: isOpen,
    isDrawing: view.isDrawing,
    cursor: cursorOf(isPlacing, view),
    hidden: view.hidden,
    draw,
    onPicked({ lon, lat }) {
      if (isOpen) pick.current?.({ lon, lat });
      return isOpen;
    },
    featureAction: (_layer, feature) =>
      isOffered && !isOpen ? (
        <Button className="min-h-11!" onClick={() => report.begin(feature)}>
          <MessageSquareWarning aria-hidden className="size-4" />
          {t("onFeature")}
        </Button>
      ) : null,
    report: isOffered && !isOpen ? () => report.begin(null) : undefined,
    contest: isOffered && !isOpen ? (about) => report.begin(about.feature, about) : undefined,
    action:
      isOffered && !isOpen && !isRefused ? (
        <Button ref={entry} tone="primary" className="min-h-12! shadow-raised" onClick={() => report.begin(null)}>
          <MessageSquareWarning aria-hidden className="size-5" />
          {t("action")}
        </Button>
      ) : null,
    notice:
      isOffered && !isOpen ? (
        <ResumeNotice
          portalId={portal.id}
          locale={locale}
          draft={kept}
          onResume={(draft) => report.open(draft)}
          onDropped={report.forgetKept}
        />
      ) : null,
  };
}

function keyOf(isOpen: boolean, isRefused: boolean, { step, isDrawing }: FormView): string | null {
  if (isOpen) return `report/${step}/${isDrawing}`;
  return isRefused ? "report/refused" : null;
}

function stopOf(isOpen: boolean, { step, isDrawing }: FormView): "peek" | "half" | "full" {
  if (isDrawing) return "peek";
  return isOpen && step === "place" ? "half" : "full";
}

function cursorOf(isPlacing: boolean, { isDrawing }: FormView): "cross" | "tool" | undefined {
  if (isPlacing) return "cross";
  return isDrawing ? "tool" : undefined;
}

/** What the visitor may edit. Without network there are no rights: a report can be written, but no edit proposed. */
function useRights(portalId: string, isOffered: boolean): readonly LayerRight[] | undefined {
  const api = useApi();
  const { data, failureCount } = useQuery({
    ...api.contributions.rights.queryOptions({ portalId }),
    staleTime: 60_000,
    enabled: isOffered,
  });
  return data ?? (failureCount > 0 ? NO_RIGHTS : undefined);
}

/** Draws the sketch of the report that is being written. */
function useSketchStyle({ colours, font }: ModeContext, { marks }: FormView) {
  return useCallback(
    (style: StyleSpecification) => {
      const drawn = marks.flatMap(({ properties: { kind, text }, geometry: given }) => {
        const geometry = geometryOf(given);
        return geometry ? [{ kind, text, geometry }] : [];
      });
      return withSketch(style, drawn, { colour: colours.shape, ground: colours.ground, ink: colours.ink, font });
    },
    [marks, colours, font],
  );
}

/** The report being written on the map. It starts by a button, by the address, or from the draft in this browser. */
function useOpenReport({ portal, reporting, layers, locale, handle, params, state, dispatch }: ModeContext) {
  const t = useTranslations("reports.entry");
  const client = useApiClient();
  const [start, setStart] = useState<ReportDraft | null>(null);
  /** Who contests an answer has said where: the form asks what is wrong. */
  const [startAt, setStartAt] = useState<"place" | "words">("place");
  const [isRefused, setRefused] = useState(false);
  const [view, setView] = useState<FormView>(NOTHING);
  const [kept, setKept] = useState<ReportDraft | null>(null);
  const isOffered = reporting !== null && reporting.reporting !== "nobody";

  const open = (draft: ReportDraft, at: "place" | "words" = "place") => {
    setStartAt(at);
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: null });
    setKept(null);
    setView({ ...NOTHING, step: at, place: draft.place, marks: draft.marks });
    setStart(draft);
    if (draft.place) handle?.flyTo({ ...draft.place, zoom: Math.max(15, handle.library.getZoom()) });
  };
  /** The answer that a contested place goes back to. */
  const before = useRef<Marker | null>(null);
  const begin = async (feature: FeatureRef | null, contested?: Contested) => {
    if (reporting?.may !== "report") {
      setRefused(true);
      return;
    }
    before.current = contested ? state.marker : null;
    const draft = {
      ...emptyDraft(portal.id, locale),
      ...(contested && { place: { lon: contested.place.lon, lat: contested.place.lat } }),
      ...(contested?.rule && { body: t("contest", { rule: contested.rule }) }),
    };
    if (!feature) {
      open(draft, contested ? "words" : "place");
      return;
    }
    const { layerId, fid } = feature;
    const { selection } = state;
    // The report is about the feature even when the feature cannot be read now.
    const found = await client.features.get.query({ layerId, fid }).catch(() => null);
    const named = { layerId, fid, label: found?.label ?? layers.find(({ id }) => id === layerId)?.title ?? "" };
    open(
      { ...draft, feature: named, place: draft.place ?? placeOnFeature(selection, feature, found?.bbox) },
      contested ? "words" : "place",
    );
  };

  const arrived = useEffectEvent(async () => {
    const asked = readReportTarget(params.report);
    const draft = await openOutbox()
      .store.draft(portal.id)
      .catch(() => undefined);
    const { marker } = state;
    const rule = isRuleKey(params.rule) ? params.rule : null;
    if (asked && !asked.isDraft) await begin(asked.feature, marker ? { rule, feature: asked.feature, place: marker } : undefined);
    else if (draft && asked?.isDraft && reporting?.may === "report") open(draft);
    else if (draft) setKept(draft);
  });
  useEffect(() => {
    if (handle && isOffered) arrived();
  }, [handle, isOffered]);

  const mark = useEffectEvent((place: Place | null) => {
    if (start) dispatch({ type: "marked", marker: place && { ...place, label: t("marker") } });
  });
  useEffect(() => mark(view.place), [view.place]);

  return {
    start,
    startAt,
    view,
    setView,
    isOffered,
    isRefused,
    forgetRefusal: () => setRefused(false),
    /** A draft stored in this browser, until the visitor resumes or drops it. */
    kept,
    forgetKept: () => setKept(null),
    open,
    begin,
    close() {
      setStart(null);
      setView(NOTHING);
      dispatch({ type: "marked", marker: before.current });
      before.current = null;
    },
  };
}
