import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useEffectEvent, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { useColourMode } from "../../map-kit/use-colour-mode.ts";
import type { GroundKind } from "../cloud-address.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import type { GroundMap } from "./draw-ground.ts";
import { GroundFollower, NO_GROUND } from "./ground-follower.ts";

/** What lies below the points, and how it gets there. */
export interface Ground {
  readonly kind: GroundKind | null;
  readonly choose: (kind: GroundKind | null) => void;
  readonly state: "none" | "drawing" | "shown" | "failed";
  /** Whose data the pictures show. */
  readonly credits: readonly string[];
}

interface Grounded {
  readonly engine: CloudEngine | null;
  /** That of the comparison. */
  readonly second: CloudEngine | null;
  readonly cloud: Pick<OpenedCloud, "layerId" | "srid">;
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
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

/** Lays the portal's map below the points. MapLibre is loaded when somebody wants it. */
export function useGround({ engine, second, cloud, map, portalId, locale, first }: Grounded): Ground {
  const client = useApiClient();
  const mode = useColourMode();
  const [kind, setKind] = useState(first);
  const [laid, setLaid] = useState(NO_GROUND);
  const [isDrawing, setDrawing] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const load = useEffectEvent(async () => {
    const [{ groundDrawing }, layers] = await Promise.all([
      import("./draw-ground.ts"),
      // The map alone says where one is.
      client.portals.layers.query({ portalId, locale }).catch(() => []),
    ]);
    const pixels = window.innerWidth < 1024 ? PIXELS.narrow : PIXELS.wide;
    return groundDrawing({ ...map, srid: cloud.srid, layers: besides(cloud.layerId, layers), mode, locale, pixels });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another colour mode has another map
  useEffect(() => {
    if (!engine || !kind) return;
    let follower: GroundFollower | null = null;
    let isGone = false;
    const fail = () => {
      setDrawing(false);
      setFailed(true);
    };
    setFailed(false);
    setDrawing(true);
    load().then(
      (draw) => {
        if (!isGone) follower = new GroundFollower({ engine, draw, onLaid: setLaid, onDrawing: setDrawing, onFailed: fail });
      },
      () => !isGone && fail(),
    );
    return () => {
      isGone = true;
      follower?.close();
      setDrawing(false);
      setLaid(NO_GROUND);
    };
  }, [engine, kind, mode]);
  useEffect(() => engine?.layGround(laid.pictures, laid.level), [engine, laid]);
  useEffect(() => second?.layGround(laid.pictures, laid.level), [second, laid]);
  const isShown = laid.pictures.length > 0;
  return {
    kind,
    choose: setKind,
    state: hasFailed && !isShown ? "failed" : isDrawing && !isShown ? "drawing" : isShown ? "shown" : "none",
    credits: laid.credits,
  };
}
