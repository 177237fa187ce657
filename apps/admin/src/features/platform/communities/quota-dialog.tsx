"use client";
import type { CommunityUsage } from "@archipel/contracts/usage.ts";
import { formatBytes } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";

const GIGABYTE = 1e9;
const MOST_GIGABYTES = 1_000_000;

/** Bytes of a typed number of gigabytes; null: no limit; undefined: not a number. */
export function bytesTyped(text: string): number | null | undefined {
  const typed = text.trim().replace(",", ".").replace(/\s/g, "");
  if (typed === "") return null;
  const gigabytes = Number(typed);
  return Number.isFinite(gigabytes) && gigabytes >= 0 && gigabytes <= MOST_GIGABYTES ? Math.round(gigabytes * GIGABYTE) : undefined;
}

/** Limits what a community may store. */
export function QuotaDialog({ community, onClose }: { readonly community: CommunityUsage; readonly onClose: () => void }) {
  const t = useTranslations("usage.communities");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { id, name, storedBytes, quotaBytes } = community;
  const [typed, setTyped] = useState(quotaBytes === null ? "" : String(quotaBytes / GIGABYTE));
  const [isWrong, setWrong] = useState(false);
  const wanted = bytesTyped(typed);
  const save = useMutation(
    api.usage.setQuota.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: t("quotaSaved", { name }) });
        onClose();
        return queryClient.invalidateQueries(api.usage.communities.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("quotaTitle", { name })}
      actionLabel={t("quotaSave")}
      isDanger={false}
      open
      onOpenChange={(open) => !open && onClose()}
      isPending={save.isPending}
      error={save.error ? errorText(save.error) : undefined}
      onConfirm={() => {
        const bytes = bytesTyped(typed);
        setWrong(bytes === undefined);
        if (bytes !== undefined) save.mutate({ id, quotaBytes: bytes });
      }}
    >
      <p>{t("quotaText", { stored: formatBytes(locale, storedBytes) })}</p>
      {typeof wanted === "number" && wanted < storedBytes && (
        <Alert tone="warning" title={t("quotaBelow", { stored: formatBytes(locale, storedBytes) })} />
      )}
      <Field label={t("quotaLabel")} hint={t("quotaHint")} error={isWrong && t("quotaWrong")}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="decimal"
            className="max-w-40"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
