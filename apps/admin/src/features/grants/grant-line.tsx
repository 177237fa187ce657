"use client";
import type { Grant, GrantState } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";
import { endsSoon } from "./ends-soon.ts";
import { useGrantWords, useSubjectWords } from "./use-grant-words.ts";

const TONES: Record<GrantState, BadgeTone> = { valid: "success", "not-begun": "info", ended: "neutral", revoked: "danger" };

export type GrantAct = "renew" | "end" | "revoke";

/** A grant as a sentence, with what can be done with it. */
export function GrantLine({ grant, onAct }: { readonly grant: Grant; readonly onAct: ((act: GrantAct) => void) | null }) {
  const t = useTranslations("grants.rights");
  const locale = useLocale();
  const sentence = useGrantWords()(grant);
  const who = useSubjectWords()(grant.subject);
  const { state, purpose, from, subject, givenByName, createdAt } = grant;
  const day = (date: Date) => formatDate(locale, date, "medium");
  const about = [
    // The heading of the subject has it where rights can be changed.
    ...(subject.email && !onAct ? [subject.email] : []),
    ...(state === "not-begun" ? [t("from", { date: day(from) })] : []),
    givenByName ? t("given", { date: day(createdAt), name: givenByName }) : t("givenOn", { date: day(createdAt) }),
  ];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-words">{sentence}</p>
        <p className="break-words text-ink-muted text-small">{about.join(" · ")}</p>
        {purpose && <p className="mt-1 whitespace-pre-line break-words text-small">{t("purpose", { purpose })}</p>}
      </div>
      <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      {onAct && (
        <div className="flex flex-wrap gap-2">
          {endsSoon(grant) && (
            <Button tone="primary" aria-label={t("of", { action: t("renew"), who })} onClick={() => onAct("renew")}>
              {t("renew")}
            </Button>
          )}
          <Button aria-label={t("of", { action: t("changeEnd"), who })} onClick={() => onAct("end")}>
            {t("changeEnd")}
          </Button>
          <Button aria-label={t("of", { action: t("revoke"), who })} onClick={() => onAct("revoke")}>
            {t("revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}
