"use client";
import { type PersonStatus, type PersonSummary, personStatus } from "@archipel/contracts/identity.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useMe } from "../../kit/current-community.tsx";
import { FilterBar } from "../../kit/filter-bar.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { PersonStatusDialog } from "./person-status-dialog.tsx";
import { ResetFactorDialog } from "./reset-factor-dialog.tsx";

/** The people who have an account, for the platform's operators: found by name or address, suspended and reinstated. */
export function PeopleSection() {
  const t = useTranslations("admin.platform.people");
  const tc = useTranslations("common");
  const api = useApi();
  const [typed, setTyped] = useState("");
  const [status, setStatus] = useState<PersonStatus | "">("");
  const [asked, setAsked] = useState<PersonSummary | null>(null);
  const [withoutApp, setWithoutApp] = useState<PersonSummary | null>(null);
  const q = useDeferredValue(typed.trim());
  const people = useInfiniteQuery(
    api.identity.people.infiniteQueryOptions(
      { ...(q && { q }), ...(status && { status }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="people-title" className="flex flex-col gap-4">
      <div>
        <h2 id="people-title" className="text-title">
          {t("title")}
        </h2>
        <p className="text-ink-muted">{t("lead")}</p>
      </div>
      <FilterBar
        search={{ label: t("search"), value: typed, onChange: setTyped }}
        choice={{
          label: t("statusFilter"),
          value: status,
          options: [{ value: "", label: t("anyStatus") }, ...personStatus.options.map((value) => ({ value, label: t(`status.${value}`) }))],
          onChange: (value) => setStatus(personStatus.safeParse(value).data ?? ""),
        }}
      />
      <QueryView query={people}>
        {() => (
          <>
            {rows.length === 0 ? (
              <p className="text-ink-muted">{t("noMatch")}</p>
            ) : (
              <PeopleTable people={rows} onAsk={setAsked} onReset={setWithoutApp} />
            )}
            {people.hasNextPage && (
              <Button className="self-center" disabled={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
                {tc("actions.showMore")}
              </Button>
            )}
          </>
        )}
      </QueryView>
      <PersonStatusDialog person={asked} onClose={() => setAsked(null)} />
      <ResetFactorDialog person={withoutApp} onClose={() => setWithoutApp(null)} />
    </section>
  );
}

interface PeopleTableProps {
  readonly people: readonly PersonSummary[];
  /** Suspends or reinstates. */
  readonly onAsk: (person: PersonSummary) => void;
  /** Removes the second factor. */
  readonly onReset: (person: PersonSummary) => void;
}

function PeopleTable({ people, onAsk, onReset }: PeopleTableProps) {
  const t = useTranslations("admin.platform.people");
  const locale = useLocale();
  const me = useMe();
  const columns: Column<PersonSummary>[] = [
    {
      key: "name",
      header: t("columns.name"),
      isRowHeader: true,
      cell: ({ name, email, isOperator }) => (
        <>
          {name} {isOperator && <Badge>{t("operator")}</Badge>}
          <span className="block break-all font-normal text-ink-muted text-small">{email}</span>
        </>
      ),
    },
    {
      key: "status",
      header: t("columns.status"),
      cell: ({ status }) => <Badge tone={status === "active" ? "success" : "warning"}>{t(`status.${status}`)}</Badge>,
    },
    {
      key: "communities",
      header: t("columns.communities"),
      isNumeric: true,
      isWideOnly: true,
      cell: ({ communityCount }) => formatNumber(locale, communityCount),
    },
    { key: "since", header: t("columns.since"), isWideOnly: true, cell: ({ createdAt }) => formatDate(locale, createdAt, "medium") },
    {
      key: "act",
      header: <span className="sr-only">{t("columns.act")}</span>,
      cell: (person) => (
        <div className="flex flex-wrap justify-end gap-2">
          {person.hasSecondFactor && person.id !== me.id && (
            <Button tone="quiet" onClick={() => onReset(person)}>
              {t("resetFactor")}
              <span className="sr-only"> {person.name}</span>
            </Button>
          )}
          <Button onClick={() => onAsk(person)} {...(person.id === me.id && { disabledReason: t("notOneself") })}>
            {t(person.status === "suspended" ? "restore" : "suspend")}
            <span className="sr-only"> {person.name}</span>
          </Button>
        </div>
      ),
    },
  ];
  return <Table caption={t("caption")} isCaptionHidden columns={columns} rows={people} rowKey={({ id }) => id} />;
}
