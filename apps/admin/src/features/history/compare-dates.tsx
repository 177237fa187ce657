"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { FeatureChange } from "@archipel/contracts/features.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatDateTime, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { fieldName } from "@archipel/map/conflict/value-text.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { OperationBadge } from "../contributions/edit-list.tsx";
import { QueryView } from "../shell/query-view.tsx";
import { daysAgo, momentsOf } from "./days.ts";
import { FeatureHistoryPanel } from "./feature-history.tsx";

const MAP_HEIGHT = "h-96";
const ChangesMap = dynamic(() => import("./changes-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

/** A layer at two dates: how many features came, changed and went, which ones, and where. */
export function CompareDates({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.history");
  const vectors = dataset.layers.filter(({ kind }) => kind === "vector");
  // Each merge makes a revision: the layer with most of them has something to tell.
  const latest = vectors.toSorted((a, b) => b.revision - a.revision)[0];
  const [layerId, setLayerId] = useState(latest?.id ?? "");
  const [from, setFrom] = useState(() => daysAgo(30));
  const [to, setTo] = useState(() => daysAgo(0));
  const layer = vectors.find(({ id }) => id === layerId);
  const moments = momentsOf(from, to);
  return (
    <section aria-labelledby="history-title" className="flex flex-col gap-4">
      <h2 id="history-title" className="text-title">
        {t("historyTitle")}
      </h2>
      {layer ? (
        <>
          <div className="flex flex-wrap items-end gap-3">
            {vectors.length > 1 && (
              <Field label={t("layer")} className="min-w-0 flex-1 basis-56 sm:max-w-80">
                {(control) => (
                  <Select
                    {...control}
                    value={layerId}
                    options={vectors.map(({ id, title }) => ({ value: id, label: title }))}
                    onChange={(event) => setLayerId(event.target.value)}
                  />
                )}
              </Field>
            )}
            <Field label={t("from")}>
              {(control) => <TextInput {...control} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />}
            </Field>
            <Field label={t("to")} error={moments ? undefined : t("invalid")}>
              {(control) => <TextInput {...control} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />}
            </Field>
          </div>
          {moments && <Changes key={layer.id} layer={layer} from={moments.from} to={moments.to} />}
        </>
      ) : (
        <p className="text-ink-muted">{t("noLayer")}</p>
      )}
    </section>
  );
}

interface ChangesProps {
  readonly layer: LayerSummary;
  readonly from: Date;
  readonly to: Date;
}

function Changes({ layer, from, to }: ChangesProps) {
  const t = useTranslations("admin.history");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const [openFid, setOpenFid] = useState<number | null>(null);
  const changes = useInfiniteQuery(
    api.features.changes.infiniteQueryOptions(
      { layerId: layer.id, from: from.toISOString(), to: to.toISOString(), limit: 50 },
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
            {first && first.from > from && (
              <p className="text-ink-muted text-small">{t("sincePublished", { date: formatDateTime(locale, first.from) })}</p>
            )}
            {first && items.length > 0 && (
              <dl className="flex flex-wrap gap-x-8 gap-y-2">
                {(["inserted", "updated", "deleted"] as const).map((kind) => (
                  <div key={kind} className="flex flex-row-reverse items-baseline gap-2">
                    <dt className="text-ink-muted">{t(kind, { count: first.counts[kind] })}</dt>
                    <dd className="figures text-title">{formatNumber(locale, first.counts[kind])}</dd>
                  </div>
                ))}
              </dl>
            )}
            {first && first.counts.returned > 0 && (
              <p className="text-ink-muted text-small">{t("returned", { count: first.counts.returned })}</p>
            )}
            {items.length === 0 ? (
              <p className="text-ink-muted">{t("same")}</p>
            ) : (
              <div className="grid items-start gap-4 lg:grid-cols-2">
                <ul
                  aria-label={t("listLabel")}
                  className="divide-y divide-line overflow-y-auto rounded-card border border-line bg-surface lg:max-h-96"
                >
                  {items.map((change) => (
                    <ChangeRow key={change.fid} change={change} layer={layer} onOpen={setOpenFid} />
                  ))}
                </ul>
                <ChangesMap changes={items} className={MAP_HEIGHT} />
              </div>
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

interface ChangeRowProps {
  readonly change: FeatureChange;
  readonly layer: LayerSummary;
  readonly onOpen: (fid: number) => void;
}

function ChangeRow({ change, layer, onOpen }: ChangeRowProps) {
  const t = useTranslations("admin.history");
  const parts = [
    ...change.changedColumns.map((column) => fieldName(layer.fields, column)),
    ...(change.isGeometryChanged ? [t("geometry")] : []),
  ];
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(change.fid)}
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <OperationBadge operation={change.operation} />
        <span className="min-w-0 flex-1 break-words">{unbroken(change.label)}</span>
        {parts.length > 0 && <span className="text-ink-muted text-small">{parts.join(", ")}</span>}
      </button>
    </li>
  );
}
