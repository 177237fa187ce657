"use client";
import type { BinKind } from "@archipel/contracts/bin.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../api/api.ts";
import { useCommunity } from "./current-community.tsx";
import { Uses } from "./uses.tsx";

/** In the dialog of a deletion: what uses the thing, and how long it can be taken back. Read when the dialog opens. */
export function UsedBy({ kind, id }: { readonly kind: BinKind; readonly id: string }) {
  const t = useTranslations("bin");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const { data, isError } = useQuery(api.bin.usedBy.queryOptions({ communityId, kind, id }, { staleTime: 0 }));
  if (isError) return <p className="text-ink-muted">{t("usedByFailed")}</p>;
  if (!data) return <Skeleton className="h-16" />;
  return (
    <div className="flex flex-col gap-3">
      <p>{t("grace", { days: data.graceDays })}</p>
      {data.uses.length === 0 ? (
        <p className="text-ink-muted">{t("unused")}</p>
      ) : (
        <div>
          <p className="font-medium">{t("usedBy")}</p>
          <Uses uses={data.uses} />
        </div>
      )}
    </div>
  );
}
