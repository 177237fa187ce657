import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useCallback, useRef, useState } from "react";
import type { ModeContext, ModeView, RunningMode } from "../map-kit/map-mode.ts";
import type { ToolProps, ToolView } from "../map-kit/map-tool.ts";
import { onDemand } from "../site/on-demand.tsx";
import { hasDates } from "../time/dated-layers.ts";
import { ToolsMenu } from "./tools-menu.tsx";

export const TOOLS = ["measure", "profile", "swipe", "time"] as const;
export type ToolName = (typeof TOOLS)[number];

/** Loaded when a tool is opened: most visitors only look. */
const ToolPanel = onDemand(() => import("./tool-panels.tsx"), <Skeleton className="h-40 w-full" />);
const ToolBar = onDemand(() => import("./tool-bars.tsx"), <Skeleton className="h-24 w-full" />);

/** The tools of the map: one is open at a time. */
export function useToolsMode(context: ModeContext, above: readonly RunningMode[]): ModeView {
  const { portal, layers, params, handle, dispatch } = context;
  const isOffered = (tool: ToolName) => (tool === "profile" ? portal.hasHeights : tool !== "time" || hasDates(layers));
  const [asked, setAsked] = useState<ToolName | null>(() => TOOLS.find((tool) => tool === params.tool) ?? null);
  const [view, setView] = useState<ToolView>({ query: params });
  const isWide = useIsWide();
  const pick = useRef<ToolProps["pick"]["current"]>(null);
  const entry = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    setAsked(null);
    setView({ query: {} });
    // On a narrow screen the button comes back with the sheet's next stop.
    requestAnimationFrame(() => requestAnimationFrame(() => entry.current?.focus({ preventScroll: true })));
  }, []);
  // Editing and reporting take the clicks of the map.
  const isFree = !above.some(({ isActive }) => isActive);
  const tool = asked !== null && isFree && handle && isOffered(asked) ? asked : null;
  const isDrawing = tool === "measure" || tool === "profile";
  const props: ToolProps = { context, start: view.query, pick, onView: setView, onClose: close };
  return {
    isActive: isDrawing,
    isTall: isDrawing,
    isDrawing: isDrawing && view.isDrawing === true,
    key: isDrawing ? `tool/${tool}` : null,
    panel: isDrawing ? <ToolPanel key={tool} tool={tool} {...props} /> : null,
    // Notices belong to drafts; below the search on a narrow screen, where the sheet has the bottom.
    tray:
      tool !== null && !isDrawing ? (
        <div className={`absolute z-20 ${isWide ? "bottom-11 left-1/2 w-96 -translate-x-1/2" : "inset-x-3 top-20"}`}>
          <ToolBar key={tool} tool={tool} {...props} />
        </div>
      ) : null,
    draw: tool === null ? undefined : view.draw,
    sheet: tool === null ? undefined : view.sheet,
    address: tool === null ? undefined : { tool, ...view.query },
    onPicked: (picked) => tool !== null && (pick.current?.(picked) ?? isDrawing),
    tool: (
      <ToolsMenu
        entry={entry}
        current={tool}
        tools={TOOLS.filter(isOffered)}
        onChoose={(chosen) => {
          if (chosen === "measure" || chosen === "profile") {
            dispatch({ type: "cleared" });
            dispatch({ type: "marked", marker: null });
          }
          setView({ query: {} });
          setAsked(chosen);
        }}
      />
    ),
  };
}
