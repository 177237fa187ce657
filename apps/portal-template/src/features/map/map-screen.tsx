"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import type { PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Suggestion } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { withReports, withSketch } from "@archipel/map/layers/report-marks.ts";
import { reduce, selectedFeature } from "@archipel/map/model/map-state.ts";
import { Credits } from "@archipel/map/ui/credits.tsx";
import { ExportDialog } from "@archipel/map/ui/export-dialog.tsx";
import { FeaturePanel } from "@archipel/map/ui/feature-panel.tsx";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { MapControls } from "@archipel/map/ui/map-controls.tsx";
import type { MapData } from "@archipel/map/ui/map-data.ts";
import type { Bounds, MapHandle, Padding, Pick } from "@archipel/map/ui/map-handle.ts";
import { ScaleBar } from "@archipel/map/ui/scale-bar.tsx";
import { ShareDialog } from "@archipel/map/ui/share-dialog.tsx";
import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { useLive } from "@archipel/map/ui/use-live.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Crosshair } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useReducer, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { geometryOf } from "../contribute/draft-sync.ts";
import { useContributing } from "../contribute/use-contributing.tsx";
import { type MapLook, useEditColours, useMapStyle } from "../map-look/use-map-style.ts";
import { useReportLayer } from "../reports/map/use-report-layer.tsx";
import { useReporting } from "../reports/map/use-reporting.tsx";
import { SearchBox } from "../search/search-box.tsx";
import { WhatApplies } from "../search/what-applies.tsx";
import type { MapQuery } from "./loaders.ts";
import { MapFrame } from "./map-frame.tsx";
import { MapPanel } from "./map-panel.tsx";
import { MapTools } from "./map-tools.tsx";
import { useFollowedLook, useLayers } from "./use-layers.ts";
import { startState, usePermalink } from "./use-permalink.ts";
import { listedPictures, usePictures } from "./use-pictures.ts";

interface MapScreenProps {
  readonly portal: { readonly id: string; readonly name: string; readonly view: MapView; readonly contactEmail: string | null };
  readonly locale: Locale;
  readonly title: string;
  readonly question: string;
  readonly placeholder: string;
  readonly layers: readonly PortalLayer[];
  readonly pictures: readonly PortalPictures[];
  readonly reporting: PortalReporting | null;
  readonly isSignedIn: boolean;
  readonly query: MapQuery;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
}

/** Zooms at which a suggestion is looked at, when it has no extent of its own. */
const CLOSE_ZOOM = { address: 17.2, place: 13.5, dataset: 12 } as const;

