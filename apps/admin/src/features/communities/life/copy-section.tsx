"use client";
import type { CommunityExport } from "@archipel/contracts/communities-transfer.ts";
import { formatBytes, formatDate, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { ProofDialog } from "./proof-dialog.tsx";

const isOpen = ({ status }: CommunityExport) => status === "waiting" || status === "progress";

/** The right of exit: everything of the community in one file. */
export function CopySection({ communityId }: { readonly communityId: string }) {
  const t = useTranslations("communities.copy");
  const api = useApi();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const copies = useQuery(
    api.communityExports.list.queryOptions({ communityId }, { refetchInterval: ({ state }) => (state.data?.some(isOpen) ? 1500 : false) }),
  );
  const ask = useMutation(
    api.communityExports.request.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        return queryClient.invalidateQueries(api.communityExports.pathFilter());
      },
    }),
  );
  const isBusy = copies.data?.some(isOpen) ?? false;
  return (
    <section aria-labelledby="copy-title" className="flex max-w-3xl flex-col gap-4">
      <div>
        <h2 id="copy-title" className="text-title">
          {t("title")}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("text")}</p>
      </div>
      <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5">
        <li>{t("in")}</li>
        <li>{t("out")}</li>
        <li>{t("open")}</li>
      </ul>
      <QueryView query={copies} rows={1}>
        {(rows) =>
          rows.length > 0 && (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {rows.map((copy) => (
                <Copy key={copy.id} communityId={communityId} copy={copy} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <Button
        className="self-start"
        disabled={ask.isPending}
        onClick={() => setAsking(true)}
        {...(isBusy && { disabledReason: t("busy") })}
      >
        {t("ask")}
      </Button>
      <ProofDialog
        title={t("askTitle")}
        actionLabel={t("ask")}
        open={isAsking}
        onOpenChange={setAsking}
        call={{ isPending: ask.isPending, mutate: (password, options) => ask.mutate({ communityId, password }, options) }}
      >
        <p>{t("askText")}</p>
      </ProofDialog>
    </section>
  );
}

function Copy({ communityId, copy }: { readonly communityId: string; readonly copy: CommunityExport }) {
  const t = useTranslations("communities.copy");
  const locale = useLocale();
  const { id, status, step, done, total, size, rows, createdAt, readyAt, expiresAt } = copy;
  if (isOpen(copy)) {
    const share = step === "bag" && total ? done / total : null;
    const detail = step === "rows" ? t("rows", { count: done }) : undefined;
    const name = step === "rows" || step === "objects" || step === "bag" ? step : "waiting";
    return (
      <li className="py-4">
        <Progress label={t(`steps.${name}`)} share={share} detail={detail} />
      </li>
    );
  }
  if (status !== "success" || !readyAt || !expiresAt) {
    return (
      <li className="py-4">
        <Alert tone="danger" title={t("failed", { date: formatDateTime(locale, createdAt) })} />
      </li>
    );
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-4">
      <div>
        <p>{t("ready", { date: formatDateTime(locale, createdAt) })}</p>
        <p className="figures text-ink-muted text-small">
          {formatBytes(locale, size ?? 0)} · {t("rowCount", { count: formatNumber(locale, rows ?? 0) })} ·{" "}
          {t("until", { date: formatDate(locale, expiresAt) })}
        </p>
      </div>
      <a href={links.communityCopy(communityId, id)} download className={buttonClass({ tone: "primary" })}>
        <Download aria-hidden className="size-4" />
        {t("download")}
      </a>
    </li>
  );
}
