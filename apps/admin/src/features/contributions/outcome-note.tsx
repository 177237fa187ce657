"use client";
import { unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import type { Outcome } from "./use-decisions.ts";

/** The result of the last decision, with the next link. `isHere`: the page already shows that contribution. */
export function OutcomeNote({ outcome, isHere = false }: { readonly outcome: Outcome | null; readonly isHere?: boolean }) {
  const t = useTranslations("admin.contributions");
  const { slug } = useCommunity();
  if (!outcome) return null;
  const { about } = outcome;
  const tone = outcome.kind === "done" ? "success" : outcome.kind === "conflicting" ? "warning" : "danger";
  const title =
    outcome.kind === "failed"
      ? outcome.text
      : t(`done.${outcome.kind === "done" ? outcome.what : outcome.kind}`, { title: unbroken(about.title) });
  const isConflict = outcome.kind === "conflicting";
  const action =
    isConflict || !isHere ? (
      <Link
        href={isConflict ? links.contributionConflicts(slug, about.id) : links.contribution(slug, about.id)}
        className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2"
      >
        {t(isConflict ? "resolveIt" : "openIt")}
      </Link>
    ) : undefined;
  return <Alert tone={tone} title={title} action={action} isLive />;
}
