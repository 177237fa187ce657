import { useQueries } from "@tanstack/react-query";
import { useApi } from "../../api/react.tsx";
import type { ModeContext } from "../map-kit/map-mode.ts";
import { type DatedLayer, datedLayersOf } from "./dated-layers.ts";
import { type StepUnit, stepsOf, unitOf } from "./time-steps.ts";

/** Most layers whose dates are read. */
const MOST_LAYERS = 12;

interface Dates {
  /** The dated layers that are on; all of them while none is. */
  readonly dated: readonly DatedLayer[];
  readonly isPending: boolean;
  /** The last days of the steps from the first date to the last one; empty until they are read, or without any. */
  readonly steps: readonly string[];
  readonly unit: StepUnit;
}

/** The dates of the layers on the map. */
export function useDates({ layers, state }: Pick<ModeContext, "layers" | "state">): Dates {
  const api = useApi();
  const all = datedLayersOf(layers).slice(0, MOST_LAYERS);
  const answers = useQueries({
    queries: all.map(({ layer }) => api.layers.dates.queryOptions({ layerId: layer.id }, { staleTime: 60_000 })),
  });
  const on = all.filter(({ layer }) => state.layers.some(({ id, isOn }) => id === layer.id && isOn));
  const dated = on.length > 0 ? on : all;
  const days = dated.flatMap((one) => {
    const dates = answers[all.indexOf(one)]?.data;
    return [dates?.earliest, dates?.latest].filter((day) => typeof day === "string");
  });
  const [earliest, latest] = [days.toSorted()[0], days.toSorted().at(-1)];
  const isPending = answers.some((answer) => answer.isPending);
  if (isPending || earliest === undefined || latest === undefined) return { dated, isPending, steps: [], unit: "day" };
  return { dated, isPending, steps: stepsOf(earliest, latest), unit: unitOf(earliest, latest) };
}
