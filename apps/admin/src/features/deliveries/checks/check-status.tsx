"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";

/** The status of a check in one word; after it ran, whether the data conform. */
export function CheckStatusBadge({ check }: { readonly check: Check }) {
  const t = useTranslations("checks.status");
  const [tone, word] = wordOf(check);
  return <Badge tone={tone}>{t(word)}</Badge>;
}

function wordOf({ status, verdict }: Check): [BadgeTone, "waiting" | "running" | "conforms" | "not" | "failed"] {
  if (status === "waiting") return ["neutral", "waiting"];
  if (status === "running") return ["info", "running"];
  if (status === "failed" || verdict?.conforms === null) return ["danger", "failed"];
  return verdict?.conforms ? ["success", "conforms"] : ["warning", "not"];
}

export const isCheckAtWork = (check: Pick<Check, "status"> | undefined) => check?.status === "waiting" || check?.status === "running";
