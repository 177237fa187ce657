"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { formatBytes, formatDuration } from "@archipel/i18n/format.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { CircleAlert, CircleCheck, Pause, Play, X } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useFailureText } from "../../api/failure.ts";
import { links } from "../../links.ts";
import { secondsLeft, type Transfer } from "./transfers.ts";
import { useTransfers } from "./transfers-context.ts";

/** The running transfers, shown over every page. */
export function TransfersPanel({ community }: { readonly community: MyCommunity | null }) {
  const t = useTranslations("admin.uploads");
  const { transfers, store } = useTransfers();
  if (transfers.length === 0) return null;
  return (
    <section
      aria-label={t("transfers")}
      className="fixed right-4 bottom-4 z-30 flex max-h-[50dvh] w-[min(24rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-card border border-line bg-surface shadow-raised"
    >
      <h2 className="border-line border-b px-4 py-2.5 font-medium text-base">{t("transfers")}</h2>
      <ul className="divide-y divide-line overflow-y-auto">
        {transfers.map((transfer) => (
          <li key={transfer.key} className="flex items-start gap-2 px-4 py-3">
            <div className="min-w-0 flex-1">
              <TransferLine transfer={transfer} />
              {transfer.status === "sent" && community && (
                <Link
                  href={transfer.uploadId ? links.upload(community.slug, transfer.uploadId) : links.uploads(community.slug)}
                  className={`${buttonClass()} mt-2`}
                  onClick={() => store.forget(transfer.key)}
                >
                  {t("seeChecks")}
                </Link>
              )}
            </div>
            <TransferControls transfer={transfer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TransferLine({ transfer }: { readonly transfer: Transfer }) {
  const t = useTranslations("admin.uploads");
  const locale = useLocale();
  const failureText = useFailureText();
  if (transfer.status === "sent") {
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        <span className="min-w-0 break-words">{t("sent", { fileName: transfer.fileName })}</span>
      </p>
    );
  }
  if (transfer.status === "failed" && transfer.failure) {
    return (
      <div role="alert" className="flex items-start gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <p className="min-w-0 break-words">
          <span className="font-medium">{transfer.fileName}</span>
          <br />
          {failureText(transfer.failure)}
        </p>
      </div>
    );
  }
  const seconds = secondsLeft(transfer);
  const amount = { sent: formatBytes(locale, transfer.sent), size: formatBytes(locale, transfer.size) };
  const detail =
    transfer.status === "paused"
      ? t("amountPaused", amount)
      : seconds === null
        ? t("amount", amount)
        : t("amountAndTime", { ...amount, time: formatDuration(locale, seconds) });
  return (
    <Progress
      label={transfer.fileName}
      share={transfer.size === 0 ? 1 : transfer.sent / transfer.size}
      detail={detail}
      className="[&>div>span:first-child]:truncate"
    />
  );
}

function TransferControls({ transfer }: { readonly transfer: Transfer }) {
  const t = useTranslations("admin.uploads");
  const { store } = useTransfers();
  const isStopped = transfer.status === "paused" || transfer.status === "failed";
  const isOver = transfer.status === "sent";
  return (
    <div className="flex shrink-0">
      {!isOver && transfer.size > 0 && (
        <Button
          tone="quiet"
          isSquare
          aria-label={t(isStopped ? "resume" : "pause", { fileName: transfer.fileName })}
          onClick={() => (isStopped ? store.resume(transfer.key) : store.pause(transfer.key))}
        >
          {isStopped ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
        </Button>
      )}
      <Button
        tone="quiet"
        isSquare
        aria-label={t(isOver ? "hide" : "stop", { fileName: transfer.fileName })}
        onClick={() => (isOver ? store.forget(transfer.key) : store.cancel(transfer.key))}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
