"use client";
import type { OwnRequest, RequestStatus } from "@archipel/contracts/requests.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

const TONES: Record<RequestStatus, BadgeTone> = { open: "info", accepted: "success", declined: "danger", withdrawn: "neutral" };

/** A request that waits for an answer: its state, and how to withdraw it. */
export function OpenRequest({ request, isNew = false }: { readonly request: OwnRequest; readonly isNew?: boolean }) {
  const t = useTranslations("requests");
  return (
    <div className="grid max-w-xl gap-4">
      {isNew && <Alert tone="success" title={t("sent")} isLive />}
      <p>{t("stateText.open")}</p>
      <div className="rounded-card border border-line bg-surface p-4 sm:p-5">
        <RequestLine request={request} />
      </div>
    </div>
  );
}

/** The person's requests, with their states and answers. Shows nothing without one. */
export function OwnRequests({ requests }: { readonly requests: readonly OwnRequest[] }) {
  const t = useTranslations("requests");
  if (requests.length === 0) return null;
  return (
    <>
      <h3 className="mt-6 mb-2 border-line border-t pt-5 font-medium text-large">{t("own")}</h3>
      <ul className="divide-y divide-line">
        {requests.map((request) => (
          <li key={request.id} className="py-3 last:pb-0">
            <RequestLine request={request} />
          </li>
        ))}
      </ul>
    </>
  );
}

function RequestLine({ request }: { readonly request: OwnRequest }) {
  const t = useTranslations("requests");
  const locale = useLocale();
  const router = useRouter();
  const withdraw = useMutation(useApi().requests.withdraw.mutationOptions({ onSuccess: () => router.refresh() }));
  const status = withdraw.isSuccess ? "withdrawn" : request.status;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <p className="break-words font-medium">{request.communityName}</p>
          <p className="text-ink-muted text-small">
            {t(`roles.${request.wantedRole}`)} · {t("sentOn", { date: formatDate(locale, request.createdAt, "medium") })}
          </p>
        </div>
        <Badge tone={TONES[status]}>{t(`statuses.${status}`)}</Badge>
      </div>
      <p className="whitespace-pre-line break-words border-line border-l-2 pl-3 text-small">{request.reason}</p>
      {request.answer && <p className="whitespace-pre-line break-words text-small">{t("answer", { answer: request.answer })}</p>}
      {withdraw.error && <FailureAlert error={withdraw.error} />}
      {status === "open" && (
        <Button
          tone="quiet"
          className="-ml-4 justify-self-start"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate({ requestId: request.id })}
        >
          {t("withdraw")}
        </Button>
      )}
    </div>
  );
}
