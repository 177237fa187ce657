import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { PickedPoint } from "@archipel/point-view/measure/pick-point.ts";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { BEFORE, type CloudAddress, GROUND_ALONE } from "../cloud-address.ts";
import { type OpenedCloud, openedCloud, withRevisionsBefore } from "../opened-cloud.ts";
import { useEngine } from "../use-engine.ts";

/** A cloud beside the first one, in the same view. */
export interface Comparison {
  readonly cloud: OpenedCloud | null;
  readonly engine: CloudEngine | null;
  /** Share of the width, from the left, that shows the first cloud. */
  readonly share: number;
  readonly setShare: (share: number) => void;
  /** What can be compared; null before it is known. */
  readonly choices: readonly ComparedChoice[] | null;
  readonly chosen: string;
  readonly choose: (id: string) => void;
  readonly hasFailed: boolean;
  /** Looks up what can be compared. */
  readonly load: () => void;
}

export interface ComparedChoice {
  readonly id: string;
  readonly title: string;
}

/** Two clouds share the device: each has half of the points. */
const HALF = 400_000;

interface Compared {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly cloud: OpenedCloud;
  readonly engine: CloudEngine | null;
  readonly look: CloudLook;
  readonly address: CloudAddress;
  readonly portalId: string;
  readonly locale: Locale;
}

/** Compares the cloud with another one of the portal, or with itself before. */
export function useComparison({ canvas, cloud, engine, look, address, portalId, locale }: Compared): Comparison {
  const client = useApiClient();
  const [choices, setChoices] = useState<readonly ComparedChoice[] | null>(null);
  const [chosen, setChosen] = useState("");
  const [other, setOther] = useState<OpenedCloud | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [share, setShare] = useState(address.limit);
  const { engine: second } = useEngine(canvas, { cloud: other, look, address: { ...address, budget: address.budget ?? HALF } });

  const load = () => {
    if (choices) return;
    client.portals.layers.query({ portalId, locale }).then(
      (layers) =>
        setChoices(
          layers
            .filter(({ id, kind }) => kind === "pointcloud" && id !== cloud.layerId)
            .map(({ id, datasetTitle }) => ({ id, title: datasetTitle })),
        ),
      () => setFailed(true),
    );
  };
  const choose = (id: string) => {
    setChosen(id);
    setFailed(false);
    if (id === "") return setOther(null);
    if (id === BEFORE) return setOther(withRevisionsBefore(cloud));
    client.clouds.open.query({ layerId: id }).then(
      (packed) => {
        const title = choices?.find((choice) => choice.id === id)?.title ?? packed.title;
        const opened = openedCloud(packed, { title, href: "" });
        if (opened.srid === cloud.srid) setOther(opened);
        else setFailed(true);
      },
      () => setFailed(true),
    );
  };

  // What the address compares with.
  const begin = useEffectEvent(() => {
    const { beside } = address;
    if (beside === null || beside === GROUND_ALONE || beside === cloud.layerId) return;
    load();
    choose(beside);
  });
  useEffect(() => begin(), []);

  // One camera for both. Each has its own scene, whose coordinates count from another place.
  useEffect(() => {
    if (!engine || !second) return;
    let last: unknown;
    const follow = () => {
      if (engine.camera === last) return;
      last = engine.camera;
      second.look(engine.layerCamera);
    };
    follow();
    return engine.subscribe(follow);
  }, [engine, second]);
  // The same colours for the same heights.
  useEffect(() => {
    if (!engine || !second) return;
    const show = () => second.setLook({ ...look, heights: look.heights ?? engine.state.ranges?.heights ?? null });
    show();
    let isKnown = engine.state.ranges !== null;
    return engine.subscribe(() => {
      if (isKnown || engine.state.ranges === null) return;
      isKnown = true;
      show();
    });
  }, [engine, second, look]);

  return { cloud: other, engine: other && second, share, setShare, choices, chosen, choose, hasFailed, load };
}

/** The point under a pixel, of the cloud that is shown there; its place is in the scene of the first. */
export function pickIn(
  first: CloudEngine,
  { engine: second, share }: Pick<Comparison, "engine" | "share">,
  pixel: readonly [number, number],
  radius: number,
): PickedPoint | null {
  if (!second || pixel[0] < first.screen.width * share) return first.pick(pixel, radius);
  const found = second.pick(pixel, radius);
  return found && { ...found, place: first.toScene(second.toLayer(found.place)) };
}
