"use client";
import type { LegendItem } from "@archipel/map-style/legend.ts";
import { confusedPairs, VISIONS, type Vision, visionFilter } from "@archipel/map-style/vision.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";

interface VisionViewProps {
  readonly legend: readonly LegendItem[];
  readonly children: ReactNode;
}

/** The preview and its legend as people with another colour vision see them, and the classes that they confuse. */
export function VisionView({ legend, children }: VisionViewProps) {
  const t = useTranslations("layers.style");
  const id = useId();
  const [vision, setVision] = useState<Vision | null>(null);
  return (
    <>
      <Field label={t("vision")} className="max-w-72">
        {(control) => (
          <Select
            {...control}
            value={vision ?? "none"}
            options={(["none", ...VISIONS] as const).map((value) => ({ value, label: t(`visions.${value}`) }))}
            onChange={(event) => setVision(VISIONS.find((one) => one === event.target.value) ?? null)}
          />
        )}
      </Field>
      {vision && (
        <svg aria-hidden className="absolute size-0">
          <filter id={id} colorInterpolationFilters="linearRGB">
            <feColorMatrix type="matrix" values={visionFilter(vision)} />
          </filter>
        </svg>
      )}
      <div className="flex flex-col gap-3" style={vision ? { filter: `url(#${CSS.escape(id)})` } : undefined}>
        {children}
      </div>
      {vision && legend.length > 1 && <Confusions legend={legend} vision={vision} />}
    </>
  );
}

/** More pairs than this are not listed. */
const MOST_PAIRS = 6;

function Confusions({ legend, vision }: { readonly legend: readonly LegendItem[]; readonly vision: Vision }) {
  const t = useTranslations("layers.style");
  const named = legend.filter(({ shape }) => shape !== "cluster");
  const pairs = confusedPairs(
    named.map(({ colour }) => colour),
    vision,
  ).filter(([first, second]) => {
    // A pattern, an icon or a size distinguishes classes of one colour.
    const look = (index: number) => JSON.stringify([named[index]?.pattern, named[index]?.icon, named[index]?.dash, named[index]?.sizePx]);
    return look(first) === look(second);
  });
  const words = pairs
    .slice(0, MOST_PAIRS)
    .map(([first, second]) => t("confusedPair", { first: named[first]?.label ?? "", second: named[second]?.label ?? "" }));
  return (
    <p aria-live="polite" className={pairs.length > 0 ? "text-small text-warning" : "text-ink-muted text-small"}>
      {pairs.length === 0 ? t("allDistinct") : t("confused", { pairs: `${words.join(", ")}${pairs.length > MOST_PAIRS ? "…" : ""}` })}
    </p>
  );
}
