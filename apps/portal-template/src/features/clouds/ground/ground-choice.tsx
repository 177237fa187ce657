import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { GROUNDS } from "../cloud-address.ts";
import type { Ground } from "./use-ground.ts";

const NOTHING = "nothing";

/** What lies below the points. */
export function GroundChoice({ ground: { kind, choose, state } }: { readonly ground: Ground }) {
  const t = useTranslations("clouds.viewer.ground");
  return (
    <section>
      <RadioGroup
        legend={t("title")}
        name="cloud-ground"
        isInline
        value={kind ?? NOTHING}
        options={[NOTHING, ...GROUNDS].map((value) => ({ value, label: t(`kind.${value as typeof NOTHING | (typeof GROUNDS)[number]}`) }))}
        onValueChange={(value) => choose(GROUNDS.find((one) => one === value) ?? null)}
      />
      <p role="status" className="text-ink-muted text-small empty:hidden">
        {state === "drawing" && t("drawing")}
        {state === "shown" && t("shown")}
        {state === "failed" && t("failed")}
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
