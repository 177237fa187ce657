"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { useLocale, useTranslations } from "next-intl";

/** What a check was against, with the version of one's own model. */
export function useModelName({ model }: Check): string {
  const t = useTranslations("conformity.check");
  const title = model.title[useLocale()];
  return model.version === null ? title : t("titleVersion", { model: title, version: model.version });
}
