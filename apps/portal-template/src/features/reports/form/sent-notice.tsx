"use client";
import type { Locale } from "@archipel/contracts/text.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { CircleCheck, CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { links } from "../../../links.ts";
import type { Outcome } from "../sending/queue.ts";

interface SentNoticeProps {
  readonly outcome: Exclude<Outcome, { is: "refused" }>;
  readonly locale: Locale;
  readonly communityName: string;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onClose: () => void;
}

/** Says that the report was received, with its number, or is kept here and sent later; and what happens next. */
export function SentNotice({ outcome, locale, communityName, heading, onClose }: SentNoticeProps) {
  const t = useTranslations("reports.sent");
  const isSent = outcome.is === "sent";
  const Icon = isSent ? CircleCheck : CloudOff;
  return (
    <section aria-label={t("label")} className="grid gap-4">
      <Icon aria-hidden className={isSent ? "size-10 text-success" : "size-10 text-ink-muted"} />
      <h2 ref={heading} tabIndex={-1} role="status" className="text-title outline-none">
        {isSent ? t("title", { number: outcome.created.number }) : t(outcome.why)}
      </h2>
      {isSent ? (
        <ol className="grid list-decimal gap-1 pl-5">
          <li>{t(outcome.created.review === "held" ? "next.held" : "next.read", { community: communityName })}</li>
          <li>{t("next.answer")}</li>
          <li>{t(outcome.created.follow ? "next.here" : "next.account")}</li>
        </ol>
      ) : (
        <p>{t(`${outcome.why}Text`)}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {isSent && (
          <LinkButton
            tone="primary"
            className="min-h-12!"
            href={links.report(locale, outcome.created.number, outcome.created.follow ?? undefined)}
          >
            {t("follow")}
          </LinkButton>
        )}
        <Button className="min-h-12!" tone={isSent ? "secondary" : "primary"} onClick={onClose}>
          {t("close")}
        </Button>
      </div>
    </section>
  );
}
