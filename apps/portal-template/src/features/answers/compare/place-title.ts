import { isPointLabel } from "@archipel/answers/report/place-label.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { useTranslations } from "next-intl";
import { placeName } from "../card/place-name.ts";

/** Hook: what a place is called beside another: its name and municipality; a point by its coordinates, because two points have one name. */
export function usePlaceTitle(): (place: Report["place"]) => string {
  const t = useTranslations("answers.card.place");
  return (place) => {
    const name = isPointLabel(place.label) ? `${t("point")} (${place.label})` : placeName(t, place);
    return place.commune.name === "" ? name : `${name}, ${place.commune.name}`;
  };
}
