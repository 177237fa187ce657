"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useTranslations } from "next-intl";
import { CountMark } from "../../../kit/count-mark.tsx";
import { useRequests } from "./use-requests.ts";

/** The number of open requests, beside the members in the navigation. */
export function RequestsCount({ community }: { readonly community: MyCommunity }) {
  const t = useTranslations("requests.queue");
  const count = useRequests(community).data?.length ?? 0;
  return <CountMark count={count} words={t("title", { count })} />;
}
