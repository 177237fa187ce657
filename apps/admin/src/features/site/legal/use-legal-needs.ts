"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import type { Need } from "../../../kit/need.ts";
import { links } from "../../../links.ts";

/** Portals whose legal pages lack something that the law asks for. */
export function useLegalNeeds(): Need[] {
  const t = useTranslations("site-editor.legal");
  const api = useApi();
  const community = useCommunity();
  const { id: communityId, slug } = community;
  const portals = useQuery(api.portals.list.queryOptions({ communityId }));
  const live = hasRole(community, "manager") ? (portals.data?.filter(({ status }) => status === "live") ?? []) : [];
  const legal = useQueries({
    queries: live.map(({ id }) => api.siteLegal.get.queryOptions({ communityId, portalId: id }, { staleTime: 60_000 })),
  });
  return live.flatMap(({ id, name }, index) => {
    const count = legal[index]?.data?.missing.length ?? 0;
    if (count === 0) return [];
    return [{ key: `legal-${id}`, Icon: Scale, text: t("warningOf", { count, name }), href: links.site(slug, id, "legal") }];
  });
}
