"use client";
import type { Follow } from "@archipel/contracts/follows.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

/** What a person follows, each with a way to stop. */
export function FollowsList({ follows }: { readonly follows: readonly Follow[] }) {
  const locale = useLocale();
  const t = useTranslations("follows");
  const [stopped, setStopped] = useState<ReadonlySet<string>>(new Set());
  const stop = useMutation(
    useApi().follows.stop.mutationOptions({ onSuccess: (_, { followId }) => setStopped((before) => new Set([...before, followId])) }),
  );
  const left = follows.filter(({ id }) => !stopped.has(id));
  return (
    <>
      {left.length === 0 && <p className="max-w-prose text-ink-muted">{t("account.none")}</p>}
      <ul className="divide-y divide-line">
        {left.map(({ id, kind, label, portalName, url, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1 basis-60">
              <p className="text-ink-muted text-small">{t(`account.kinds.${kind}`)}</p>
              {label !== "" && url !== null ? (
                <a href={url} className="break-words text-ink underline underline-offset-2">
                  {label}
                </a>
              ) : (
                <p>{t("account.gone")}</p>
              )}
              <p className="text-ink-muted text-small">
                {t("account.since", { portal: portalName, date: formatDate(locale, createdAt, "medium") })}
              </p>
            </div>
            <Button
              className="max-sm:-ml-4"
              tone="quiet"
              aria-label={t("stopOne", { label: label || portalName })}
              disabled={stop.isPending}
              onClick={() => stop.mutate({ followId: id })}
            >
              {t("stop")}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-ink-muted text-small">
        {stopped.size > 0 && t("stopped")}
      </p>
      {stop.error && <FailureAlert error={stop.error} />}
    </>
  );
}
