import { formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { BEFORE } from "../cloud-address.ts";
import type { Ground } from "../ground/use-ground.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { useEngineState } from "../use-engine.ts";
import type { Comparison } from "./use-comparison.ts";
import type { Swipe } from "./use-swipe.ts";

interface ComparePanelProps {
  readonly cloud: OpenedCloud;
  readonly comparison: Comparison;
  readonly swipe: Swipe;
  readonly grounds: Ground["kinds"];
  readonly locale: Locale;
}

/** Chooses what the cloud is compared with, and where the limit between both is. */
export function ComparePanel({ cloud, comparison, swipe, grounds, locale }: ComparePanelProps) {
  const t = useTranslations("clouds.viewer.compare");
  const { choices, share, setShare, hasFailed, cloud: other, load } = comparison;
  const tGround = useTranslations("clouds.viewer.ground");
  const tStatus = useTranslations("clouds.viewer.status");
  const failed = useEngineState(comparison.engine)?.failures;
  const begin = useEffectEvent(load);
  useEffect(() => begin(), []);
  const hasBefore = cloud.tiles.some(({ revision }) => revision > 1);
  const options = [
    { value: "", label: t("nothing") },
    ...(hasBefore ? [{ value: BEFORE, label: t("before") }] : []),
    ...(choices ?? []).map(({ id, title }) => ({ value: id, label: title })),
    ...grounds.map((kind) => ({ value: kind, label: tGround(`kind.${kind}`) })),
  ];
  const right = useSideName()(swipe, comparison);
  return (
    <section aria-labelledby="compare-title" className="grid gap-3">
      <h2 id="compare-title" className="font-medium font-text text-base">
        {t("title")}
      </h2>
      <Field label={t("with")} error={hasFailed ? t("failed") : undefined}>
        {(control) => (
          <Select {...control} value={swipe.chosen} options={options} onChange={({ target: { value } }) => swipe.choose(value)} />
        )}
      </Field>
      {right !== null && (
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
            {t("sides", { left: cloud.title, right })}
            {other && failed && failed.size > 0 && ` ${tStatus("failed", { count: failed.size })}.`}
          </p>
        </>
      )}
    </section>
  );
}

/** What is seen right of the limit; null without one. */
export function useSideName(): (swipe: Swipe, comparison: Pick<Comparison, "cloud" | "chosen">) => string | null {
  const t = useTranslations("clouds.viewer.compare");
  const tGround = useTranslations("clouds.viewer.ground");
  return ({ ground }, { cloud, chosen }) => {
    if (ground) return tGround(`kind.${ground}`);
    return cloud && (chosen === BEFORE ? t("before") : cloud.title);
  };
}
