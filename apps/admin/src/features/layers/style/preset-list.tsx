"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { presetColumns, presetsFor } from "@archipel/map-style/presets.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useQueries } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";

interface PresetListProps {
  readonly layer: LayerSummary;
  readonly onUse: (style: LayerStyle) => void;
}

const NAMES = [
  "cnig-zones",
  "cnig-prescriptions",
  "cnig-information",
  "ppr-rules",
  "ppr-zones",
  "hazard-codes",
  "hazard-words",
  "seveso",
  "availability",
] as const;

/** Symbols of the standards that the layer's fields follow. Nothing when they follow none. */
export function PresetList({ layer, onUse }: PresetListProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const api = useApi();
  // Few columns have a known name, and a preset needs their values.
  const columns = presetColumns(layer).slice(0, 4);
  const values = useQueries({
    queries: columns.map((column) => ({ ...api.layers.values.queryOptions({ layerId: layer.id, column }), staleTime: 60_000 })),
  });
  const known = Object.fromEntries(
    columns.map((column, index) => [column, values[index]?.data?.values.flatMap(({ value }) => (value === null ? [] : [value])) ?? []]),
  );
  const presets = values.some(({ data }) => data) ? presetsFor(layer, locale, known) : [];
  if (presets.length === 0) return null;
  return (
    <section aria-label={t("presets")} className="rounded-card border border-line bg-surface px-4 py-3">
      <h3 className="font-medium font-text text-base">{t("presets")}</h3>
      <p className="mb-2 text-ink-muted text-small">{t("presetsText")}</p>
      <ul className="flex flex-col gap-2">
        {presets.map(({ id, style }) => {
          const name = NAMES.find((one) => one === id);
          const title = name ? t(`preset.${name}`) : id;
          return (
            <li key={id}>
              <Button className="w-full justify-start! text-left" onClick={() => onUse(style)}>
                <span aria-hidden className="flex shrink-0">
                  {style.categories.slice(0, 5).map(({ value, colour }) => (
                    <span key={String(value)} className="size-4 border border-line" style={{ background: colour }} />
                  ))}
                </span>
                {t("usePreset", { name: title })}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
