"use client";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

/** Says on each page of a read-only community that writes are refused, and why. */
export function FrozenNote() {
  const t = useTranslations("communities.frozen");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const pathname = usePathname();
  const { data } = useQuery(api.communities.get.queryOptions({ communityId: community.id }));
  // The page where this is decided says more.
  if (!data?.frozen || pathname === links.life(community.slug)) return null;
  return <Alert tone="warning" title={t("since", { date: formatDate(locale, data.frozen.since) })} where={data.frozen.reason} />;
}
