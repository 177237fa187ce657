"use client";
import type { AnswerLayer } from "@archipel/contracts/answers.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFacts } from "./facts.ts";

/** A layer of the portal: what it declares, and in words what it lacks. */
export function LayerRow({ layer, onOpen }: { readonly layer: AnswerLayer; readonly onOpen: () => void }) {
  const t = useTranslations("admin.answers.layers");
  const tl = useTranslations("admin.answers.lacks");
  const facts = useFacts();
  const { title, isOwn, declared, lacks, missingFields } = layer;
  const tone = declared === null ? "neutral" : lacks.length === 0 ? "success" : "warning";
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-words font-medium">{title}</span>
          <Badge tone={tone}>{t(declared === null ? "undeclared" : lacks.length === 0 ? "ready" : "lacking")}</Badge>
        </p>
        {declared && <p className="mt-1 break-words text-ink-muted text-small">{facts(declared)}</p>}
        {lacks.length > 0 && (
          <ul className="mt-2 flex flex-col gap-1">
            {lacks.map((lack) => (
              <li key={lack} className="flex max-w-prose items-start gap-2 text-small">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
                {tl(lack, { names: missingFields.join(", ") })}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button
        aria-label={t(declared ? "editNamed" : "declareNamed", { title })}
        onClick={onOpen}
        {...(!isOwn && { disabledReason: t("notOwn") })}
      >
        {t(declared ? "edit" : "declare")}
      </Button>
    </li>
  );
}
