import type { ExtractArea } from "@archipel/contracts/cloud-extracts.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { ScanEye } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type Dispatch, useState } from "react";
import type { GroundMap } from "../ground/draw-ground.ts";
import type { Measuring, MeasuringAction } from "../measuring.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { PlaceActs } from "../place-acts.tsx";
import { BoxFields, PlaceField } from "./area-fields.tsx";
import { areaAround, areaOfCorners, areaOfTexts, areaOfTiles, type BoxTexts } from "./take-area.ts";
import { TakeForm } from "./take-form.tsx";

/** Loaded when somebody draws on the map. */
const MapArea = dynamic(() => import("./map-area.tsx"), { ssr: false });

/** Ways to say which area. The first two need the viewer, the third a map beside the form. */
const WAYS = ["drawing", "view", "map", "place", "box", "all"] as const;
type Way = (typeof WAYS)[number];

interface Drawing {
  readonly engine: CloudEngine;
  readonly drawing: Measuring;
  readonly dispatch: Dispatch<MeasuringAction>;
  readonly onMiddle: () => void;
}

export interface TakePanelProps {
  readonly cloud: Pick<OpenedCloud, "layerId" | "classes" | "tiles" | "srid">;
  readonly portalId: string;
  readonly locale: Locale;
  /** Null on a page without the viewer. */
  readonly viewer: Drawing | null;
  /** How the portal's map is drawn, on a page without the viewer whose tiles have a place on it. */
  readonly map?: GroundMap | null;
}

/** Takes an area of the cloud: by an outline in the viewer, what it shows, a place, coordinates, or all of it. */
export function TakePanel({ cloud, portalId, locale, viewer, map = null }: TakePanelProps) {
  const t = useTranslations("cloud-extracts.area");
  const { srid } = cloud;
  const [way, setWay] = useState<Way>(viewer ? "drawing" : "place");
  const [found, setFound] = useState<ExtractArea | null>(null);
  const [texts, setTexts] = useState<BoxTexts>(["", "", "", ""]);
  const area = {
    drawing: () =>
      viewer &&
      areaOfCorners(
        viewer.drawing.places.map((place) => corner(viewer.engine, place)),
        srid,
      ),
    view: () => found,
    map: () => found,
    place: () => found,
    box: () => areaOfTexts(texts, srid),
    all: () => areaOfTiles(cloud.tiles, srid),
  }[way]();
  const takeView = () => {
    if (!viewer) return;
    const { target, distance } = viewer.engine.layerCamera;
    setFound(areaAround([target[0], target[1]], distance, srid));
  };
  return (
    <TakeForm {...{ cloud, portalId, locale, area }} hint={t(`hints.${way}`)}>
      <Field label={t("way")}>
        {(control) => (
          <Select
            {...control}
            value={way}
            options={WAYS.filter((one) => (one === "map" ? map : viewer || (one !== "drawing" && one !== "view"))).map((value) => ({
              value,
              label: t(`ways.${value}`),
            }))}
            onChange={({ target: { value } }) => {
              setFound(null);
              setWay(WAYS.find((one) => one === value) ?? "all");
              if (value === "view") takeView();
            }}
          />
        )}
      </Field>
      {viewer && way === "drawing" && <PlaceActs places={viewer.drawing.places} dispatch={viewer.dispatch} onMiddle={viewer.onMiddle} />}
      {viewer && way === "view" && (
        <Button onClick={takeView}>
          <ScanEye aria-hidden className="size-5" />
          {t("takeView")}
        </Button>
      )}
      {map && way === "map" && <MapArea {...{ cloud, map, portalId, locale }} onArea={setFound} />}
      {way === "place" && <PlaceField layerId={cloud.layerId} {...{ portalId, locale }} onArea={setFound} />}
      {way === "box" && <BoxFields {...{ cloud, texts, locale }} onTexts={setTexts} />}
    </TakeForm>
  );
}

function corner(engine: CloudEngine, place: Measuring["places"][number]): [number, number] {
  const [x, y] = engine.toLayer(place);
  return [x, y];
}
