import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import { useRef, useState } from "react";
import { useClip } from "./clip/use-clip.ts";
import type { CloudAddress } from "./cloud-address.ts";
import { useComparison } from "./compare/use-comparison.ts";
import { useSwipe } from "./compare/use-swipe.ts";
import { useFlight } from "./flight/use-flight.ts";
import type { GroundMap } from "./ground/draw-ground.ts";
import { useGround } from "./ground/use-ground.ts";
import { useNames } from "./names/use-names.ts";
import type { OpenedCloud } from "./opened-cloud.ts";
import { flightAddress, useCloudAddress } from "./use-cloud-address.ts";

interface Viewed {
  readonly cloud: OpenedCloud;
  readonly engine: CloudEngine | null;
  readonly look: CloudLook;
  readonly address: CloudAddress;
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
}

/** What moves the view by itself or shows another cloud in it, and the address that keeps it. */
export function useViewTools({ cloud, engine, look, address, map, portalId, locale }: Viewed) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const comparison = useComparison({ canvas, cloud, engine, look, address, portalId, locale });
  const [path, setPath] = useState(address.path);
  const flight = useFlight(engine, path, address.flies);
  const names = useNames({ engine, cloud, map, portalId, locale, first: address.hasNames });
  const ground = useGround({
    engine,
    second: comparison.engine,
    cloud,
    map,
    portalId,
    locale,
    hasNames: names.isOn,
    first: address.ground,
  });
  const swipe = useSwipe({ engine, address, ground, comparison });
  const clip = useClip(engine, comparison.engine, address.box);
  const kept = {
    ...address,
    ground: ground.kind,
    hasNames: names.isOn,
    box: clip.box,
    beside: swipe.beside,
    limit: comparison.share,
    path,
  };
  useCloudAddress(engine, look, { ...kept, flies: flight.isFlying });
  return {
    /** Of the second cloud. */
    canvas,
    clip,
    comparison,
    flight,
    ground,
    names,
    swipe,
    path,
    setPath,
    flightLink: () => (engine ? flightAddress(engine, look, kept) : location.href),
  };
}
export type ViewTools = ReturnType<typeof useViewTools>;
