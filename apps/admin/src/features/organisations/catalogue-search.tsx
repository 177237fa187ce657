"use client";
import type { FoundDataset } from "@archipel/contracts/organisations.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { QueryView } from "../../kit/query-view.tsx";

/** One search of all datasets that the communities of an organisation let it read. */
export function CatalogueSearch({ organisationId }: { readonly organisationId: string }) {
  const t = useTranslations("organisations.search");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const locale = useLocale() === "en" ? ("en" as const) : ("fr" as const);
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const found = useInfiniteQuery(
    api.organisations.search.infiniteQueryOptions(
      { organisationId, q, locale, limit: 20 },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  return (
    <section aria-labelledby="search-title" className="flex flex-col gap-4">
      <div>
        <h2 id="search-title" className="text-title">
          {t("title")}
        </h2>
        <p className="text-ink-muted">{t("lead")}</p>
      </div>
      <search>
        <Field label={t("label")} isLabelHidden className="sm:max-w-96">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              placeholder={t("label")}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
      </search>
      <QueryView query={found} rows={3}>
        {() =>
          rows.length === 0 ? (
            <p className="text-ink-muted">{t(q === "" ? "empty" : "none")}</p>
          ) : (
            <>
              <p aria-live="polite" className="text-ink-muted text-small">
                {t("count", { count: total })}
              </p>
              <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                {rows.map((dataset) => (
                  <Found key={dataset.id} dataset={dataset} />
                ))}
              </ul>
            </>
          )
        }
      </QueryView>
      {found.hasNextPage && (
        <Button className="self-center" disabled={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {tc("showMore")}
        </Button>
      )}
    </section>
  );
}

function Found({ dataset }: { readonly dataset: FoundDataset }) {
  const t = useTranslations("organisations.search");
  const { title, summary, communityName, visibility, address } = dataset;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words font-medium">
          {title} {visibility === "members" && <Badge tone="info">{t("forMembers")}</Badge>}
        </p>
        <p className="text-ink-muted text-small">{communityName}</p>
        {summary && <p className="mt-1 line-clamp-2 max-w-prose break-words text-small">{summary}</p>}
      </div>
      {address === null ? (
        <span className="text-ink-muted text-small">{t("notListed")}</span>
      ) : (
        <a href={address} aria-label={t("openOf", { title })} className={buttonClass()}>
          {t("open")}
        </a>
      )}
    </li>
  );
}
