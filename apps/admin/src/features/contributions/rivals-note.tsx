import type { Contribution, EditDiff } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

/** Other waiting contributions that edit the same feature, so that a moderator reads them together. */
export function RivalsNote({ contribution, edit }: { readonly contribution: Contribution; readonly edit: EditDiff }) {
  const t = useTranslations("presence.rivals");
  const { id: communityId, slug } = useCommunity();
  const { data } = useQuery({
    ...useApi().contributions.rivals.queryOptions({
      communityId,
      layerId: edit.layerId,
      fid: edit.fid ?? 1,
      contributionId: contribution.id,
    }),
    enabled: edit.fid !== null,
    staleTime: 15_000,
  });
  if (!data || (data.known.length === 0 && data.others === 0)) return null;
  return (
    <div className="flex items-start gap-2 text-small">
      <GitCompareArrows aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <ul className="min-w-0">
        {data.known.map(({ id, title, authorName, isMine }) => (
          <li key={id} className="break-words">
            {isMine ? t("mine") : authorName ? t("title", { name: authorName }) : t("someone")}
            {" · "}
            <Link href={links.contribution(slug, id)} className="text-accent-ink underline underline-offset-2">
              {unbroken(title)}
            </Link>
          </li>
        ))}
        {data.others > 0 && <li>{t("others", { count: data.others })}</li>}
      </ul>
    </div>
  );
}
