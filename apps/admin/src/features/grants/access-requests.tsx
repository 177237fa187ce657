"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { AccessRequest } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { DeclineAccessDialog } from "./decline-access-dialog.tsx";
import { GrantDialog } from "./grant-dialog.tsx";

/** People who ask for more of the dataset, the oldest first. Renders nothing without requests. */
export function AccessRequests({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("grants.queue");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const requests = useQuery(api.grants.requests.queryOptions({ communityId, datasetId: dataset.id }, { refetchInterval: 30_000 }));
  const [chosen, setChosen] = useState<{ request: AccessRequest; act: "accept" | "decline" } | null>(null);
  const close = () => setChosen(null);
  if (!requests.data?.length) return null;
  return (
    <section aria-labelledby="access-requests" className="rounded-card border border-line bg-surface">
      <h3 id="access-requests" className="border-line border-b px-5 py-3 text-base">
        {t("title", { count: requests.data.length })}
      </h3>
      <ul className="divide-y divide-line">
        {requests.data.map((request) => (
          <li key={request.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0 flex-1 basis-72">
              <p className="break-words font-medium">
                {request.personName}
                {request.permission === "edit" && <span className="font-normal"> {t("wantsToEdit")}</span>}
              </p>
              <p className="break-words text-ink-muted text-small">
                {t("asked", { email: request.email, date: formatDate(locale, request.createdAt, "medium") })}
              </p>
              <p className="mt-1.5 max-w-prose whitespace-pre-line break-words border-line border-l-2 pl-3 text-small">{request.reason}</p>
            </div>
            <div className="flex flex-wrap gap-2">
              <Button onClick={() => setChosen({ request, act: "decline" })}>
                {t("decline")}
                <span className="sr-only"> {request.personName}</span>
              </Button>
              <Button tone="primary" onClick={() => setChosen({ request, act: "accept" })}>
                {t("accept")}
                <span className="sr-only"> {request.personName}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {chosen?.act === "accept" && <GrantDialog dataset={dataset} request={chosen.request} onClose={close} />}
      {chosen?.act === "decline" && <DeclineAccessDialog request={chosen.request} onClose={close} />}
    </section>
  );
}
