"use client";
import type { ModeContext } from "../../map-kit/map-mode.ts";
import { MoreWords } from "../../map-kit/more-words.tsx";
import { ReportPanel, type ReportPanelProps } from "../form/report-panel.tsx";

export interface ReportPartProps extends ReportPanelProps {
  readonly context: ModeContext;
}

/** The report's form with its words. Loaded when someone first reports. */
export default function ReportPart({ context, ...panel }: ReportPartProps) {
  return (
    <MoreWords context={context}>
      <ReportPanel {...panel} />
    </MoreWords>
  );
}
