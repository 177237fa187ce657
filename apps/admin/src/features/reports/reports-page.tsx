"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, Map as MapIcon } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { KeysButton } from "../../kit/keyboard/keys-sheet.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { Queue } from "./queue.tsx";
import { addressOf, choiceFromAddress, FIRST_CHOICE, filterOf, type QueueChoice } from "./queue-filter.ts";
import { QueueFilters } from "./queue-filters.tsx";
import { reportsQuery } from "./reports-query.ts";

/** The reports that wait, and the current one beside the list. The address keeps the filters. */
export function ReportsPage({ reportId }: { readonly reportId?: string }) {
  const t = useTranslations("moderation");
  const tn = useTranslations("admin.nav");
  const api = useApi();
  const community = useCommunity();
  const params = useSearchParams();
  const [choice, setChoice] = useState<QueueChoice>(() => choiceFromAddress(new URLSearchParams(params)));
  const [initialId] = useState(reportId ?? params.get("report"));
  const [isMapShown, setMapShown] = useState(params.get("map") === "1");
  const [areKeysShown, setKeysShown] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const filter = filterOf(choice);
  const kept = String(addressOf(choice));
  useEffect(() => {
    const address = new URLSearchParams(kept);
    if (isMapShown) address.set("map", "1");
    const open = new URLSearchParams(window.location.search).get("report");
    if (open) address.set("report", open);
    window.history.replaceState(window.history.state, "", `?${address}`);
  }, [kept, isMapShown]);
  const reports = useInfiniteQuery(reportsQuery(api, community.id, choice));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = reports;
  const isWhole = Object.keys(choice.narrowed).length === 0;
  return (
    <div className="group/queue flex flex-col gap-6">
      <PageHeader
        title={tn("reports")}
        lead={t("lead")}
        actions={
          <>
            <Button aria-pressed={isMapShown} onClick={() => setMapShown(!isMapShown)}>
              <MapIcon aria-hidden className="size-4" />
              {t(isMapShown ? "hideMap" : "showMap")}
            </Button>
            <Link href={links.reportThemes(community.slug)} className={buttonClass()}>
              {t(hasRole(community, "manager") ? "themes.configure" : "themes.see")}
            </Link>
            <KeysButton onOpen={() => setKeysShown(true)} />
          </>
        }
      />
      {/* On a narrow screen an open report replaces the filters. */}
      <div className="max-lg:group-has-data-report-open/queue:hidden">
        <QueueFilters choice={choice} onChoose={setChoice} searchRef={search} />
      </div>
      <QueryView query={reports}>
        {({ pages }) => (
          <Queue
            page={{
              rows: pages.flatMap(({ items }) => items),
              total: pages[0]?.total ?? 0,
              onMore: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined,
            }}
            filter={filter}
            initialId={initialId}
            isMapShown={isMapShown}
            keysSheet={{ open: areKeysShown, onOpenChange: setKeysShown }}
            searchRef={search}
            empty={
              <EmptyState
                icon={<CircleCheck aria-hidden className="size-8" />}
                title={t(choice.view === "waiting" && isWhole ? "empty.done" : "empty.none")}
                action={
                  choice.view === "waiting" && isWhole ? (
                    <Button onClick={() => setChoice({ ...FIRST_CHOICE, view: "all" })}>{t("empty.all")}</Button>
                  ) : (
                    <Button onClick={() => setChoice(FIRST_CHOICE)}>{t("empty.waiting")}</Button>
                  )
                }
              >
                {t("empty.text")}
              </EmptyState>
            }
          />
        )}
      </QueryView>
    </div>
  );
}
