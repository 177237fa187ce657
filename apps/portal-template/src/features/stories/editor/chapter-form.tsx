import { MAP_TEXT_MAX, MAP_TITLE_MAX } from "@archipel/contracts/map-limits.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, ChevronDown, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Dispatch, ReactNode } from "react";
import { TextField } from "../../maps/text-field.tsx";
import type { Edit, EditedChapter } from "./content.ts";

interface ChapterFormProps {
  readonly chapter: EditedChapter;
  readonly place: { readonly index: number; readonly count: number; readonly name: string };
  readonly lang: Locale;
  readonly isOpen: boolean;
  /** The person tried to save: what is missing is said. */
  readonly isTried: boolean;
  readonly dispatch: Dispatch<Edit>;
  readonly on: { readonly toggle: () => void; readonly move: (by: 1 | -1) => void; readonly remove: () => void };
  /** Whether the map shows the chapter's view. */
  readonly view: ReactNode;
}

/** One chapter: its title with the buttons that move it, and below it, when it is open, its texts and its view. */
export function ChapterForm({ chapter, place, lang, isOpen, isTried, dispatch, on, view }: ChapterFormProps) {
  const t = useTranslations("maps.edit");
  const { key, title, text } = chapter;
  const { index, count, name } = place;
  const isNameless = isTried && !title.fr.trim() && !title.en.trim();
  const id = `chapter-${key}`;
  const square = "aria-disabled:opacity-55";
  return (
    <li id={id} className={clsx("rounded-card border bg-surface", isOpen ? "border-accent" : isNameless ? "border-danger" : "border-line")}>
      <div className="flex items-center gap-1 pr-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`${id}-form`}
          onClick={on.toggle}
          className="flex min-h-control min-w-0 flex-1 items-center gap-2 px-3 text-left"
        >
          <span className="figures text-ink-muted">{index + 1}</span>
          <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
          <ChevronDown aria-hidden className={clsx("size-4 shrink-0 text-ink-muted transition-transform", isOpen && "rotate-180")} />
        </button>
        <Button
          isSquare
          tone="quiet"
          data-by="-1"
          className={square}
          aria-disabled={index === 0}
          aria-label={t("up", { title: name })}
          onClick={() => on.move(-1)}
        >
          <ArrowUp aria-hidden className="size-4" />
        </Button>
        <Button
          isSquare
          tone="quiet"
          data-by="1"
          className={square}
          aria-disabled={index === count - 1}
          aria-label={t("down", { title: name })}
          onClick={() => on.move(1)}
        >
          <ArrowDown aria-hidden className="size-4" />
        </Button>
      </div>
      <div id={`${id}-form`} hidden={!isOpen} className="border-line border-t p-3">
        {isOpen && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Field label={t("chapterTitle")} isRequired error={isNameless && t("chapterTitleMissing", { number: index + 1 })}>
              {(control) => (
                <TextInput
                  {...control}
                  lang={lang}
                  maxLength={MAP_TITLE_MAX}
                  value={title[lang]}
                  onChange={({ target }) => dispatch({ type: "chapter-titled", key, lang, text: target.value })}
                />
              )}
            </Field>
            <TextField
              label={t("chapterText")}
              value={text[lang]}
              onChange={(next) => dispatch({ type: "chapter-worded", key, lang, text: next })}
              lang={lang}
              maxLength={MAP_TEXT_MAX}
            />
            {view}
            <div>
              <Button tone="quiet" className="-ml-4 text-danger!" onClick={on.remove}>
                <Trash2 aria-hidden className="size-4" />
                {t("remove")}
              </Button>
            </div>
          </div>
        )}
      </div>
    </li>
  );
}
