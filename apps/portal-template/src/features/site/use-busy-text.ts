import { apiError, isOutage, waitOf } from "@archipel/api-client/errors.ts";
import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** The sentence for a read that was refused because there were too many, that took too long or that met an outage; null for other errors. */
export function useBusyText(): (error: unknown) => string | null {
  const t = useTranslations("common");
  return useCallback(
    (error) => {
      const refusal = apiError(error);
      if (isOutage(refusal)) return t("unavailable.text");
      const seconds = waitOf(refusal);
      if (seconds !== null) return t("busy.wait", { seconds });
      return refusal.code === "took-too-long" ? t("busy.slow") : null;
    },
    [t],
  );
}
