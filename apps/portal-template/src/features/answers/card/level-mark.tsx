import { clsx } from "clsx";
import { Ban, CircleCheck, CircleHelp, Info, type LucideIcon, OctagonAlert, Tag, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Level, Question } from "./card.ts";

/** Each level has a shape of its own: they stay apart in grey print and for people who see no colours. */
const MARKS: Record<"4" | "3" | "2" | "1" | "0" | "none", { readonly Icon: LucideIcon; readonly ink: string; readonly edge: string }> = {
  4: { Icon: Ban, ink: "text-severity-4", edge: "border-l-severity-4" },
  3: { Icon: OctagonAlert, ink: "text-severity-3", edge: "border-l-severity-3" },
  2: { Icon: TriangleAlert, ink: "text-severity-2", edge: "border-l-severity-2" },
  1: { Icon: Tag, ink: "text-severity-1", edge: "border-l-severity-1" },
  0: { Icon: Info, ink: "text-ink-muted", edge: "border-l-line-strong" },
  none: { Icon: CircleHelp, ink: "text-ink-muted", edge: "border-l-line-strong" },
};

/** The class of the coloured edge of a box of this level. */
export function edgeOf(level: Level): string {
  return MARKS[level ?? "none"].edge;
}

/** Hook: the word of a level, which depends on the question: a rule constrains, a risk is high. */
export function useLevelWord() {
  const t = useTranslations("answers.card.levels");
  return (question: Question, level: Level, isFavourable = false) => t(`${question}.${isFavourable ? "favourable" : (level ?? "none")}`);
}

interface LevelMarkProps {
  readonly question: Question;
  readonly level: Level;
  readonly isFavourable?: boolean;
  readonly count?: number;
}

/** A level: icon, word and a gauge of four steps. The word says it all; the rest is to be seen at once. */
export function LevelMark({ question, level, isFavourable = false, count }: LevelMarkProps) {
  const t = useTranslations("answers.card");
  const word = useLevelWord()(question, level, isFavourable);
  const { Icon, ink } = isFavourable ? { Icon: CircleCheck, ink: "text-success" } : MARKS[level ?? "none"];
  return (
    <span className="inline-flex items-center gap-1.5 font-medium text-small">
      {count !== undefined && <span className="figures">{count}</span>}
      <Icon aria-hidden className={clsx("size-4 shrink-0", ink)} />
      <span className="sr-only">{t("level", { level: word })}</span>
      <span aria-hidden>{word}</span>
      {!isFavourable && level !== null && level > 0 && (
        <svg aria-hidden viewBox="0 0 22 6" className={clsx("ml-0.5 h-1.5 w-5.5 shrink-0 print:hidden", ink)}>
          {[0, 1, 2, 3].map((step) => (
            <rect key={step} x={step * 6} width="4" height="6" fill="currentColor" opacity={step < level ? 1 : 0.2} />
          ))}
        </svg>
      )}
    </span>
  );
}
