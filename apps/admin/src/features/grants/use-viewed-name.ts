"use client";
import type { ViewedDataset } from "@archipel/contracts/grants.ts";
import { useTranslations } from "next-intl";

/** Whose view is shown, as a part of a sentence. */
export function useViewedName(): (view: Pick<ViewedDataset, "subject">) => string {
  const t = useTranslations("grants.viewAs.subjects");
  const tr = useTranslations("grants.form.roles");
  return ({ subject: { kind, name, role } }) => t(kind, { name, role: role ? tr(role) : "" });
}
