import type { ToolProps } from "../map-kit/map-tool.ts";
import { ToolWords } from "../map-kit/tool-words.tsx";
import SwipeBar from "../swipe/swipe-bar.tsx";
import TimeBar from "../time/time-bar.tsx";

/** The tools that change what the map shows, at its top: the side panel stays free. */
export default function ToolBar({ tool, ...props }: ToolProps & { readonly tool: "swipe" | "time" }) {
  const Tool = tool === "swipe" ? SwipeBar : TimeBar;
  return (
    <ToolWords locale={props.context.locale}>
      <Tool {...props} />
    </ToolWords>
  );
}
