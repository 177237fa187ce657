"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useTranslations } from "next-intl";
import { useWaiting } from "./use-waiting.ts";

/** How many contributions wait for this person, beside the entry of the navigation. */
export function WaitingCount({ community }: { readonly community: MyCommunity }) {
  const t = useTranslations("admin.contributions");
  const count = useWaiting(community).data?.total ?? 0;
  if (count === 0) return null;
  return (
    <span className="figures ml-auto rounded-control bg-accent px-1.5 font-medium text-on-accent text-small">
      <span aria-hidden>{count}</span>
      <span className="sr-only"> ({t("waitingCount", { count })})</span>
    </span>
  );
}
