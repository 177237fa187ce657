"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { useLocale, useTranslations } from "next-intl";

/** The name of the model of a check, with its version when the model is the community's own. */
export function useModelName({ model }: Check): string {
  const t = useTranslations("checks.page");
  const title = model.title[useLocale()];
  return model.version === null ? title : t("titleVersion", { model: title, version: model.version });
}
