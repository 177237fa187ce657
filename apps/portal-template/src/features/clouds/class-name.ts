import { pointClass } from "@archipel/i18n/point-class.ts";
import { useTranslations } from "next-intl";

/** The name of a class of points. */
export function useClassName(): (code: number) => string {
  const t = useTranslations("clouds");
  return (code) => pointClass(t, code);
}
