import { Info, type LucideIcon, OctagonAlert, Siren, TriangleAlert } from "lucide-react";

/** From the calmest to the gravest, as `alerts.ts` of the contracts names them. */
type AlertLevel = "information" | "vigilance" | "alert" | "emergency";

/** How the level of an alert looks; its word is always beside it. The gravest is the only one on a full ground. */
export const LEVEL_LOOK: Readonly<
  Record<AlertLevel, { readonly Icon: LucideIcon; readonly box: string; readonly mark: string; readonly badge: string }>
> = {
  information: { Icon: Info, box: "border-info bg-info-soft", mark: "text-info", badge: "bg-info-soft text-info" },
  vigilance: { Icon: TriangleAlert, box: "border-warning bg-warning-soft", mark: "text-warning", badge: "bg-warning-soft text-warning" },
  alert: { Icon: OctagonAlert, box: "border-danger bg-danger-soft", mark: "text-danger", badge: "bg-danger-soft text-danger" },
  emergency: { Icon: Siren, box: "border-danger bg-danger-soft border-2", mark: "text-danger", badge: "bg-danger text-ground" },
};
