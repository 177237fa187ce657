import type { ThemeAnswer } from "@archipel/answers/report/report.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { CircleCheck, CircleDashed, CloudOff, type LucideIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { groupsOfSilent } from "./card.ts";
import { Authority } from "./finding-details.tsx";
import { Folded } from "./folded.tsx";
import { Said } from "./said.tsx";

const ICONS: Record<"notConcerned" | "noData" | "notChecked", { readonly Icon: LucideIcon; readonly ink: string }> = {
  notConcerned: { Icon: CircleCheck, ink: "text-success" },
  noData: { Icon: CircleDashed, ink: "text-ink-muted" },
  notChecked: { Icon: CloudOff, ink: "text-warning" },
};

/** More than these in one group are folded: each kind of easement is a theme, and a portal holds a few of seventy. */
const MOST_OPEN = 6;

/** Themes without findings, each with how old its data are, or who has them. What several say alike is said once. */
export function SilentThemes({ kind, themes }: { readonly kind: keyof typeof ICONS; readonly themes: readonly ThemeAnswer[] }) {
  return groupsOfSilent(themes).map((group) => (
    <div key={group.sentence?.text ?? ""} className="mb-3 text-small last:mb-0">
      {group.sentence && (
        <p className="break-words">
          <Said text={group.sentence} />
        </p>
      )}
      {group.themes.length > MOST_OPEN ? (
        <FoldedThemes kind={kind} themes={group.themes} />
      ) : (
        <ul className="mt-1 grid gap-1">
          {group.themes.map((theme) => (
            <SilentTheme key={`${theme.pack}/${theme.theme}`} kind={kind} theme={theme} />
          ))}
        </ul>
      )}
    </div>
  ));
}

/** Themes of one name are one line with their number. */
function FoldedThemes({ kind, themes }: { readonly kind: keyof typeof ICONS; readonly themes: readonly ThemeAnswer[] }) {
  const t = useTranslations("answers.card.theme");
  const { heldBy } = themes[0] ?? {};
  const isHeldByOne = heldBy !== undefined && themes.every((theme) => theme.heldBy?.name === heldBy.name);
  const named = Map.groupBy(themes, ({ title, notes }) => JSON.stringify([title.text, notes]));
  return (
    <>
      {isHeldByOne && (
        <p className="mt-1">
          {t("askThem")} <Authority authority={heldBy} />
        </p>
      )}
      <Folded title={t("silent", { count: themes.length })}>
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {[...named].map(([key, [theme, ...others]]) =>
            theme ? <SilentTheme key={key} kind={kind} theme={theme} isHeldBySaid={isHeldByOne} count={others.length + 1} /> : null,
          )}
        </ul>
      </Folded>
    </>
  );
}

interface SilentThemeProps {
  readonly kind: keyof typeof ICONS;
  readonly theme: ThemeAnswer;
  /** Who has the data is said for all. */
  readonly isHeldBySaid?: boolean;
  /** How many themes have this name. */
  readonly count?: number;
}

function SilentTheme({ kind, theme, isHeldBySaid = false, count = 1 }: SilentThemeProps) {
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
        {count > 1 && <span className="text-ink-muted"> ({count})</span>}
        {kind === "notConcerned" && oldest && (
          <span className="text-ink-muted"> — {t("checked", { date: formatDate(locale, oldest, "medium") })}</span>
        )}
        {heldBy && !isHeldBySaid && (
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
