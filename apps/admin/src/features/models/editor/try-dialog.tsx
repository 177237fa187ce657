"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { NO_OPTIONS } from "../check-options.tsx";

/** Tries a saved model on an upload of the community: starts the check and opens its page. */
export function TryDialog({ model, onClose }: { readonly model: string; readonly onClose: () => void }) {
  const t = useTranslations("models.editor.try");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const errorText = useErrorText();
  const uploads = useQuery(api.uploads.list.queryOptions({ communityId: community.id, limit: 50 }));
  const start = useMutation(
    api.checks.start.mutationOptions({
      onSuccess: (check, { uploadId }) => router.push(links.check(community.slug, uploadId, check.id)),
    }),
  );
  return (
    <Dialog open title={t("title")} description={t("text")} closeLabel={tc("close")} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <div className="flex flex-col gap-4">
        {start.error && <Alert tone="danger" isLive title={errorText(start.error)} />}
        <QueryView query={uploads} rows={4}>
          {({ items }) => {
            const usable = items.filter(({ status }) => status !== "receiving" && status !== "failed");
            if (usable.length === 0)
              return (
                <EmptyState
                  title={t("none")}
                  action={
                    <Link href={links.uploads(community.slug)} className="text-accent-ink underline underline-offset-2">
                      {t("hand")}
                    </Link>
                  }
                />
              );
            return (
              <ul className="flex flex-col gap-1.5">
                {usable.map(({ id, fileName, createdAt }) => (
                  <li key={id}>
                    <Button
                      className="w-full justify-start text-left"
                      disabled={start.isPending}
                      onClick={() => start.mutate({ communityId: community.id, uploadId: id, model, options: NO_OPTIONS })}
                    >
                      <span className="min-w-0 flex-1 break-all">{fileName}</span>
                      <span className="shrink-0 font-normal text-ink-muted text-small">{formatDateTime(locale, createdAt)}</span>
                    </Button>
                  </li>
                ))}
              </ul>
            );
          }}
        </QueryView>
      </div>
    </Dialog>
  );
}
