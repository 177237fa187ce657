import ProfilePanel from "../elevation/profile-panel.tsx";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { ToolWords } from "../map-kit/tool-words.tsx";
import MeasurePanel from "../measure/measure-panel.tsx";

/** The tools that draw on the map, in its side panel. */
export default function ToolPanel({ tool, ...props }: ToolProps & { readonly tool: "measure" | "profile" }) {
  const Tool = tool === "measure" ? MeasurePanel : ProfilePanel;
  return (
    <ToolWords locale={props.context.locale}>
      <Tool {...props} />
    </ToolWords>
  );
}
