import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudState } from "@archipel/point-view/draw/cloud-engine.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { OpenedCloud } from "./opened-cloud.ts";
import type { EngineProblem } from "./use-engine.ts";

interface CloudStatusProps {
  readonly cloud: OpenedCloud;
  readonly engine: CloudEngine | null;
  readonly state: CloudState | null;
  readonly problem: EngineProblem | null;
  readonly locale: Locale;
}

/** How much of the cloud is shown, and what could not be. */
export function CloudStatus({ cloud, engine, state, problem, locale }: CloudStatusProps) {
  const t = useTranslations("clouds.viewer.status");
  if (problem) {
    const reload = <Button onClick={() => location.reload()}>{t("reload")}</Button>;
    return (
      <Alert
        tone={problem === "webgl" ? "warning" : "danger"}
        isLive
        title={t(problem)}
        repair={t(`${problem}Repair`)}
        action={problem === "load" && reload}
      />
    );
  }
  // Nothing will be read: without this, the page would say for ever that it opens.
  if (cloud.isPart && cloud.tiles.length === 0) return <Alert tone="info" title={t("noWholeTile")} repair={t("noWholeTileRepair")} />;
  const failed = state ? [...state.failures] : [];
  const isReading = !state || state.ready < state.wanted - failed.length;
  return (
    <div className="grid gap-2">
      {cloud.isPart && <p className="text-small">{t("part")}</p>}
      <p className="figures flex items-center gap-2 text-ink-muted text-small" aria-busy={isReading}>
        {isReading && <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />}
        {state && state.points > 0
          ? t("shown", { shown: formatNumber(locale, state.points), all: formatNumber(locale, cloud.points) })
          : failed.length === 0 && t("opening")}
      </p>
      {failed.length > 0 && (
        <Alert
          tone="danger"
          isLive
          title={t("failed", { count: failed.length })}
          where={failed
            .slice(0, 3)
            .map(([id]) => cloud.tiles.find((tile) => tile.id === id)?.title ?? id)
            .join(", ")}
          repair={t(`why.${failed[0]?.[1] ?? "network"}`)}
          action={<Button onClick={() => engine?.retry()}>{t("again")}</Button>}
        />
      )}
    </div>
  );
}
