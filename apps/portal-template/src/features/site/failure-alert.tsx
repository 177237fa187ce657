"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useMessages, useTranslations } from "next-intl";

/** What core-api refused, in the person's language. */
export function FailureAlert({ error }: { readonly error: unknown }) {
  const t = useTranslations("errors");
  const { code, params, reference } = apiError(error);
  const known = useMessages().errors;
  const key = code in known ? (code as keyof typeof known) : "unknown";
  return (
    <Alert tone="danger" title={t(key, params)} isLive>
      {reference && <span className="text-ink-muted text-small">{t("reference", { id: reference })}</span>}
    </Alert>
  );
}