export function MapScreen(props: MapScreenProps) {
  const { portal, locale, title, question, placeholder, query, look, basemapStyleUrl } = props;
  const layers = useLayers(props.layers);
  const listed = useMemo(() => [...layers, ...props.pictures.map(listedPictures)], [layers, props.pictures]);
  const t = useTranslations("map");
  const client = useApiClient();
  const isWide = useIsWide();
  const [state, dispatch] = useReducer(reduce, null, () => startState(listed, portal.view, query.l));
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [bounds, setBounds] = useState<Bounds | null>(null);
  const pictures = usePictures(props.pictures, state.layers, bounds);
  const [credits, setCredits] = useState<string[]>([]);
  const [problem, setProblem] = useState<"webgl" | "location" | null>(null);
  const [dialog, setDialog] = useState<"share" | "export" | null>(null);
  const colours = useEditColours(look);
  const contributing = useContributing({
    portalId: portal.id,
    contactEmail: portal.contactEmail,
    layers,
    locale,
    handle,
    colours,
    query,
    dispatch,
  });
  const page = useRef<HTMLElement>(null);
  const covered = useRef<Padding>({ top: 0, right: 0, bottom: 0, left: 0 });
  const reporting = useReporting({
    portalId: portal.id,
    reporting: props.reporting,
    isSignedIn: props.isSignedIn,
    layers,
    locale,
    handle,
    colours,
    query: query.report,
    dispatch,
  });
  const reports = useReportLayer(portal.id, props.reporting, handle, locale);
  const { marks, hidden: reshaped } = reporting.view;
  const hidden = useMemo(() => [...contributing.hidden, ...reshaped], [contributing.hidden, reshaped]);
  const drawing = { look, basemapStyleUrl, layers, pictures: pictures.shown, state, locale };
  const { style: plain, palette } = useMapStyle({ ...drawing, hidden });
  const style = useMemo(() => {
    const painted = { colour: colours.shape, ground: colours.ground, ink: colours.ink, font: look.font };
    const sketch = marks.map(({ properties: { kind, text }, geometry }) => ({ kind, text, geometry: geometryOf(geometry) }));
    const drawn = sketch.flatMap(({ geometry, ...mark }) => (geometry ? [{ ...mark, geometry }] : []));
    return withSketch(withReports(plain, reports.points, painted), drawn, painted);
  }, [plain, reports.points, marks, colours, look.font]);
  const paper = useMapStyle({ ...drawing, asked: "light" });
  const address = usePermalink(state.view, state.layers, bounds !== null);
  const data = useMemo(
    (): MapData => ({
      feature: (layerId, fid) => client.features.get.query({ layerId, fid }),
      inView: (layerId, [west, south, east, north], q, confidenceAtLeast) =>
        client.features.inView.query({
          layerId,
          bbox: [west, south, east, north],
          limit: 100,
          ...(q && { q }),
          ...(confidenceAtLeast && { confidenceAtLeast }),
        }),
      document: async (layerId, fileName) => {
        const found = await client.attachments.find.query({ layerId, fileName });
        return found && { href: links.attachment(found.id), title: found.title };
      },
    }),
    [client],
  );
  const shownLayers = state.layers.flatMap((entry) => (entry.isOn ? (layers.find((layer) => layer.id === entry.id) ?? []) : []));
  const { live, revisions } = useLive(
    layers,
    shownLayers.map(({ id }) => id),
    () => handle?.refresh(),
    portal.id,
  );
  useFollowedLook(layers, listed, live, dispatch, () => handle?.refresh());
  const selected = selectedFeature(state);
  const selectedLayer = layers.find((layer) => layer.id === selected?.layerId);

  const goTo = (suggestion: Suggestion) => {
    dispatch({ type: "cleared" });
    const { kind, label, lon, lat, bbox } = suggestion;
    if (kind === "dataset") {
      for (const layer of [...layers, ...pictures.layers])
        if (layer.datasetSlug === suggestion.datasetSlug) dispatch({ type: "switched", layerId: layer.id, isOn: true });
      if (bbox) handle?.fit(bbox);
      return;
    }
    if (lon === null || lat === null) return;
    dispatch({ type: "marked", marker: { lon, lat, label } });
    const isWideSpread = bbox && (bbox[2] - bbox[0] > 0.002 || bbox[3] - bbox[1] > 0.002);
    if (isWideSpread) handle?.fit(bbox);
    else handle?.flyTo({ lon, lat, zoom: CLOSE_ZOOM[kind] });
  };
  const located = (lon: number, lat: number) => {
    dispatch({ type: "cleared" });
    dispatch({ type: "marked", marker: { lon, lat, label: t("here.myPlace") } });
    handle?.flyTo({ lon, lat, zoom: 16 });
  };
  const picked = (pick: Pick) => {
    if (contributing.isEditing) contributing.onPicked(pick);
    else if (reporting.isOpen) reporting.onPicked({ lon: pick.lon, lat: pick.lat });
    else if (reports.hitBy(pick.lon, pick.lat)) dispatch({ type: "cleared" });
    else dispatch(pick.hits.length > 0 ? { type: "selected", hits: pick.hits } : { type: "cleared" });
  };

  const side =
    contributing.panel ??
    reporting.panel ??
    reports.card ??
    (selected && selectedLayer && state.selection ? (
      <FeaturePanel
        selected={selected}
        index={state.selection.index}
        count={state.selection.hits.length}
        layer={selectedLayer}
        data={data}
        revision={revisions[selectedLayer.id]}
        palette={palette}
        locale={locale}
        dispatch={dispatch}
        onFit={(box) => handle?.fit(box)}
        actions={
          <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
            {contributing.entry(selectedLayer, selected.fid)}
            {reporting.entry(selected)}
          </div>
        }
      />
    ) : state.marker ? (
      <WhatApplies
        portalId={portal.id}
        marker={state.marker}
        layers={layers}
        palette={palette}
        locale={locale}
        onChoose={(layerId, fid) => {
          dispatch({ type: "switched", layerId, isOn: true });
          dispatch({ type: "selected", hits: [{ layerId, fid }] });
        }}
        onClose={() => dispatch({ type: "marked", marker: null })}
      />
    ) : null);

  const { trayShare } = contributing;
  const isTall = contributing.isEditing || reporting.isOpen;
  covered.current = isWide
    ? { top: 0, bottom: Math.round(trayShare * (page.current?.clientHeight ?? 0)), left: 408, right: isTall ? 440 : side ? 376 : 0 }
    : { top: 72, bottom: reporting.isPlacing ? Math.round(window.innerHeight / 2) : side ? 320 : 130, left: 0, right: 0 };
  const { top, right, bottom, left } = covered.current;
  const isDrawing = contributing.isDrawing || reporting.view.isDrawing;

  return (
    <main
      ref={page}
      id="content"
      tabIndex={-1}
      className="relative min-h-[26rem] flex-1 overflow-hidden outline-none"
      style={{ ["--tray" as string]: `${trayShare * 100}%` }}
    >
      <h1 className="sr-only">{title}</h1>
      <MapCanvas
        className="absolute inset-0"
        style={style}
        view={state.view}
        marker={state.marker}
        live={live}
        label={t("canvas", { name: portal.name })}
        padding={covered.current}
        onReady={(ready) => {
          setHandle(ready);
          if (query.box) ready.fit(query.box);
        }}
        onMoved={(view, box) => {
          dispatch({ type: "moved", view });
          setBounds(box);
        }}
        onPicked={picked}
        onSettled={() => handle && setCredits(handle.credits())}
        onFailed={() => setProblem("webgl")}
        hasOwnCross={contributing.isEditing || isDrawing || reporting.isPlacing}
      />
      {reporting.isPlacing && (
        <Crosshair
          aria-hidden
          className="pointer-events-none absolute z-[5] size-9 -translate-x-1/2 -translate-y-1/2 text-map-selection [filter:drop-shadow(0_0_1.5px_var(--a-surface))_drop-shadow(0_0_1.5px_var(--a-surface))]"
          style={{ left: `calc(50% + ${(left - right) / 2}px)`, top: `calc(50% + ${(top - bottom) / 2}px)` }}
        />
      )}
      <MapFrame
        isWide={isWide}
        search={
          <SearchBox
            portalId={portal.id}
            label={question}
            placeholder={placeholder}
            locale={locale}
            initialQuery={query.q}
            isReady={handle !== null}
            onChoose={goTo}
          />
        }
        panel={
          <MapPanel
            layers={layers}
            shownLayers={shownLayers}
            pictures={pictures}
            state={state}
            bounds={bounds}
            data={data}
            revisions={revisions}
            palette={palette}
            locale={locale}
            handle={handle}
            dispatch={dispatch}
            renderActions={(layerId) =>
              contributing.entry(
                layers.find(({ id }) => id === layerId),
                null,
              )
            }
          >
            {reports.switchOf}
          </MapPanel>
        }
        side={side}
        isSideTall={isTall}
        sideStop={isDrawing ? "peek" : reporting.panel && !contributing.panel ? reporting.stop : "half"}
        sideKey={
          contributing.isEditing
            ? "edit"
            : (reporting.key ?? reports.key) !== null
              ? (reporting.key ?? reports.key)
              : selected
                ? `${selected.layerId}/${selected.fid}`
                : state.marker
                  ? `${state.marker.lon}/${state.marker.lat}`
                  : null
        }
        controls={
          <>
            {!contributing.isEditing && reporting.action}
            <MapTools onShare={() => setDialog("share")} onExport={() => setDialog("export")} />
            <MapControls handle={handle} onLocated={located} onLocationRefused={() => setProblem("location")} />
          </>
        }
        foot={
          bounds && (
            <>
              <ScaleBar view={state.view} locale={locale} />
              <Credits
                basemap={credits}
                datasets={[...new Set([...shownLayers, ...pictures.shownLayers].map((layer) => layer.datasetTitle))]}
              />
            </>
          )
        }
        notice={
          problem ? (
            <Alert
              tone="warning"
              isLive
              title={t(problem === "webgl" ? "problem.webgl" : "problem.location")}
              repair={t(problem === "webgl" ? "problem.webglRepair" : "problem.locationRepair")}
            />
          ) : (
            !contributing.isEditing && reporting.notice
          )
        }
      />
      {contributing.tray}
      <ShareDialog isOpen={dialog === "share"} onOpenChange={(isOpen) => setDialog(isOpen ? "share" : null)} address={address} />
      <ExportDialog
        isOpen={dialog === "export"}
        onOpenChange={(isOpen) => setDialog(isOpen ? "export" : null)}
        handle={handle}
        view={state.view}
        layers={shownLayers}
        pictures={pictures.shownLayers}
        paper={paper}
        locale={locale}
        portalName={portal.name}
      />
    </main>
  );
}
