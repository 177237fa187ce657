"use client";
import type { Rivals as Found } from "@archipel/contracts/contributions.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";

interface RivalsProps {
  readonly communityId: string;
  readonly layerId: string;
  readonly fid: number;
  /** The contribution that is being edited. */
  readonly contributionId: string | undefined;
}

/** Warns that another contribution proposes to change the same feature. Shows nothing when core-api does not answer. */
export function Rivals({ communityId, layerId, fid, contributionId }: RivalsProps) {
  const t = useTranslations("presence.rivals");
  const asked = { communityId, layerId, fid, ...(contributionId !== undefined && { contributionId }) };
  const { data } = useQuery({ ...useApi().contributions.rivals.queryOptions(asked), staleTime: 15_000 });
  if (!data || (data.known.length === 0 && data.others === 0)) return null;
  return <Alert tone="warning" isLive title={titleOf(data, t)} repair={t("text")} />;
}

function titleOf({ known, others }: Found, t: ReturnType<typeof useTranslations<"presence.rivals">>): string {
  const own = known.some(({ isMine }) => isMine) ? [t("mine")] : [];
  const names = [...new Set(known.filter(({ isMine }) => !isMine).map(({ authorName }) => authorName))];
  const named = names.map((name) => (name ? t("title", { name }) : t("someone")));
  const all = [...own, ...named];
  if (all.length === 0) return t("others", { count: others });
  return [...all, ...(others > 0 ? [t("othersToo", { count: others })] : [])].join(" ; ");
}
