"use client";
import type { Explanation } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

/** The person's latest request about a dataset, and its answer. */
export function AccessRequestState({ request }: { readonly request: NonNullable<Explanation["request"]> }) {
  const t = useTranslations("grants.why");
  const locale = useLocale();
  const router = useRouter();
  const withdraw = useMutation(useApi().grants.withdraw.mutationOptions({ onSuccess: () => router.refresh() }));
  const { id, status, reason, answer, createdAt } = request;
  if (status === "withdrawn" || withdraw.isSuccess) return null;
  return (
    <Alert
      tone={status === "open" ? "info" : status === "accepted" ? "success" : "warning"}
      title={t(status, { date: formatDate(locale, createdAt, "long") })}
    >
      <p className="whitespace-pre-line break-words border-line border-l-2 pl-3 text-small">{reason}</p>
      {answer && <p className="mt-2 whitespace-pre-line break-words">{t("answer", { answer })}</p>}
      {withdraw.error && <FailureAlert error={withdraw.error} />}
      {status === "open" && (
        <Button tone="quiet" className="-ml-4 mt-1" disabled={withdraw.isPending} onClick={() => withdraw.mutate({ requestId: id })}>
          {t("withdraw")}
        </Button>
      )}
    </Alert>
  );
}
