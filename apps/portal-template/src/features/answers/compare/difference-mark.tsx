import type { ThemeAtTwo } from "@archipel/answers/report/side-by-side.ts";
import { CircleHelp, Equal, EqualNot, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";

const ICONS: Readonly<Record<ThemeAtTwo["difference"], LucideIcon>> = { same: Equal, differs: EqualNot, unknown: CircleHelp };

/** Whether two places differ in a theme: a word and a sign, and never a colour alone. */
export function DifferenceMark({ difference }: Pick<ThemeAtTwo, "difference">) {
  const t = useTranslations("answers.compare.differences");
  const Icon = ICONS[difference];
  const isDifferent = difference === "differs";
  return (
    <span
      className={`mt-1 inline-flex items-center gap-1 rounded-control px-1.5 py-0.5 text-small ${isDifferent ? "bg-warning-soft font-medium text-ink" : "text-ink-muted"}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {t(difference)}
    </span>
  );
}
