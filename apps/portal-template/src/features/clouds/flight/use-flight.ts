import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import { cameraAt, type Flight, flightOf, resumed, secondsOf, stopAt } from "@archipel/point-view/scene/flight.ts";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";

export interface FlightPlay {
  readonly isFlying: boolean;
  /** Starts the flight, goes on with it, or stops it. */
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** Controls of the flight itself: a press on them is not an input that stops it. */
export const FLIGHT_CONTROL = { "data-flight-control": "" };
/** A page that was hidden goes on where it was. */
const LONGEST_FRAME_S = 0.1;
/** People who prefer no motion see each stop for so long, without the way between. */
const STILL_MS = 4000;

interface Progress {
  readonly flight: Flight;
  readonly seconds: number;
  /** Where the flight left the camera. */
  readonly camera: Camera;
}

/**
 * Plays a flight: through the author's stops, or over the tiles.
 *
 * @param path stops in the CRS of the layer; null without an author
 * @param startsAtOnce as soon as points are there; never for people who prefer no motion
 */
export function useFlight(engine: CloudEngine | null, path: readonly Camera[] | null, startsAtOnce: boolean): FlightPlay {
  const [isFlying, setFlying] = useState(false);
  const progress = useRef<Progress | null>(null);
  const hasStarted = useRef(false);

  const stop = useCallback(() => setFlying(false), []);
  // Another path begins at its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what changed
  useEffect(() => {
    progress.current = null;
    setFlying(false);
  }, [path]);

  useEffect(() => {
    if (!engine || !startsAtOnce || hasStarted.current || prefersStillness()) return;
    return engine.subscribe(() => {
      if (hasStarted.current || engine.state.points === 0) return;
      hasStarted.current = true;
      setFlying(true);
    });
  }, [engine, startsAtOnce]);

  const flightFrom = useEffectEvent((of: CloudEngine): Progress => {
    const last = progress.current;
    if (last && last.seconds < secondsOf(last.flight)) {
      const flight = last.camera === of.camera ? last.flight : resumed(last.flight, last.seconds, of.camera);
      return { flight, seconds: flight === last.flight ? last.seconds : 0, camera: of.camera };
    }
    const stops = path?.map((camera) => of.fromLayer(camera));
    return { flight: stops && stops.length > 1 ? flightOf(stops) : of.tour(), seconds: 0, camera: of.camera };
  });

  useEffect(() => {
    if (!isFlying || !engine) return;
    hasStarted.current = true;
    progress.current = flightFrom(engine);
    const go = (seconds: number) => {
      if (!progress.current) return;
      const { flight } = progress.current;
      engine.move(cameraAt(flight, seconds));
      progress.current = { flight, seconds, camera: engine.camera };
      if (seconds >= secondsOf(flight)) setFlying(false);
    };
    const end = prefersStillness() ? showStops(progress, go) : play(progress, go);
    const stopListening = stopOnInput(() => setFlying(false));
    return () => {
      end();
      stopListening();
    };
  }, [isFlying, engine]);

  return { isFlying, stop, toggle: () => setFlying(!isFlying) };
}

type Kept = { readonly current: Progress | null };

function play(progress: Kept, go: (seconds: number) => void): () => void {
  let last: number | undefined;
  let frame = requestAnimationFrame(function next(now) {
    const step = last === undefined ? 0 : Math.min(LONGEST_FRAME_S, (now - last) / 1000);
    last = now;
    frame = requestAnimationFrame(next);
    go((progress.current?.seconds ?? 0) + step);
  });
  return () => cancelAnimationFrame(frame);
}

function showStops(progress: Kept, go: (seconds: number) => void): () => void {
  const next = () => {
    const { flight, seconds } = progress.current ?? {};
    if (flight && seconds !== undefined) go(flight.times[stopAt(flight, seconds) + 1] ?? secondsOf(flight));
  };
  const timer = setInterval(next, STILL_MS);
  next();
  return () => clearInterval(timer);
}

/** Any press, key or turn of the wheel gives the camera back to the person. */
function stopOnInput(stop: () => void): () => void {
  const listening = new AbortController();
  const hear = (event: Event) => {
    const isControl = event.target instanceof Element && event.target.closest("[data-flight-control]");
    // Keys that only move the focus or belong to the browser do not touch the view.
    const isElsewhere = event instanceof KeyboardEvent && ["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key);
    if (!isControl && !isElsewhere) stop();
  };
  for (const type of ["pointerdown", "wheel", "keydown"])
    document.addEventListener(type, hear, { capture: true, passive: true, signal: listening.signal });
  return () => listening.abort();
}

function prefersStillness(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
