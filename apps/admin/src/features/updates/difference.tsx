"use client";
import type { FeatureChange } from "@archipel/contracts/features.ts";
import type { ColumnChanges, LayerUpdate, UpdateCounts } from "@archipel/contracts/updates.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { ChangesView } from "../history/changes-view.tsx";
import { ChangePanel } from "./change-panel.tsx";

const KINDS = { insert: "inserted", update: "updated", delete: "deleted" } as const;
const FILTERS = ["all", "insert", "update", "delete"] as const;

/** Previews an update: counts, features and map. */
export function Difference({ update, counts }: { readonly update: LayerUpdate; readonly counts: UpdateCounts }) {
  const t = useTranslations("admin.updates");
  const locale = useLocale();
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>("all");
  const columns = update.preview?.columns ?? { added: [], removed: [] };
  const total = counts.inserted + counts.updated + counts.deleted;
  const offered = FILTERS.filter((one) => one === "all" || counts[KINDS[one]] > 0);
  return (
    <section aria-labelledby="difference-title" className="flex flex-col gap-4">
      <h2 id="difference-title" className="text-title">
        {t("differences")}
      </h2>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {(["inserted", "updated", "deleted", "unchanged"] as const).map((kind) => (
          <div key={kind} className="flex flex-row-reverse items-baseline gap-2">
            <dt className="text-ink-muted">{t(`counts.${kind}`, { count: counts[kind] })}</dt>
            <dd className="figures text-title">{formatNumber(locale, counts[kind])}</dd>
          </div>
        ))}
      </dl>
      <ColumnWords columns={columns} />
      {total === 0 && columns.added.length + columns.removed.length > 0 ? null : total === 0 ? (
        <p className="text-ink-muted">{t(update.restores === null ? "nothing" : "nothingToRestore")}</p>
      ) : (
        <>
          {offered.length > 2 && (
            <fieldset className="flex flex-wrap gap-1">
              <legend className="sr-only">{t("filter")}</legend>
              {offered.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={one === filter}
                  onClick={() => setFilter(one)}
                  className="min-h-9 rounded-control border border-transparent px-3 text-ink text-small hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
                >
                  {t(`filters.${one}`)}
                </button>
              ))}
            </fieldset>
          )}
          <Changes
            key={`${filter} ${update.preview?.baseRevision} ${update.jobId}`}
            update={update}
            operation={filter === "all" ? undefined : filter}
          />
        </>
      )}
    </section>
  );
}

/** Columns that the update adds and removes. */
function ColumnWords({ columns }: { readonly columns: ColumnChanges }) {
  const t = useTranslations("admin.updates");
  const words = (fields: ColumnChanges["added"]) => ({
    count: fields.length,
    fields: fields.map(({ label, name }) => label ?? name).join(", "),
  });
  return (
    <>
      {columns.added.length > 0 && <p className="max-w-prose">{t("columnsAdded", words(columns.added))}</p>}
      {columns.removed.length > 0 && <p className="max-w-prose">{t("columnsRemoved", words(columns.removed))}</p>}
    </>
  );
}

function Changes({ update, operation }: { readonly update: LayerUpdate; readonly operation: FeatureChange["operation"] | undefined }) {
  const t = useTranslations("admin.updates");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const [opened, setOpened] = useState<FeatureChange | null>(null);
  const layer = useQuery(api.layers.get.queryOptions({ layerId: update.layerId }));
  const changes = useInfiniteQuery(
    api.updates.changes.infiniteQueryOptions(
      { communityId: update.communityId, updateId: update.id, limit: 100, ...(operation && { operation }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  return (
    <QueryView query={changes}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        const total = pages[0]?.total ?? items.length;
        if (!layer.data) return <Skeleton className="h-96" />;
        const fields = [...layer.data.fields, ...(update.preview?.columns.added ?? [])];
        return (
          <>
            <ChangesView changes={items} fields={fields} onOpen={setOpened} />
            {items.length < total && (
              <p className="text-ink-muted text-small">
                {t("shown", { shown: formatNumber(locale, items.length), total: formatNumber(locale, total) })}
              </p>
            )}
            {changes.hasNextPage && (
              <Button className="self-start" disabled={changes.isFetchingNextPage} onClick={() => changes.fetchNextPage()}>
                {tc("showMore")}
              </Button>
            )}
            <ChangePanel change={opened} fields={fields} onClose={() => setOpened(null)} />
          </>
        );
      }}
    </QueryView>
  );
}
