"use client";
import { isByConfidence } from "@archipel/map-style/confidence.ts";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CategoryFields } from "./category-fields.tsx";
import { LookFields, ZoomFields } from "./look-fields.tsx";
import { ClusterFields, HeatFields, SizeFields } from "./measure-fields.tsx";
import { RangeFields, StopList } from "./range-fields.tsx";
import type { StylePartProps } from "./style-part.ts";
import { TextFields } from "./text-fields.tsx";

/** The settings of the chosen kind, then those that all kinds have. */
export function StyleParts(props: StylePartProps) {
  const t = useTranslations("layers.style");
  const { style } = props;
  return (
    <>
      <KindFields {...props} />
      <div className="flex flex-col gap-2">
        <Section title={t("look")} isOpen={style.kind === "simple" || style.kind === "proportional"}>
          <LookFields {...props} />
        </Section>
        <Section title={t("labels")} isOpen={false}>
          <TextFields {...props} />
        </Section>
        <Section title={t("zooms")} isOpen={false}>
          <ZoomFields {...props} />
        </Section>
      </div>
    </>
  );
}

function KindFields({ style, ...props }: StylePartProps) {
  const t = useTranslations("admin.layers");
  switch (style.kind) {
    case "simple":
      return null;
    case "categorised":
      return <CategoryFields {...props} style={style} />;
    case "graduated":
      return isByConfidence(style) ? (
        <>
          <p className="text-ink-muted text-small">{t("confidenceNote")}</p>
          <StopList {...props} style={style} />
        </>
      ) : (
        <RangeFields {...props} style={style} />
      );
    case "proportional":
      return <SizeFields {...props} style={style} />;
    case "heat":
      return <HeatFields {...props} style={style} />;
    case "clusters":
      return <ClusterFields {...props} style={style} />;
  }
}

interface SectionProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly children: ReactNode;
}

/** A part that most people leave as it is. */
function Section({ title, isOpen, children }: SectionProps) {
  return (
    <details open={isOpen} className="group rounded-card border border-line bg-surface">
      <summary className="flex min-h-control cursor-pointer list-none items-center gap-2 px-3 font-medium">
        <ChevronRight aria-hidden className="size-4 text-ink-muted transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="border-line border-t px-3 py-3">{children}</div>
    </details>
  );
}
