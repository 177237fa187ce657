"use client";
import type { BinEntry } from "@archipel/contracts/bin.ts";
import { formatDate, unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

/** What was deleted and can still be taken back, the latest first. */
export function BinPage() {
  const t = useTranslations("bin");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const bin = useQuery(api.bin.list.queryOptions({ communityId }));
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <QueryView query={bin}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState
              icon={<Trash2 aria-hidden />}
              title={t("empty")}
              action={
                <Link href={links.datasets(slug)} className={buttonClass({})}>
                  {t("toDatasets")}
                </Link>
              }
            >
              {t("emptyText")}
            </EmptyState>
          ) : (
            <ul aria-label={t("title")} className="divide-y divide-line rounded-card border border-line bg-surface">
              {entries.map((entry) => (
                <BinLine key={entry.id} entry={entry} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </>
  );
}

function BinLine({ entry }: { readonly entry: BinEntry }) {
  const t = useTranslations("bin");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [isAsking, setAsking] = useState(false);
  const { kind, id, title, where, eraseAt, deletedBy } = entry;
  const done = (said: string) => ({
    onSuccess: async () => {
      setAsking(false);
      toasts.add({ title: said });
      await queryClient.invalidateQueries();
    },
  });
  const restore = useMutation(api.bin.restore.mutationOptions(done(t("restored", { title }))));
  const erase = useMutation(api.bin.erase.mutationOptions(done(t("erased", { title }))));
  const facts = [
    ...(where ? [where] : []),
    t("until", { date: formatDate(locale, eraseAt) }),
    ...(deletedBy ? [t("by", { name: deletedBy })] : []),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-words font-medium">{unbroken(title)}</span>
          <Badge>{t(`kinds.${kind}`)}</Badge>
        </p>
        <p className="text-ink-muted text-small">{facts.join(" · ")}</p>
        {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          aria-label={t("restoreOf", { title })}
          disabled={restore.isPending}
          onClick={() => restore.mutate({ communityId, kind, id })}
        >
          {t("restore")}
        </Button>
        <Button tone="quiet" aria-label={t("eraseOf", { title })} onClick={() => setAsking(true)}>
          {t("erase")}
        </Button>
      </div>
      <ConfirmDialog
        title={t("eraseQuestion", { title })}
        actionLabel={t("eraseAction")}
        typedWord={title}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={erase.isPending}
        error={erase.error ? errorText(erase.error) : undefined}
        onConfirm={() => erase.mutate({ communityId, kind, id, title })}
      >
        <p>{t("eraseText")}</p>
      </ConfirmDialog>
    </li>
  );
}
