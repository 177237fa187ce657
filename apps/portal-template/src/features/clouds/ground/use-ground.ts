import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useEffectEvent, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { useColourMode } from "../../map-kit/use-colour-mode.ts";
import { mapPicture } from "../../map-kit/use-pictures.ts";
import type { GroundKind } from "../cloud-address.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import type { GroundAsked, GroundMap } from "./draw-ground.ts";
import { GroundFollower } from "./ground-follower.ts";
import { type GroundSources, groundKinds, NO_SOURCES, sourcesFor } from "./ground-sources.ts";
import { type DrawnGround, laidGround, NO_GROUND } from "./laid-ground.ts";

/** What lies below the points, and how it gets there. */
export interface Ground {
  readonly kind: GroundKind | null;
  readonly choose: (kind: GroundKind | null) => void;
  /** What can be chosen. */
  readonly kinds: readonly GroundKind[];
  /** Looks up what can be chosen. */
  readonly load: () => void;
  readonly state: "none" | "drawing" | "shown" | "failed";
  /** It is draped on heights. */
  readonly isDraped: boolean;
  /** Whose data the pictures show. */
  readonly credits: readonly string[];
}

interface Grounded {
  readonly engine: CloudEngine | null;
  /** That of the comparison. */
  readonly second: CloudEngine | null;
  readonly cloud: Pick<OpenedCloud, "layerId" | "srid" | "tiles">;
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
  /** Names are written over the points: the map has none. */
  readonly hasNames: boolean;
  /** That of the address. */
  readonly first: GroundKind | null;
}

/** Pixels of a picture a side: on a telephone, more would take memory from the points. */
const PIXELS = { wide: 2048, narrow: 1024 } as const;

/** Without the dataset of the cloud: its tiles lie over all that one looks for. */
function besides<L extends { readonly id: string; readonly datasetSlug: string }>(layerId: string, layers: readonly L[]): L[] {
  const own = layers.find(({ id }) => id === layerId)?.datasetSlug;
  return layers.filter(({ datasetSlug }) => datasetSlug !== own);
}

/** Asks what a portal has to lay below a cloud, once. What cannot be read is not offered: the map remains. */
function useSources({ cloud, map, portalId, locale }: Pick<Grounded, "cloud" | "map" | "portalId" | "locale">) {
  const client = useApiClient();
  const [asked, setAsked] = useState<Promise<GroundSources> | null>(null);
  const [sources, setSources] = useState<GroundSources | null>(null);
  const ask = async (): Promise<GroundSources> => {
    const [relief, pictures, style] = await Promise.all([
      client.elevation.relief.query({ portalId, locale }).catch(() => null),
      client.portals.pictures.query({ portalId, locale }).catch(() => []),
      map.basemapStyleUrl === null
        ? null
        : import("./draw-ground.ts").then(({ readStyle }) => readStyle(map.basemapStyleUrl ?? "")).catch(() => null),
    ]);
    return sourcesFor(cloud.tiles, { relief, pictures, style });
  };
  const load = () => {
    if (asked) return asked;
    const asking = ask();
    setAsked(asking);
    void asking.then(setSources);
    return asking;
  };
  return { sources, load };
}

/** Lays the portal's map, the terrain or aerial pictures below the points. MapLibre is loaded when somebody wants one. */
export function useGround({ engine, second, cloud, map, portalId, locale, hasNames, first }: Grounded): Ground {
  const client = useApiClient();
  const mode = useColourMode();
  const [kind, setKind] = useState(first);
  const [laid, setLaid] = useState(NO_GROUND);
  const [isDrawing, setDrawing] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const { sources, load: loadSources } = useSources({ cloud, map, portalId, locale });
  const load = useEffectEvent(async (wanted: GroundKind) => {
    const [{ groundDrawing }, { relief, pictures, basemap }, layers] = await Promise.all([
      import("./draw-ground.ts"),
      loadSources(),
      // The map alone says where one is.
      wanted === "map" ? client.portals.layers.query({ portalId, locale }).catch(() => []) : [],
    ]);
    const datasets = wanted === "picture" ? await Promise.all(pictures.map(picturesOf)) : [];
    const pixels = window.innerWidth < 1024 ? PIXELS.narrow : PIXELS.wide;
    const drawn = { layers: besides(cloud.layerId, layers), datasets, rasters: basemap, relief };
    return groundDrawing({ ...map, ...drawn, kind: wanted, srid: cloud.srid, isNamed: !hasNames, mode, locale, pixels });
  });
  const picturesOf = async ({ datasetId, datasetTitle }: GroundSources["pictures"][number]): Promise<GroundAsked["datasets"][number]> => ({
    id: datasetId,
    title: datasetTitle,
    pictures: (await client.attachments.pictures.query({ datasetId })).map(mapPicture),
  });
  const isUnnamed = kind === "map" && hasNames;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another colour mode has another map, and so have names that are written apart
  useEffect(() => {
    if (!engine || !kind) return;
    let follower: GroundFollower<DrawnGround> | null = null;
    let isGone = false;
    const onLaid = (drawn: readonly DrawnGround[], level: number) => setLaid(laidGround(drawn, level));
    const fail = () => {
      setDrawing(false);
      setFailed(true);
    };
    setFailed(false);
    setDrawing(true);
    load(kind).then(
      (draw) => {
        if (!isGone) follower = new GroundFollower({ engine, draw, onLaid, onDrawing: setDrawing, onFailed: fail });
      },
      () => !isGone && fail(),
    );
    return () => {
      isGone = true;
      follower?.close();
      setDrawing(false);
      setLaid(NO_GROUND);
    };
  }, [engine, kind, mode, isUnnamed]);
  useEffect(() => engine?.layGround(laid.pictures, laid.level), [engine, laid]);
  useEffect(() => second?.layGround(laid.pictures, laid.level), [second, laid]);
  const kinds = groundKinds(sources ?? NO_SOURCES);
  // An address may ask for what the portal has no more.
  useEffect(() => {
    if (sources) setKind((last) => (last && groundKinds(sources).includes(last) ? last : null));
  }, [sources]);
  const isShown = laid.pictures.length > 0;
  return {
    kind,
    choose: setKind,
    kinds: kind && !kinds.includes(kind) ? [...kinds, kind] : kinds,
    load: () => void loadSources(),
    state: hasFailed && !isShown ? "failed" : isDrawing && !isShown ? "drawing" : isShown ? "shown" : "none",
    isDraped: laid.pictures.some(({ heights }) => heights),
    credits: laid.credits,
  };
}
