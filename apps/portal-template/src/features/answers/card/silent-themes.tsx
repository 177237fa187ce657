import type { ThemeAnswer } from "@archipel/answers/report/report.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { CircleCheck, CircleDashed, CloudOff, type LucideIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { groupsOfSilent } from "./card.ts";
import { Authority } from "./finding-details.tsx";
import { Said } from "./said.tsx";

const ICONS: Record<"notConcerned" | "noData" | "notChecked", { readonly Icon: LucideIcon; readonly ink: string }> = {
  notConcerned: { Icon: CircleCheck, ink: "text-success" },
  noData: { Icon: CircleDashed, ink: "text-ink-muted" },
  notChecked: { Icon: CloudOff, ink: "text-warning" },
};

/** Themes without findings, each with how old its data are, or who has them. What several say alike is said once. */
export function SilentThemes({ kind, themes }: { readonly kind: keyof typeof ICONS; readonly themes: readonly ThemeAnswer[] }) {
  return groupsOfSilent(themes).map((group) => (
    <div key={group.sentence?.text ?? ""} className="mb-3 text-small last:mb-0">
      {group.sentence && (
        <p className="break-words">
          <Said text={group.sentence} />
        </p>
      )}
      <ul className="mt-1 grid gap-1">
        {group.themes.map((theme) => (
          <SilentTheme key={`${theme.pack}/${theme.theme}`} kind={kind} theme={theme} />
        ))}
      </ul>
    </div>
  ));
}

function SilentTheme({ kind, theme }: { readonly kind: keyof typeof ICONS; readonly theme: ThemeAnswer }) {
  const t = useTranslations("answers.card.theme");
  const locale = useLocale();
  const { Icon, ink } = ICONS[kind];
  const { title, notes, sources, heldBy } = theme;
  const [oldest] = sources.map(({ captured, imported }) => captured ?? imported).sort();
  return (
    <li className="flex break-inside-avoid gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 break-words">
        <span className="font-medium">
          <Said text={title} />
        </span>
        {kind === "notConcerned" && oldest && (
          <span className="text-ink-muted"> — {t("checked", { date: formatDate(locale, oldest, "medium") })}</span>
        )}
        {heldBy && (
          <span className="text-ink-muted">
            {" — "}
            {t("heldBy")} <Authority authority={heldBy} />
          </span>
        )}
        {notes.map((note) => (
          <p key={note.text} className="text-ink-muted">
            <Said text={note} />
          </p>
        ))}
      </div>
    </li>
  );
}
