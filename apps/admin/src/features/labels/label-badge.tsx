"use client";
import type { QualityLabel } from "@archipel/contracts/quality-labels.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Award } from "lucide-react";
import { useLocale } from "next-intl";

type Words = Pick<QualityLabel, "nameFr" | "nameEn" | "colour">;

/** A label's name in the language of the page, else in the other language. */
export function useLabelName(): (label: Pick<Words, "nameFr" | "nameEn">) => string {
  const locale = useLocale();
  return ({ nameFr, nameEn }) => (locale === "en" && nameEn !== "" ? nameEn : nameFr);
}

export function LabelBadge({ label }: { readonly label: Words }) {
  const nameOf = useLabelName();
  return (
    <Badge tone={label.colour} icon={<Award aria-hidden className="size-4" />}>
      {nameOf(label)}
    </Badge>
  );
}
