"use client";
import type { AnswerSettings, AnswerTheme } from "@archipel/contracts/answers.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";
import { useText } from "../words.ts";
import { readinessOf, type ThemeReadiness } from "./readiness.ts";

const TONES: Readonly<Record<ThemeReadiness["state"], BadgeTone>> = { ready: "success", partly: "warning", missing: "neutral" };

/** Each theme of the chosen packs: the layers that speak for it, and those that it lacks. */
export function ThemeList({ settings: { themes, layers } }: { readonly settings: AnswerSettings }) {
  const t = useTranslations("admin.answers.themes");
  const tp = useTranslations("admin.answers.packs.names");
  const titles = new Map(layers.map(({ layerId, title }) => [layerId, title]));
  const covered = new Set(
    layers.flatMap(({ layerId, declared }) => (declared && declared.coverage.kind !== "undeclared" ? [layerId] : [])),
  );
  const packs = [...new Set(themes.map(({ pack }) => pack))];
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-title">{t("title")}</h2>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      {packs.map((pack) => (
        <section key={pack} className="flex flex-col gap-2">
          <h3 className="font-medium">{tp(pack)}</h3>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {themes
              .filter((theme) => theme.pack === pack)
              .map((theme) => (
                <ThemeRow key={theme.theme} theme={theme} titles={titles} covered={covered} />
              ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

interface ThemeRowProps {
  readonly theme: AnswerTheme;
  readonly titles: ReadonlyMap<string, string>;
  readonly covered: ReadonlySet<string>;
}

function ThemeRow({ theme, titles, covered }: ThemeRowProps) {
  const t = useTranslations("admin.answers.themes");
  const tt = useTranslations("admin.answers.tags");
  const text = useText();
  const { state, speaking, missing } = readinessOf(theme, covered);
  const wanted = missing.map((wants) =>
    "tag" in wants
      ? t("tag", { tag: tt.has(wants.tag as never) ? tt(wants.tag as never) : wants.tag })
      : t("table", { tables: wants.tables.join(", ") }),
  );
  return (
    <li className="flex flex-col gap-1 px-5 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{text(theme.title)}</span>
        <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
      </p>
      {speaking.length > 0 && (
        <p className="break-words text-small">{t("speak", { titles: speaking.map((id) => titles.get(id) ?? "").join(", ") })}</p>
      )}
      {state === "partly" && <p className="text-ink-muted text-small">{t("neverClears")}</p>}
      {wanted.length > 0 && (
        <p className="break-words text-ink-muted text-small">{t("missing", { wanted: [...new Set(wanted)].join(" ; ") })}</p>
      )}
    </li>
  );
}
