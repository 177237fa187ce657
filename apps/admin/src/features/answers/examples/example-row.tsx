"use client";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { CircleCheck, CircleX, Trash2 } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import type { ExampleOutcome, ExpectedFinding, ListedExample } from "../api-types.ts";
import { LevelBadge } from "../level-badge.tsx";

interface ExampleRowProps {
  readonly portalId: string;
  readonly example: ListedExample;
  readonly outcome: ExampleOutcome | undefined;
  readonly onRemove: () => void;
}

/** A kept place: what its rule answered, and after a run what it answers now. */
export function ExampleRow({ portalId, example, outcome, onRemove }: ExampleRowProps) {
  const t = useTranslations("admin.answers.examples");
  const te = useTranslations("errors");
  const { slug } = useCommunity();
  const { label, pack, ruleKey, expected } = example;
  return (
    <li className="flex flex-col gap-2 px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64">
          <span className="break-words font-medium">{label}</span>
          <Link
            className="block break-words text-small underline underline-offset-2"
            href={links.answerRule(slug, portalId, pack, ruleKey)}
          >
            {pack}/{ruleKey}
          </Link>
        </p>
        {outcome && (
          <Badge
            tone={outcome.isSame ? "success" : "danger"}
            icon={outcome.isSame ? <CircleCheck aria-hidden className="size-4" /> : <CircleX aria-hidden className="size-4" />}
          >
            {t(outcome.isSame ? "passes" : "fails")}
          </Badge>
        )}
        <Button tone="quiet" isSquare aria-label={t("removeNamed", { label, rule: ruleKey })} onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      </div>
      <Said title={outcome && !outcome.isSame ? t("expected") : undefined} findings={expected} />
      {outcome?.failure && (
        <p className="text-danger text-small">{te.has(outcome.failure as never) ? te(outcome.failure as never) : te("unknown")}</p>
      )}
      {outcome && !outcome.isSame && !outcome.failure && <Said title={t("now")} findings={outcome.now} />}
    </li>
  );
}

function Said({ title, findings }: { readonly title: string | undefined; readonly findings: readonly ExpectedFinding[] }) {
  const t = useTranslations("admin.answers.examples");
  const locale = useLocale();
  return (
    <div className="rounded-control bg-sunken px-3 py-2 text-small">
      {title && <p className="mb-1 text-ink-muted">{title}</p>}
      {findings.length === 0 && <p>{t("silent")}</p>}
      {findings.map(({ level, relation, sentence }) => (
        <p key={`${relation} ${level} ${sentence.fr}`} className="flex flex-wrap items-baseline gap-2">
          <LevelBadge level={level} />
          <span className="min-w-0 break-words">{sentence[locale]}</span>
        </p>
      ))}
    </div>
  );
}
