import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { GROUNDS } from "../cloud-address.ts";
import type { Ground } from "./use-ground.ts";

const NOTHING = "nothing";

interface GroundChoiceProps {
  readonly ground: Ground;
  readonly onChoose: Ground["choose"];
}

/** What lies below the points. */
export function GroundChoice({ ground: { kind, kinds, load, state, isDraped }, onChoose }: GroundChoiceProps) {
  const t = useTranslations("clouds.viewer.ground");
  const begin = useEffectEvent(load);
  useEffect(() => begin(), []);
  const name = kind ? t(`kind.${kind}`) : "";
  return (
    <section>
      <RadioGroup
        legend={t("title")}
        name="cloud-ground"
        isInline
        value={kind ?? NOTHING}
        options={([NOTHING, ...kinds] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
        onValueChange={(value) => onChoose(GROUNDS.find((one) => one === value) ?? null)}
      />
      <p role="status" className="text-ink-muted text-small empty:hidden">
        {state === "drawing" && t("drawing")}
        {state === "shown" && t(isDraped ? "draped" : "flat")}
        {state === "failed" && t("failed", { kind: name })}
      </p>
    </section>
  );
}

/** Whose data lie below the points. */
export function GroundCredits({ credits }: { readonly credits: readonly string[] }) {
  if (credits.length === 0) return null;
  return (
    <p className="w-fit max-w-full rounded-control bg-surface/95 px-2 py-0.5 text-[0.75rem] text-ink-muted leading-snug">
      {credits.join(" · ")}
    </p>
  );
}
