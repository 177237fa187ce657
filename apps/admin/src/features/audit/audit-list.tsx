"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { AuditDays } from "./audit-days.tsx";

interface AuditListProps {
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
}

/** Audit entries by day, newest first, each as a sentence. */
export function AuditList({ resourceType, resourceId }: AuditListProps) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const entries = useInfiniteQuery(
    api.audit.list.infiniteQueryOptions(
      { communityId: community.id, ...(resourceType && { resourceType }), ...(resourceId && { resourceId }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <QueryView query={entries}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="text-ink-muted">{t("admin.audit.empty")}</p>;
        return (
          <div className="flex flex-col gap-6">
            <AuditDays entries={items} />
            {entries.hasNextPage && (
              <Button className="self-center" disabled={entries.isFetchingNextPage} onClick={() => entries.fetchNextPage()}>
                {t("common.actions.showMore")}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}
