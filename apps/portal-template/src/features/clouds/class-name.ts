import { useTranslations } from "next-intl";

/** The name of a class of points. */
export function useClassName(): (code: number) => string {
  const t = useTranslations("clouds");
  return (code) => (t.has(`class.${code}` as never) ? t(`class.${code}` as never) : t("unnamed", { code: String(code) }));
}
