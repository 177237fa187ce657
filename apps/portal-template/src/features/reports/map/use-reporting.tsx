import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import type { FeatureRef, MapAction } from "@archipel/map/model/map-state.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { MessageSquareWarning } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useApi, useApiClient } from "../../../api/react.tsx";
import { emptyDraft, type Place, type ReportDraft } from "../drafts/draft.ts";
import type { FormView } from "../form/report-panel.tsx";
import { openOutbox } from "../sending/outbox.ts";
import { NotAllowed } from "./not-allowed.tsx";
import { ResumeNotice } from "./resume-notice.tsx";

/** The form, terra-draw and the store come only to those who report. */
const ReportPanel = dynamic(() => import("../form/report-panel.tsx"), { ssr: false, loading: () => <Skeleton className="h-40 w-full" /> });

/** What an address asks to report on. */
export interface ReportTarget {
  readonly isDraft: boolean;
  readonly feature: FeatureRef | null;
}

interface Wanted {
  readonly portalId: string;
  readonly reporting: PortalReporting | null;
  readonly isSignedIn: boolean;
  readonly layers: readonly PortalLayer[];
  readonly locale: Locale;
  readonly handle: MapHandle | null;
  readonly colours: EditColours;
  readonly query: ReportTarget | undefined;
  readonly dispatch: Dispatch<MapAction>;
}

const NO_RIGHTS: readonly LayerRight[] = [];
const NOTHING: FormView = { step: "place", isDrawing: false, place: null, marks: [], hidden: [] };

/** Reporting from the map: who may, the ways in, and the form itself. */
export function useReporting({ portalId, reporting, isSignedIn, layers, locale, handle, colours, query, dispatch }: Wanted) {
  const t = useTranslations("reports.entry");
  const client = useApiClient();
  const api = useApi();
  const [start, setStart] = useState<ReportDraft | null>(null);
  const [isRefused, setRefused] = useState(false);
  const [view, setView] = useState<FormView>(NOTHING);
  const [kept, setKept] = useState<ReportDraft | null>(null);
  const pick = useRef<((place: Place) => void) | null>(null);
  const entry = useRef<HTMLButtonElement>(null);
  const isOffered = reporting !== null && reporting.reporting !== "nobody";
  const { data, failureCount } = useQuery({
    ...api.contributions.rights.queryOptions({ portalId }),
    staleTime: 60_000,
    enabled: isOffered,
  });
  // Without network no edit can be proposed; a report still can.
  const rights = data ?? (failureCount > 0 ? NO_RIGHTS : undefined);

  const open = (draft: ReportDraft) => {
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: null });
    setKept(null);
    setView({ ...NOTHING, place: draft.place, marks: draft.marks });
    setStart(draft);
    if (draft.place) handle?.flyTo({ ...draft.place, zoom: Math.max(15, handle.library.getZoom()) });
  };
  const begin = async (feature: FeatureRef | null) => {
    if (reporting?.may !== "report") {
      setRefused(true);
      return;
    }
    const draft = emptyDraft(portalId, locale);
    if (!feature) {
      open(draft);
      return;
    }
    const { layerId, fid } = feature;
    // The report is about the feature also when it cannot be read now.
    const found = await client.features.get.query({ layerId, fid }).catch(() => null);
    const box = found?.bbox;
    open({
      ...draft,
      feature: { layerId, fid, label: found?.label ?? layers.find(({ id }) => id === layerId)?.title ?? "" },
      place: box ? { lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 } : null,
    });
  };
  const close = () => {
    setStart(null);
    setView(NOTHING);
    pick.current = null;
    dispatch({ type: "marked", marker: null });
    backToEntry();
  };
  // The button comes back with the form's end, on a narrow screen a moment later, when the sheet has gone down.
  const backToEntry = () => requestAnimationFrame(() => requestAnimationFrame(() => entry.current?.focus({ preventScroll: true })));

  const refusalRead = () => {
    setRefused(false);
    backToEntry();
  };

  const arrived = useEffectEvent(async () => {
    const draft = await openOutbox()
      .store.draft(portalId)
      .catch(() => undefined);
    if (query && !query.isDraft) await begin(query.feature);
    else if (draft && query?.isDraft && reporting?.may === "report") open(draft);
    else if (draft) setKept(draft);
  });
  useEffect(() => {
    if (handle && isOffered) arrived();
  }, [handle, isOffered]);

  const mark = useEffectEvent((place: Place | null) => {
    if (start) dispatch({ type: "marked", marker: place && { ...place, label: t("marker") } });
  });
  useEffect(() => mark(view.place), [view.place]);

  const panel: ReactNode =
    start && handle && reporting && rights ? (
      <ReportPanel
        key={start.id}
        start={start}
        reporting={reporting}
        layers={layers}
        rights={rights}
        locale={locale}
        isSignedIn={isSignedIn}
        handle={handle}
        colours={colours}
        pick={pick}
        onView={setView}
        onClose={close}
      />
    ) : isRefused && reporting ? (
      <NotAllowed reporting={reporting} locale={locale} onClose={refusalRead} />
    ) : null;
  const isOpen = start !== null;
  return {
    panel,
    isOpen,
    view,
    isPlacing: isOpen && view.step === "place" && !view.isDrawing,
    key: isOpen ? `report/${view.step}/${view.isDrawing}` : isRefused ? "report/refused" : null,
    stop: view.isDrawing ? ("peek" as const) : view.step === "place" && isOpen ? ("half" as const) : ("full" as const),
    /** The way in for a feature; nothing where nobody reports. */
    entry: (feature: FeatureRef): ReactNode =>
      isOffered && !isOpen ? (
        <Button className="min-h-11!" onClick={() => begin(feature)}>
          <MessageSquareWarning aria-hidden className="size-4" />
          {t("onFeature")}
        </Button>
      ) : null,
    action:
      isOffered && !isOpen && !isRefused ? (
        <Button ref={entry} tone="primary" className="min-h-12! shadow-raised" onClick={() => begin(null)}>
          <MessageSquareWarning aria-hidden className="size-5" />
          {t("action")}
        </Button>
      ) : null,
    notice:
      isOffered && !isOpen ? (
        <ResumeNotice portalId={portalId} locale={locale} draft={kept} onResume={open} onDropped={() => setKept(null)} />
      ) : null,
    onPicked: (place: Place) => pick.current?.(place),
  };
}
