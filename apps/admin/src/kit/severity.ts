import type { Severity } from "@archipel/contracts/uploads.ts";
import type { BadgeTone } from "@archipel/ui/badge.tsx";
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";

interface SeverityLook {
  readonly tone: BadgeTone;
  /** The class of a text or icon in the same colour. */
  readonly ink: string;
  readonly Icon: LucideIcon;
}

/** How findings of a severity look, in every list of findings. */
export const SEVERITY_LOOKS: Record<Severity, SeverityLook> = {
  error: { tone: "danger", ink: "text-danger", Icon: CircleAlert },
  warning: { tone: "warning", ink: "text-warning", Icon: TriangleAlert },
  info: { tone: "info", ink: "text-info", Icon: Info },
};
