import { isPointLabel, parcelName } from "@archipel/answers/report/place-label.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import type { useTranslations } from "next-intl";

/** What a place is called: its parcels, its address, else the point. `t`: the words of `answers.card.place`. */
export function placeName(t: ReturnType<typeof useTranslations<"answers.card.place">>, { kind, label, parcels }: Report["place"]): string {
  if (kind === "parcels" && parcels) {
    return t("parcels", { count: parcels.length, names: parcels.map(({ id }) => parcelName(id)).join(", ") });
  }
  if (kind === "drawn") return t("drawnName");
  return isPointLabel(label) ? t("point") : label;
}
