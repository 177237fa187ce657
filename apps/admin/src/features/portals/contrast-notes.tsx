"use client";
import { formatNumber } from "@archipel/i18n/format.ts";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { type ContrastFailure, repairContrast } from "@archipel/theme/contrast.ts";
import { proposeReadable } from "@archipel/theme/proposal.ts";
import { resolveTheme } from "@archipel/theme/resolve.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";

interface ContrastNotesProps {
  readonly baseThemeId: string;
  readonly overrides: ThemeOverrides;
  /** Takes the proposed theme in place of a refused one. */
  readonly onPropose: (overrides: ThemeOverrides) => void;
}

/** The result of the contrast guard for the chosen colours: accepted, slightly corrected, or refused with a reason. */
export function ContrastNotes({ baseThemeId, overrides, onPropose }: ContrastNotesProps) {
  const t = useTranslations("admin.portals.contrast");
  const locale = useLocale();
  const { repairs, failures } = repairContrast(resolveTheme(baseTheme(baseThemeId).theme, overrides));
  const [failure] = failures;
  if (failure) {
    const proposal = proposeReadable(baseTheme(baseThemeId).theme, overrides);
    const [first] = proposal?.changes ?? [];
    return (
      <Alert
        tone="danger"
        isLive
        title={t("refused", {
          foreground: t(`tokens.${failure.foreground}` as never),
          background: t(`tokens.${failure.background}` as never),
          mode: t(`modes.${failure.mode}`),
        })}
        where={t("ratio", { ratio: formatNumber(locale, failure.ratio, 1), minimum: formatNumber(locale, failure.minimum, 1) })}
        repair={t("refusedRepair")}
        {...(proposal &&
          first && {
            action: (
              <Button onClick={() => onPropose(proposal.overrides)}>
                <span
                  aria-hidden
                  className="size-4 rounded-control border border-line-strong"
                  style={{ background: first.to ?? "transparent" }}
                />
                {t(first.to ? "propose" : "proposeBase", {
                  token: t(`tokens.${first.token}` as never),
                  mode: t(`modes.${first.mode}`),
                  colour: first.to ?? "",
                })}
              </Button>
            ),
          })}
      />
    );
  }
  if (repairs.length === 0) return <Alert tone="success" title={t("fine")} />;
  return (
    <Alert tone="info" title={t("repaired")}>
      <ul className="flex flex-col gap-1 text-small">
        {repairs.slice(0, 6).map((repair) => (
          <li key={`${repair.mode} ${repair.token}`} className="flex flex-wrap items-center gap-2">
            <span aria-hidden className="size-4 rounded-control border border-line-strong" style={{ background: repair.before }} />
            <span aria-hidden>→</span>
            <span aria-hidden className="size-4 rounded-control border border-line-strong" style={{ background: repair.after }} />
            {t("moved", {
              token: t(`tokens.${repair.token}` as never),
              mode: t(`modes.${repair.mode}`),
              before: repair.before,
              after: repair.after,
            })}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

export function themeFailures(baseThemeId: string, overrides: ThemeOverrides | undefined): ContrastFailure[] {
  return repairContrast(resolveTheme(baseTheme(baseThemeId).theme, overrides)).failures;
}
