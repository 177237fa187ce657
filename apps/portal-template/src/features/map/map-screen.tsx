"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import type { Embedding, PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { reduce } from "@archipel/map/model/map-state.ts";
import { Credits } from "@archipel/map/ui/credits.tsx";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { MapControls } from "@archipel/map/ui/map-controls.tsx";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { MapProgress } from "@archipel/map/ui/map-progress.tsx";
import { ScaleBar } from "@archipel/map/ui/scale-bar.tsx";
import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { useLive } from "@archipel/map/ui/use-live.ts";
import { useTranslations } from "next-intl";
import { useMemo, useReducer, useRef, useState } from "react";
import { listedPictures } from "../map-kit/listed-pictures.ts";
import type { MapLook } from "../map-kit/look.ts";
import type { MapPortal } from "../map-kit/map-mode.ts";
import { useEditColours, useMapStyle, usePalette } from "../map-kit/use-map-style.ts";
import { usePictures } from "../map-kit/use-pictures.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import type { OtherSite } from "../search/other-sites.ts";
import { SearchBox } from "../search/search-box.tsx";
import { onDemand } from "../site/on-demand.tsx";
import { composeModes, coveredBy, keptBy, passPick } from "./compose-modes.ts";
import type { MapQuery } from "./loaders.ts";
import type { MapDialog } from "./map-dialogs.tsx";
import { MapFrame } from "./map-frame.tsx";
import { MapPanel } from "./map-panel.tsx";
import { MapProblem } from "./map-problem.tsx";
import { MapTools } from "./map-tools.tsx";
import { markerOf } from "./marked-place.ts";
import { useModes } from "./modes.ts";
import { PlaceCross } from "./place-cross.tsx";
import { startState } from "./start-state.ts";
import { useEscape } from "./use-escape.ts";
import { useGoTo } from "./use-go-to.ts";
import { useFollowedLook, useLayers } from "./use-layers.ts";
import { useMapData } from "./use-map-data.ts";
import { useModeStyle } from "./use-mode-style.ts";
import { usePermalink } from "./use-permalink.ts";
import { usePlaceTitle } from "./use-place-title.ts";
import { useUncovered } from "./use-uncovered.ts";
import { askForMapWords } from "./words/ask.ts";

/** Most visitors neither share nor export. */
const MapDialogs = onDemand(() => import("./map-dialogs.tsx"), null);

interface MapScreenProps {
  readonly portal: MapPortal & { readonly view: MapView; readonly embeddedBy: Embedding["by"] };
  readonly locale: Locale;
  readonly words: MapScreenWords;
  readonly listed: { readonly layers: readonly PortalLayer[]; readonly pictures: readonly PortalPictures[] };
  readonly visitor: { readonly isSignedIn: boolean; readonly reporting: PortalReporting | null };
  /** What the address asks for: parameters, and the saved map that its path names. */
  readonly query: MapQuery & { readonly saved: OpenedMap | null };
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
}

export interface MapScreenWords {
  readonly title: string;
  readonly question: string;
  readonly placeholder: string;
  /** Where to look for places that the portal does not have. */
  readonly elsewhere: readonly OtherSite[];
}

