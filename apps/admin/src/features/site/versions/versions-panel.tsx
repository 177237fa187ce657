"use client";
import type { PageVersionSummary } from "@archipel/contracts/site-pages.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { draftOf } from "../draft/draft-of.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import type { PageDraft } from "../draft/page-draft.ts";
import { Comparison } from "./comparison.tsx";

interface VersionsPanelProps {
  readonly onClose: () => void;
  readonly onRestored: (draft: PageDraft, revision: number) => void;
}

/** The versions of the page, latest first. Each is compared with the draft, with what visitors see, or with another, and restored. */
export function VersionsPanel({ onClose, onRestored }: VersionsPanelProps) {
  const t = useTranslations("site-editor.versions");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const client = useApiClient();
  const { page, saver } = useOpenPage();
  const { communityId, id: pageId } = page;
  const [chosen, setChosen] = useState<PageVersionSummary | null>(null);
  const versions = useInfiniteQuery({
    queryKey: [...api.sitePages.pathKey(), "versions", pageId],
    queryFn: async ({ pageParam }) => {
      // The draft on core-api is what a version is compared with.
      await saver.flush();
      return client.sitePages.versions.query({ communityId, pageId, ...(pageParam && { cursor: pageParam }) });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor ?? null,
  });
  const items = versions.data?.pages.flatMap((one) => one.items) ?? [];
  return (
    <Dialog
      title={t("title")}
      description={t("text")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="wide"
    >
      <QueryView query={versions} rows={4}>
        {() =>
          items.length === 0 ? (
            <p className="text-ink-muted">{t("none")}</p>
          ) : (
            <div className="grid gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
              <div className="flex flex-col gap-2">
                <ol className="flex flex-col gap-1" aria-label={t("title")}>
                  {items.map((version) => (
                    <VersionRow
                      key={version.id}
                      version={version}
                      isChosen={(chosen ?? items[0])?.id === version.id}
                      onChoose={() => setChosen(version)}
                    />
                  ))}
                </ol>
                {versions.hasNextPage && (
                  <Button disabled={versions.isFetchingNextPage} onClick={() => versions.fetchNextPage()}>
                    {t("more")}
                  </Button>
                )}
              </div>
              {items[0] && (
                <ComparedVersion
                  key={(chosen ?? items[0]).id}
                  version={chosen ?? items[0]}
                  items={items}
                  onRestored={onRestored}
                  onClose={onClose}
                />
              )}
            </div>
          )
        }
      </QueryView>
    </Dialog>
  );
}

interface VersionRowProps {
  readonly version: PageVersionSummary;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function VersionRow({ version, isChosen, onChoose }: VersionRowProps) {
  const t = useTranslations("site-editor.versions");
  const locale = useLocale();
  const { number, kind, author, createdAt, note, isPublished, isScheduled, changes } = version;
  const counts = (["added", "removed", "moved", "changed", "hidden", "shown"] as const)
    .map((what) => ({ what, count: changes.blocks.filter((change) => change.kind === what).length }))
    .filter(({ count }) => count > 0);
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen ? "true" : undefined}
        onClick={onChoose}
        className={`flex w-full flex-col items-start gap-0.5 rounded-control border px-3 py-2 text-left ${isChosen ? "border-accent bg-accent-soft" : "border-line hover:bg-sunken"}`}
      >
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {t("number", { number })}
          {isPublished && <Badge tone="success">{t("public")}</Badge>}
          {isScheduled && <Badge tone="info">{t("scheduled")}</Badge>}
          {!isPublished && <Badge>{t(`kinds.${kind}`)}</Badge>}
        </span>
        <span className="text-ink-muted text-small">
          {formatDateTime(locale, createdAt)}
          {author && ` · ${author}`}
        </span>
        {note && <span className="break-words text-small">{note}</span>}
        {counts.length > 0 && (
          <span className="text-ink-muted text-small">{counts.map(({ what, count }) => t(`counts.${what}`, { count })).join(", ")}</span>
        )}
      </button>
    </li>
  );
}

interface ComparedVersionProps {
  readonly version: PageVersionSummary;
  readonly items: readonly PageVersionSummary[];
  readonly onRestored: (draft: PageDraft, revision: number) => void;
  readonly onClose: () => void;
}

function ComparedVersion({ version, items, onRestored, onClose }: ComparedVersionProps) {
  const t = useTranslations("site-editor.versions");
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { page, saver } = useOpenPage();
  const { communityId, id: pageId } = page;
  const id = useId();
  const [against, setAgainst] = useState("draft");
  const compared = useQuery(
    api.sitePages.compare.queryOptions({ communityId, pageId, before: version.id, after: against }, { staleTime: 0 }),
  );
  const restore = useMutation({
    mutationFn: async () => {
      if (!(await saver.flush())) return null;
      return client.sitePages.restoreVersion.mutate({ communityId, pageId, versionId: version.id, basedOn: saver.revision });
    },
    onSuccess: (restored) => {
      if (!restored) return;
      queryClient.setQueryData(api.sitePages.get.queryKey({ communityId, pageId }), restored);
      onRestored(draftOf(restored.draft), restored.revision);
      onClose();
      return queryClient.invalidateQueries(api.sitePages.pathFilter());
    },
  });
  return (
    <section aria-label={t("compared")} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={id}>{t("from", { number: version.number })}</label>
          <Select
            id={id}
            value={against}
            className="w-64"
            onChange={(event) => setAgainst(event.target.value)}
            options={[
              { value: "draft", label: t("toDraft") },
              ...(page.publishedVersionId ? [{ value: "published", label: t("toPublic") }] : []),
              ...items
                .filter((other) => other.id !== version.id)
                .map(({ id: value, number }) => ({ value, label: t("number", { number }) })),
            ]}
          />
        </div>
        <Button disabled={restore.isPending} onClick={() => restore.mutate()}>
          {t("restore", { number: version.number })}
        </Button>
      </div>
      <p className="text-ink-muted text-small">{t("restoreHint")}</p>
      {restore.error && <FailureAlert error={restore.error} />}
      {restore.data === null && <Alert tone="danger" title={t("notStored")} isLive />}
      <QueryView query={compared} rows={4}>
        {({ before, after }) => <Comparison before={draftOf(before)} after={draftOf(after)} />}
      </QueryView>
    </section>
  );
}
