import { Button } from "@archipel/ui/button.tsx";
import { ChevronDown, ChevronUp, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";

interface ChapterStepsProps {
  readonly titles: readonly string[];
  readonly active: number;
  readonly onGo: (index: number) => void;
  /** Shows the view of the chapter again, after the visitor moved the map. */
  readonly onBack: () => void;
}

/** At an end a button keeps the focus of the keyboard, which a disabled one would lose. */
const END = "aria-disabled:opacity-55";

/** Goes from chapter to chapter, and says which one the map shows. */
export function ChapterSteps({ titles, active, onGo, onBack }: ChapterStepsProps) {
  const t = useTranslations("maps.story");
  const last = titles.length - 1;
  const position = t("chapter", { number: active + 1, count: titles.length });
  return (
    <nav aria-label={t("chapters")} className="flex items-center gap-1 border-line border-t bg-surface px-2">
      <Button
        isSquare
        tone="quiet"
        aria-label={t("previous")}
        className={END}
        aria-disabled={active === 0}
        onClick={() => active > 0 && onGo(active - 1)}
      >
        <ChevronUp aria-hidden className="size-5" />
      </Button>
      <Button
        isSquare
        tone="quiet"
        aria-label={t("next")}
        className={END}
        aria-disabled={active >= last}
        onClick={() => active < last && onGo(active + 1)}
      >
        <ChevronDown aria-hidden className="size-5" />
      </Button>
      <p aria-live="polite" className="min-w-0 flex-1 truncate text-small">
        <span className="text-ink-muted">{position}</span> <span className="font-medium">{titles[active]}</span>
      </p>
      <Button isSquare tone="quiet" aria-label={t("back")} title={t("back")} onClick={onBack}>
        <RotateCcw aria-hidden className="size-4" />
      </Button>
    </nav>
  );
}
