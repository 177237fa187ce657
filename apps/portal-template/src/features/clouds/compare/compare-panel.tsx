import { formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import type { OpenedCloud } from "../opened-cloud.ts";
import { useEngineState } from "../use-engine.ts";
import { BEFORE, type Comparison } from "./use-comparison.ts";

interface ComparePanelProps {
  readonly cloud: OpenedCloud;
  readonly comparison: Comparison;
  readonly locale: Locale;
}

/** Chooses what the cloud is compared with, and where the limit between both is. */
export function ComparePanel({ cloud, comparison, locale }: ComparePanelProps) {
  const t = useTranslations("clouds.viewer.compare");
  const { choices, chosen, choose, share, setShare, hasFailed, cloud: other, load } = comparison;
  const tStatus = useTranslations("clouds.viewer.status");
  const failed = useEngineState(comparison.engine)?.failures;
  const begin = useEffectEvent(load);
  useEffect(() => begin(), []);
  const hasBefore = cloud.tiles.some(({ revision }) => revision > 1);
  const options = [
    { value: "", label: t("nothing") },
    ...(hasBefore ? [{ value: BEFORE, label: t("before") }] : []),
    ...(choices ?? []).map(({ id, title }) => ({ value: id, label: title })),
  ];
  return (
    <section aria-labelledby="compare-title" className="grid gap-3">
      <h2 id="compare-title" className="font-medium font-text text-base">
        {t("title")}
      </h2>
      {choices !== null && options.length === 1 ? (
        <p className="text-ink-muted text-small">{t("none")}</p>
      ) : (
        <Field label={t("with")} error={hasFailed ? t("failed") : undefined}>
          {(control) => <Select {...control} value={chosen} options={options} onChange={({ target: { value } }) => choose(value)} />}
        </Field>
      )}
      {other && (
        <>
          <Slider
            label={t("limit")}
            value={Math.round(share * 100)}
            min={0}
            max={100}
            step={5}
            format={(value) => formatPercent(locale, value / 100)}
            onValueChange={(value) => setShare(value / 100)}
          />
          <p role="status" className="text-ink-muted text-small">
            {t("sides", { left: cloud.title, right: sideName(t, chosen, other) })}
            {failed && failed.size > 0 && ` ${tStatus("failed", { count: failed.size })}.`}
          </p>
        </>
      )}
    </section>
  );
}

export const sideName = (t: (key: "before") => string, chosen: string, other: OpenedCloud): string =>
  chosen === BEFORE ? t("before") : other.title;
