import { useChooserMode } from "../contributions/chooser-mode.tsx";
import { useContributeMode } from "../contributions/contribute-mode.tsx";
import { useReliefMode } from "../elevation/relief/relief-mode.tsx";
import type { MapMode, ModeContext, RunningMode } from "../map-kit/map-mode.ts";
import { useSaveMode } from "../maps/save-mode.tsx";
import { useReportLayerMode } from "../reports/map/report-layer-mode.tsx";
import { useReportMode } from "../reports/map/report-mode.tsx";
import { useToolsMode } from "../tools/tools-mode.tsx";
import { usePlaceMode } from "./place-mode.tsx";
import { useSelectMode } from "./select-mode.tsx";

/**
 * The modes of the map in their order of precedence: the first one with a panel shows it, the first one that accepts a click gets it, and
 * each mode draws over the later ones. A new mode is one more entry.
 */
const MODES: readonly MapMode[] = [
  { id: "contribute", params: ["edit", "see"], run: useContributeMode },
  { id: "report", params: ["report", "rule"], run: useReportMode },
  { id: "chooser", params: [], run: useChooserMode },
  { id: "report-layer", params: [], run: useReportLayerMode },
  { id: "tools", params: ["tool", "what", "line", "right", "base", "at", "from", "to", "on"], run: useToolsMode },
  { id: "relief", params: ["relief"], run: useReliefMode },
  { id: "select", params: [], run: useSelectMode },
  { id: "save", params: [], run: useSaveMode },
  { id: "place", params: ["data"], run: usePlaceMode },
];

/** Runs every mode. The list never changes, so that React calls the hooks in the same order at each render. */
export function useModes(context: Omit<ModeContext, "params">, asked: Readonly<Record<string, string>>): readonly RunningMode[] {
  const running: RunningMode[] = [];
  for (const { id, params, run } of MODES) running.push({ id, ...run({ ...context, params: own(asked, params) }, running) });
  return running;
}

const own = (asked: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).filter(([name]) => names.includes(name)));
