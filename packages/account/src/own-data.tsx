"use client";
import { formatDate, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useAccountSite } from "./account-site.tsx";

const QUERY_KEY = ["account", "export"];

/** The archive of what the platform holds about the person: asked for, then made, then downloaded. */
export function OwnData() {
  const t = useTranslations("identity.data");
  const locale = useLocale();
  const { client, clientId, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const archive = useQuery({
    queryKey: QUERY_KEY,
    queryFn: () => client.identity.export.query(),
    refetchInterval: ({ state }) => (state.data?.status === "waiting" ? 3000 : false),
  });
  const ask = useMutation({
    mutationFn: () => client.identity.requestExport.mutate({ client: clientId }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: QUERY_KEY }),
  });
  if (archive.error) return failure(archive.error);
  if (archive.isPending) return <Skeleton className="h-24" />;
  const { data } = archive;
  const mayAsk = data === null || data.status === "failed" || data.mayAskAt <= new Date();
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {data?.status === "waiting" && <Alert tone="info" title={t("waiting")} isLive />}
      {data?.status === "failed" && <Alert tone="danger" title={t("failed")} />}
      {data?.status === "ready" && data.readyAt && data.expiresAt && (
        <div className="grid gap-3">
          <p>{t("ready", { date: formatDateTime(locale, data.readyAt), until: formatDate(locale, data.expiresAt) })}</p>
          <a href={`/api/core/account/exports/${data.id}`} download className={`${buttonClass({ tone: "primary" })} justify-self-start`}>
            {t("download")}
          </a>
        </div>
      )}
      {ask.error && failure(ask.error)}
      {mayAsk ? (
        <Button className="justify-self-start" disabled={ask.isPending} onClick={() => ask.mutate()}>
          {t("action")}
        </Button>
      ) : (
        data?.status === "ready" && (
          <p className="text-ink-muted text-small">{t("next", { date: formatDateTime(locale, data.mayAskAt) })}</p>
        )
      )}
    </div>
  );
}
