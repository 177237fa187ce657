"use client";
import type { Role } from "@archipel/contracts/members.ts";
import type { MemberRequest } from "@archipel/contracts/requests.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { UserRoundPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useAsked } from "../../../kit/use-asked.ts";
import { EmailText } from "../email-text.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import { DeclineRequestDialog } from "./decline-request-dialog.tsx";
import { useRequests } from "./use-requests.ts";

/** People who ask to enter the community, the oldest first; `upTo`: the strongest role that the person may give. Renders nothing without requests. */
export function Requests({ upTo = "manager" }: { readonly upTo?: Role }) {
  const t = useTranslations("requests.queue");
  const community = useCommunity();
  const requests = useRequests(community);
  const [chosen, setChosen] = useState<{ request: MemberRequest; act: "accept" | "decline" } | null>(null);
  const [askedId, setAskedId] = useState<string | null>(null);
  useAsked("request", setAskedId);
  if (!requests.data?.length) return null;
  const close = () => setChosen(null);
  return (
    <section aria-labelledby="requests-title" className="rounded-card border border-line bg-surface">
      <h2 id="requests-title" className="border-line border-b px-5 py-3 text-base">
        {t("title", { count: requests.data.length })}
      </h2>
      <ul className="divide-y divide-line">
        {requests.data.map((request) => (
          <RequestLine key={request.id} request={request} isAsked={request.id === askedId} onAct={(act) => setChosen({ request, act })} />
        ))}
      </ul>
      {chosen?.act === "accept" && <AcceptDialog key={chosen.request.id} request={chosen.request} upTo={upTo} onClose={close} />}
      {chosen?.act === "decline" && <DeclineRequestDialog key={chosen.request.id} request={chosen.request} onClose={close} />}
    </section>
  );
}

interface RequestLineProps {
  readonly request: MemberRequest;
  /** A notification led here. */
  readonly isAsked: boolean;
  readonly onAct: (act: "accept" | "decline") => void;
}

function RequestLine({ request, isAsked, onAct }: RequestLineProps) {
  const t = useTranslations("requests.queue");
  const tr = useTranslations("admin.roles");
  const locale = useLocale();
  const { personName: name, email, wantedRole, currentRole, createdAt, reason } = request;
  return (
    <li
      ref={(line) => {
        if (isAsked) line?.scrollIntoView({ block: "center" });
      }}
      className={`flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3 ${isAsked ? "bg-accent-soft" : ""}`}
    >
      <UserRoundPlus aria-hidden className="mt-1 size-4 shrink-0 text-ink-muted" />
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words">
          <span className="font-medium">{name}</span> {t(`wants.${wantedRole}`)}
        </p>
        <p className="break-words text-ink-muted text-small">
          <EmailText email={email} /> · {t("asked", { date: formatDate(locale, createdAt, "medium") })}
          {currentRole && ` · ${t("already", { role: tr(`names.${currentRole}`).toLocaleLowerCase(locale) })}`}
        </p>
        <p className="mt-1.5 max-w-prose whitespace-pre-line break-words border-line border-l-2 pl-3 text-small">{reason}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t("declineOf", { name })} onClick={() => onAct("decline")}>
          {t("decline")}
        </Button>
        <Button tone="primary" aria-label={t("acceptOf", { name })} onClick={() => onAct("accept")}>
          {t("accept")}
        </Button>
      </div>
    </li>
  );
}
