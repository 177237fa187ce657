import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useEffectEvent, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import type { GroundMap } from "../ground/draw-ground.ts";
import { GroundFollower } from "../ground/ground-follower.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import type { LayerName, SquareNames } from "./layer-names.ts";
import type { SceneName } from "./place-names.ts";

/** Names of places over the points. */
export interface Names {
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
  readonly state: "none" | "reading" | "shown" | "empty" | "failed";
  readonly names: readonly SceneName[];
  /** Whose data the names are. */
  readonly credits: readonly string[];
}

interface Named {
  readonly engine: CloudEngine | null;
  readonly cloud: Pick<OpenedCloud, "srid">;
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
  /** That of the address. */
  readonly first: boolean;
}

interface Read {
  readonly names: readonly SceneName[];
  readonly credits: readonly string[];
}

/** Smaller letters cannot be read over points, larger ones hide them. */
const LETTERS = { least: 12, most: 18 } as const;
/** Weight of the letters, as `NameLabels` has it. */
export const NAME_WEIGHT = 600;

/** Reads the names of the portal's map where the camera is. MapLibre is loaded when somebody wants them. */
export function useNames({ engine, cloud, map, portalId, locale, first }: Named): Names {
  const client = useApiClient();
  const [isOn, setOn] = useState(first);
  const [read, setRead] = useState<Read | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const load = useEffectEvent(async () => {
    const [layerNames, relief] = await Promise.all([
      import("./layer-names.ts"),
      client.elevation.relief.query({ portalId, locale }).catch(() => null),
    ]);
    return { reading: await layerNames.nameReading({ ...map, srid: cloud.srid, relief }), mergedNames: layerNames.mergedNames };
  });
  useEffect(() => {
    if (!engine || !isOn) return;
    let follower: GroundFollower<SquareNames> | null = null;
    let isGone = false;
    setFailed(false);
    load().then(
      ({ reading, mergedNames }) => {
        if (isGone) return;
        const measure = textMeasure();
        follower = new GroundFollower({
          engine,
          draw: reading,
          onLaid: (squares, level) =>
            setRead({
              names: mergedNames(squares).map((name) => sceneName(engine, name, level, measure)),
              credits: [...new Set(squares.flatMap(({ credits }) => credits))],
            }),
          onDrawing: () => {},
          onFailed: () => setFailed(true),
        });
      },
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
      follower?.close();
      setRead(null);
    };
  }, [engine, isOn]);
  const found = read && (read.names.length > 0 ? "shown" : "empty");
  return {
    isOn,
    setOn,
    state: isOn ? (found ?? (hasFailed ? "failed" : "reading")) : "none",
    names: read?.names ?? [],
    credits: read?.credits ?? [],
  };
}

/** The width of a text in the letters of the page. */
function textMeasure(): (text: string, size: number) => number {
  const context = document.createElement("canvas").getContext("2d");
  const { fontFamily } = getComputedStyle(document.body);
  return (text, size) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${NAME_WEIGHT} ${size}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}

function sceneName(
  engine: CloudEngine,
  { text, x, y, height, rank, size }: LayerName,
  level: number,
  measure: ReturnType<typeof textMeasure>,
): SceneName {
  const letters = Math.round(Math.min(LETTERS.most, Math.max(LETTERS.least, size)));
  return { text, place: engine.toScene([x, y, height ?? level]), rank, size: letters, width: measure(text, letters) };
}
