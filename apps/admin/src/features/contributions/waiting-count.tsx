"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useTranslations } from "next-intl";
import { CountMark } from "../../kit/count-mark.tsx";
import { useWaiting } from "./use-waiting.ts";

/** The number of contributions that wait for this person, shown in the navigation. */
export function WaitingCount({ community }: { readonly community: MyCommunity }) {
  const t = useTranslations("admin.contributions");
  const count = useWaiting(community).data?.total ?? 0;
  return <CountMark count={count} words={t("waitingCount", { count })} />;
}
