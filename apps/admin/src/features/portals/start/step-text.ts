import type { StartStep } from "@archipel/contracts/portal-start.ts";
import { useTranslations } from "next-intl";

/** What is there, or what is missing, in a sentence. */
export function useStepText(): (step: StartStep) => string {
  const t = useTranslations("admin.portals.start");
  return ({ key, state, count }) =>
    state === "hidden" ? t("data.hidden", { count }) : t(`${key}.${state === "done" ? "done" : "todo"}`, { count });
}
