import type { StyleNote } from "@archipel/contracts/layer-styles.ts";
import { useTranslations } from "next-intl";

/** The place of a note in the file, and its sentence. */
export function useNoteTexts(): (note: StyleNote) => { place: string; text: string } {
  const t = useTranslations("styles");
  const names = useTranslations("layers.style");
  return ({ code, rule, title, labels, params }) => {
    const { icon, pattern, ...others } = params;
    const words = {
      ...others,
      ...(icon !== undefined && { icon: names(`icons.${icon}` as never) }),
      ...(pattern !== undefined && { pattern: names(`patterns.${pattern}` as never) }),
    };
    const place =
      rule === undefined
        ? t(labels ? "place.labels" : "place.other")
        : title
          ? t("place.titled", { rule, title })
          : t("place.rule", { rule });
    return { place, text: t(`notes.${code}`, words as never) };
  };
}
