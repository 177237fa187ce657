"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";
import type { RuleDetails } from "../api-types.ts";
import { changedParts } from "./changed-parts.ts";

/** Who has changed a rule, what waits to be published, and whether the pack has changed since. */
export function RuleState({ details: { shipped, published, draft, packVersion } }: { readonly details: RuleDetails }) {
  const t = useTranslations("admin.answers.rule");
  const locale = useLocale();
  const old = [draft, published].find((change) => change && change.packVersion !== packVersion);
  const when = (at: Date) => formatDateTime(locale, at);
  const someone = t("someone");
  const parts = draft?.rule && !draft.isHidden ? changedParts(published?.rule ?? shipped, draft.rule) : [];
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={published ? "accent" : "neutral"}>
          {t(
            published
              ? published.isHidden
                ? "inUse.hidden"
                : shipped
                  ? "inUse.changed"
                  : "inUse.added"
              : shipped
                ? "inUse.shipped"
                : "inUse.none",
          )}
        </Badge>
        {published && (
          <span className="text-ink-muted text-small">
            {t("publishedBy", {
              author: published.author ?? someone,
              reviewer: published.reviewer ?? someone,
              when: when(published.updatedAt),
            })}
          </span>
        )}
      </p>
      {draft && (
        <Alert
          tone="info"
          title={t(draft.isOwn ? "ownDraft" : "draftOf", { author: draft.author ?? someone, when: when(draft.updatedAt) })}
          repair={t(draft.isReset ? (shipped ? "draftResets" : "draftRemoves") : draft.isOwn ? "ownDraftText" : "draftOfText")}
        >
          {draft.isHidden && <p>{t("changesOff")}</p>}
          {parts.length > 0 && <p>{t("changesParts", { parts: parts.map((part) => t(part)).join(", ") })}</p>}
        </Alert>
      )}
      {old && (
        <Alert tone="warning" title={t("oldEdition", { before: old.packVersion, now: packVersion })} repair={t("oldEditionRepair")} />
      )}
    </div>
  );
}
