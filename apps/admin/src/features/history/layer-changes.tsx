"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { ChangeCounts } from "./change-counts.tsx";
import { ChangesView } from "./changes-view.tsx";
import { FeatureHistoryPanel } from "./feature-history.tsx";

interface LayerChangesProps {
  readonly layer: LayerSummary;
  /** A date or a revision. */
  readonly from: Date | { readonly revision: number };
  readonly to: Date | { readonly revision: number };
}

const inputOf = (moment: LayerChangesProps["from"]) => (moment instanceof Date ? moment.toISOString() : moment);

/** Differences of a layer between two moments: counts, features and map. */
export function LayerChanges({ layer, from, to }: LayerChangesProps) {
  const t = useTranslations("admin.history");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const [openFid, setOpenFid] = useState<number | null>(null);
  const changes = useInfiniteQuery(
    api.features.changes.infiniteQueryOptions(
      { layerId: layer.id, from: inputOf(from), to: inputOf(to), limit: 50 },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  return (
    <QueryView query={changes}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        const first = pages[0];
        return (
          <>
            {first && from instanceof Date && first.from > from && (
              <p className="text-ink-muted text-small">{t("sincePublished", { date: formatDateTime(locale, first.from) })}</p>
            )}
            {first && items.length > 0 && <ChangeCounts counts={first.counts} />}
            {first && first.counts.returned > 0 && (
              <p className="text-ink-muted text-small">{t("returned", { count: first.counts.returned })}</p>
            )}
            {items.length === 0 ? (
              <p className="text-ink-muted">{t(from instanceof Date ? "sameDates" : "same")}</p>
            ) : (
              <ChangesView changes={items} fields={layer.fields} onOpen={({ fid }) => setOpenFid(fid)} />
            )}
            {changes.hasNextPage && (
              <Button className="self-start" disabled={changes.isFetchingNextPage} onClick={() => changes.fetchNextPage()}>
                {tc("showMore")}
              </Button>
            )}
            <FeatureHistoryPanel layerId={layer.id} fid={openFid} fields={layer.fields} onClose={() => setOpenFid(null)} />
          </>
        );
      }}
    </QueryView>
  );
}
