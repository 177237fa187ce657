"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import type { PortalLayer, PortalPictures } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { type MapState, reduce, selectedFeature } from "@archipel/map/model/map-state.ts";
import { encodeView } from "@archipel/map/model/permalink.ts";
import { Credits } from "@archipel/map/ui/credits.tsx";
import { FeaturePanel } from "@archipel/map/ui/feature-panel.tsx";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { MapControls } from "@archipel/map/ui/map-controls.tsx";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { MapProgress } from "@archipel/map/ui/map-progress.tsx";
import { ScaleBar } from "@archipel/map/ui/scale-bar.tsx";
import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useReducer, useState } from "react";
import { links } from "../../links.ts";
import { MapProblem } from "../map/map-problem.tsx";
import { type AskedMap, startState } from "../map/start-state.ts";
import { useMapData } from "../map/use-map-data.ts";
import { askedQuery } from "../map/use-permalink.ts";
import { listedPictures } from "../map-kit/listed-pictures.ts";
import type { MapLook } from "../map-kit/look.ts";
import { useMapStyle, usePalette } from "../map-kit/use-map-style.ts";
import { usePictures } from "../map-kit/use-pictures.ts";
import { inLanguage } from "../maps/in-language.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import { EmbedLegend } from "./embed-legend.tsx";
import type { EmbedQuery } from "./query.ts";
import { useHostPage } from "./use-host-page.ts";

interface EmbedScreenProps {
  readonly portal: { readonly name: string; readonly view: MapView };
  readonly locale: Locale;
  readonly listed: { readonly layers: readonly PortalLayer[]; readonly pictures: readonly PortalPictures[] };
  readonly query: EmbedQuery & AskedMap & { readonly box: Bounds | undefined; readonly saved: OpenedMap | null };
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
}

const PADDING = { top: 0, right: 0, bottom: 0, left: 0 };

/** The map in a frame of another site: legend, credits, what a click shows, and the way to the portal. Nothing in it changes anything. */
export function EmbedScreen({ portal, locale, listed: { layers, pictures: listed }, query, look, basemapStyleUrl }: EmbedScreenProps) {
  const t = useTranslations("map");
  const title = query.saved ? inLanguage(query.saved.map.title, locale).text : portal.name;
  const [state, dispatch] = useReducer(reduce, null, () =>
    startState([...layers, ...listed.map(listedPictures)], portal.view, query, null),
  );
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [bounds, setBounds] = useState<Bounds | null>(null);
  const [credits, setCredits] = useState<string[]>([]);
  const [isFailed, setFailed] = useState(false);
  const pictures = usePictures(listed, state.layers, bounds);
  const palette = usePalette(look, state.basemap);
  const { style, areas } = useMapStyle({ look, basemapStyleUrl, layers, pictures: pictures.shown, state, locale });
  const { feature, inView } = useMapData();
  // Without documents: their pages cannot be framed.
  const data = useMemo(() => ({ feature, inView }), [feature, inView]);
  const has = (tool: EmbedQuery["tools"][number]) => query.tools.includes(tool);
  const shownLayers = state.layers.flatMap(({ id, isOn }) => (isOn ? (layers.find((layer) => layer.id === id) ?? []) : []));
  const selected = selectedFeature(state);
  const layer = layers.find(({ id }) => id === selected?.layerId);
  const chosen = selected && layer ? { feature: selected, layer } : null;
  useHostPage({ host: query.host, handle, view: state.view, bounds, chosen, data });

  return (
    <main id="content" className="relative min-h-0 flex-1 overflow-hidden">
      <h1 className="sr-only">{title}</h1>
      <MapCanvas
        className="absolute inset-0"
        style={style}
        view={state.view}
        marker={state.marker}
        label={t("embed.canvas", { name: title })}
        padding={PADDING}
        onReady={(ready) => {
          setHandle(ready);
          if (query.box) ready.fit(query.box, { isInstant: true });
        }}
        onMoved={(view, box) => {
          dispatch({ type: "moved", view });
          setBounds(box);
        }}
        onPicked={({ hits }) => dispatch({ type: "selected", hits })}
        onSettled={() => handle && setCredits(handle.credits())}
        onFailed={() => setFailed(true)}
      />
      <MapProgress handle={handle} />
      {isFailed && (
        <div className="absolute inset-x-3 top-3 z-20 mx-auto max-w-96">
          <MapProblem problem="webgl" />
        </div>
      )}
      {has("legend") && (
        <div className="pointer-events-none absolute top-2 bottom-12 left-2 z-10 *:pointer-events-auto">
          <EmbedLegend layers={shownLayers} pictures={pictures.shownLayers.map(({ datasetTitle }) => datasetTitle)} areas={areas} />
        </div>
      )}
      {chosen && state.selection && has("details") && (
        <div className="absolute inset-x-2 bottom-12 z-20 max-h-[60%] overflow-y-auto overscroll-contain rounded-card border border-line bg-surface p-3 shadow-raised sm:top-2 sm:right-2 sm:bottom-auto sm:left-auto sm:max-h-[calc(100%-10.5rem)] sm:w-80">
          <FeaturePanel
            selected={chosen.feature}
            position={{ index: state.selection.index, count: state.selection.hits.length }}
            layer={chosen.layer}
            source={{ data, revision: undefined }}
            look={{ palette, locale }}
            dispatch={dispatch}
            onFit={(box) => handle?.fit(box)}
          />
        </div>
      )}
      {has("zoom") && (
        <div className="absolute right-2 bottom-12 z-10">
          <MapControls handle={handle} />
        </div>
      )}
      <div className="pointer-events-none absolute inset-x-2 bottom-2 z-10 flex items-end gap-3 *:pointer-events-auto">
        {/* A narrow frame has room for the credits and the link only. */}
        {has("scale") && bounds && (
          <div className="max-sm:hidden">
            <ScaleBar view={state.view} locale={locale} />
          </div>
        )}
        <Credits
          basemap={credits}
          datasets={[...new Set([...shownLayers, ...pictures.shownLayers].map(({ datasetTitle }) => datasetTitle))]}
        />
        <PortalLink
          name={portal.name}
          path={query.saved ? links.savedMap(locale, query.saved.map.slug) : links.map(locale)}
          state={state}
        />
      </div>
    </main>
  );
}

/** The same map on the portal, in a new window: the frame stays as it is. */
function PortalLink({ name, path, state }: { readonly name: string; readonly path: string; readonly state: MapState }) {
  const t = useTranslations("map.embed");
  return (
    <a
      href={`${path}?${askedQuery(state)}${encodeView(state.view)}`}
      target="_blank"
      rel="noopener"
      className="ml-auto flex min-h-8 min-w-0 max-w-[70%] shrink-0 items-center gap-1.5 rounded-control border border-line bg-surface px-2.5 text-accent-ink text-small shadow-raised"
    >
      <span className="truncate">{t("open", { name })}</span>
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
    </a>
  );
}
