"use client";
import type { ExtractArea } from "@archipel/contracts/cloud-extracts.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Crosshair, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useReducer, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { useMapStyle } from "../../map-kit/use-map-style.ts";
import { DrawnLine } from "../../measure/drawn-line.tsx";
import { drawnPoints, reducePoints } from "../../measure/drawn-points.ts";
import type { GroundMap } from "../ground/draw-ground.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { areaOfCorners } from "./take-area.ts";

interface MapAreaProps {
  readonly cloud: Pick<OpenedCloud, "layerId" | "tiles">;
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
  readonly onArea: (area: ExtractArea | null) => void;
}

type Layers = Awaited<ReturnType<ReturnType<typeof useApiClient>["portals"]["layers"]["query"]>>;

const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };
const nothing = () => {};

/** An area that is drawn on the portal's map, over the tiles of the cloud: by mouse, finger and keyboard. */
export default function MapArea({ cloud, map, portalId, locale, onArea }: MapAreaProps) {
  const client = useApiClient();
  const [layers, setLayers] = useState<Layers | null>(null);
  const load = useEffectEvent(() =>
    client.portals.layers.query({ portalId, locale }).then(
      (found) => setLayers(found.filter(({ id }) => id === cloud.layerId)),
      // The map without the tiles still says where one is.
      () => setLayers([]),
    ),
  );
  useEffect(() => void load(), []);
  return layers && <DrawnArea {...{ cloud, map, layers, locale, onArea }} />;
}

function DrawnArea({ cloud, map, layers, locale, onArea }: Omit<MapAreaProps, "portalId"> & { readonly layers: Layers }) {
  const t = useTranslations("cloud-extracts.area.map");
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [{ points, before }, dispatch] = useReducer(reducePoints, drawnPoints([]));
  const box = bboxAround(cloud.tiles.flatMap(({ footprint }) => footprint ?? []));
  const [state] = useState(() =>
    initialState(
      layers.map(({ id }) => ({ id, isVisible: true })),
      { lon: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2, zoom: 11 },
    ),
  );
  const { style } = useMapStyle({ ...map, layers, state, locale });
  const report = useEffectEvent(() => onArea(areaOfCorners(points, 4326)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other points are another area
  useEffect(() => report(), [points]);
  if (hasFailed) return <p className="text-danger text-small">{t("failed")}</p>;
  return (
    <div className="grid gap-2">
      <div className="relative h-96 max-h-[70dvh] overflow-hidden rounded-card border border-line">
        <MapCanvas
          className="absolute inset-0"
          style={style}
          view={state.view}
          marker={null}
          label={t("label")}
          padding={PADDING}
          onReady={(ready) => {
            ready.fit(box, { isInstant: true });
            setHandle(ready);
          }}
          onMoved={nothing}
          onPicked={({ lon, lat }) => dispatch({ type: "added", place: [lon, lat] })}
          onSettled={nothing}
          onFailed={() => setFailed(true)}
        />
        {handle && (
          <DrawnLine
            handle={handle}
            points={points}
            isClosed
            dispatch={dispatch}
            label={t("corners")}
            nameOf={(index) => t("corner", { number: index + 1 })}
          />
        )}
      </div>
      <div className="flex flex-wrap gap-1">
        <Button
          onClick={() => {
            const middle = handle?.middle();
            if (middle) dispatch({ type: "added", place: [middle.lon, middle.lat] });
          }}
        >
          <Crosshair aria-hidden className="size-4" />
          {t("middle")}
        </Button>
        <Button tone="quiet" isSquare aria-label={t("undo")} disabled={before.length === 0} onClick={() => dispatch({ type: "undone" })}>
          <Undo2 aria-hidden className="size-5" />
        </Button>
        <Button tone="quiet" isSquare aria-label={t("clear")} disabled={points.length === 0} onClick={() => dispatch({ type: "cleared" })}>
          <Trash2 aria-hidden className="size-5" />
        </Button>
      </div>
      <p role="status" className="sr-only">
        {t("count", { count: points.length })}
      </p>
    </div>
  );
}