/** The map page: the map itself, what its modes show over it, and its tools. Long: it wires the page's parts, one line each. */
export function MapScreen({ portal, locale, words, listed, visitor, query, look, basemapStyleUrl }: MapScreenProps) {
  const layers = useLayers(listed.layers);
  const entries = useMemo(() => [...layers, ...listed.pictures.map(listedPictures)], [layers, listed.pictures]);
  const t = useTranslations("map");
  const isWide = useIsWide();
  const [state, dispatch] = useReducer(reduce, null, () => startState(entries, portal.view, query, markerOf(query.params)));
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [bounds, setBounds] = useState<Bounds | null>(null);
  const pictures = usePictures(listed.pictures, state.layers, bounds);
  const [credits, setCredits] = useState<string[]>([]);
  const [problem, setProblem] = useState<"webgl" | "location" | null>(null);
  const [dialog, setDialog] = useState<MapDialog | null>(null);
  const [hasAsked, setAsked] = useState(false);
  const ask = (asked: MapDialog) => {
    setAsked(true);
    setDialog(asked);
  };
  const [tab, setTab] = useState("layers");
  const page = useRef<HTMLElement>(null);
  const colours = useEditColours(look);
  const palette = usePalette(look, state.basemap);
  const data = useMapData();
  const shownLayers = state.layers.flatMap((entry) => (entry.isOn ? (layers.find((layer) => layer.id === entry.id) ?? []) : []));
  const shownIds = shownLayers.map(({ id }) => id);
  const { live, revisions } = useLive(layers, shownIds, () => handle?.refresh(), portal.id);
  useFollowedLook(layers, entries, live, dispatch, () => handle?.refresh());

  const drawing = { look, basemapStyleUrl, layers, pictures: pictures.shown, state, locale };
  const context = {
    portal,
    locale,
    ...visitor,
    moreWords: () => askForMapWords(locale, true)[1],
    saved: query.saved,
    layers,
    pictures: pictures.layers,
    handle,
    state,
    dispatch,
    data,
    revisions,
    palette,
    colours,
    font: look.font,
    drawing,
  };
  const modes = useModes(context, query.params);
  const scene = composeModes(modes);
  const isTaken = modes.some(({ isActive }) => isActive);
  const address = usePermalink({ ...state, marker: isTaken ? undefined : state.marker, kept: keptBy(modes) }, bounds && handle, dispatch);
  const style = useModeStyle(drawing, modes);
  const paper = { style: useModeStyle({ ...drawing, asked: "light" }, modes), areas: useMapStyle({ ...drawing, asked: "light" }).areas };
  const goTo = useGoTo({ layers, pictures: pictures.layers, handle, dispatch });
  const covered = coveredBy(scene, { isWide, pageHeight: page.current?.clientHeight ?? 0, windowHeight: isWide ? 0 : window.innerHeight });
  useEscape({ state, isTaken, handle, dispatch });
  usePlaceTitle(isTaken ? null : state.marker);
  useUncovered(isTaken ? null : state.marker, handle, covered);

  return (
    <main
      ref={page}
      id="content"
      tabIndex={-1}
      className="relative min-h-[26rem] flex-1 overflow-hidden outline-none"
      style={{ ["--tray" as string]: `${scene.trayShare * 100}%` }}
    >
      <h1 className="sr-only">{words.title}</h1>
      <MapCanvas
        className="absolute inset-0"
        style={style}
        view={state.view}
        marker={state.marker}
        live={live}
        label={t("canvas", { name: portal.name })}
        padding={covered}
        onReady={(ready) => {
          setHandle(ready);
          const { marker } = state;
          if (query.box) ready.fit(query.box);
          // The view of an address without one is centred on the place, in the part that no panel covers.
          else if (marker && !location.hash && !query.saved)
            ready.fit([marker.lon, marker.lat, marker.lon, marker.lat], { maxZoom: state.view.zoom, isInstant: true });
        }}
        onMoved={(view, box) => {
          dispatch({ type: "moved", view });
          setBounds(box);
        }}
        onPicked={(pick) => passPick(modes, pick)}
        onSettled={(map) => setCredits(map.credits())}
        onFailed={() => setProblem("webgl")}
        hasOwnCross={scene.cursor !== undefined}
      />
      <MapProgress handle={handle} />
      {scene.cursor === "cross" && <PlaceCross covered={covered} />}
      <MapFrame
        search={
          <SearchBox
            portalId={portal.id}
            words={words}
            locale={locale}
            initialQuery={query.q}
            isReady={handle !== null}
            onChoose={goTo.suggestion}
          />
        }
        panel={
          <MapPanel
            context={context}
            shownLayers={shownLayers}
            pictures={pictures}
            bounds={bounds}
            tab={{ value: tab, onValueChange: setTab }}
          >
            {scene.belowLayers}
          </MapPanel>
        }
        scene={scene}
        controls={
          <>
            <div className="flex flex-row-reverse flex-wrap gap-2 empty:hidden">{scene.actions}</div>
            <MapTools onShare={() => ask("share")} onExport={() => ask("export")}>
              {scene.tools}
            </MapTools>
            <MapControls handle={handle} onLocated={goTo.ownPlace} onLocationRefused={() => setProblem("location")} />
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
        notice={problem ? <MapProblem problem={problem} /> : scene.notice}
      />
      {scene.trays}
      {hasAsked && (
        <MapDialogs
          open={dialog}
          onOpen={setDialog}
          address={address}
          handle={handle}
          sheet={{
            portalName: portal.name,
            view: state.view,
            layers: shownLayers,
            pictures: pictures.shownLayers,
            paper,
            marker: isTaken ? null : state.marker,
            extras: scene.sheet,
          }}
          locale={locale}
          embeddedBy={portal.embeddedBy}
        />
      )}
    </main>
  );
}
