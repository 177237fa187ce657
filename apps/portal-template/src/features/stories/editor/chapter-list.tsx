import { STORY_CHAPTERS_MAX } from "@archipel/contracts/map-limits.ts";
import type { SavedState } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type Dispatch, type ReactNode, useEffect, useRef, useState } from "react";
import { newChapterKey } from "../../maps/chapter-key.ts";
import { inLanguage } from "../../maps/in-language.ts";
import { ChapterForm } from "./chapter-form.tsx";
import { type Edit, type Edited, type EditedChapter, NO_TEXT } from "./content.ts";

interface ChapterListProps {
  readonly content: Edited;
  readonly dispatch: Dispatch<Edit>;
  readonly lang: Locale;
  /** The key of the chapter whose form is open and whose view the map shows. */
  readonly chosen: string | null;
  readonly onChoose: (key: string | null, state?: SavedState) => void;
  /** What the map shows now. */
  readonly shown: SavedState;
  readonly isTried: boolean;
  readonly renderView: (chapter: EditedChapter) => ReactNode;
}

/** The chapters in their order: one is open, the others are titles. They move by buttons. */
export function ChapterList({ content: { chapters }, dispatch, lang, chosen, onChoose, shown, isTried, renderView }: ChapterListProps) {
  const t = useTranslations("maps.edit");
  const [said, setSaid] = useState("");
  const [removed, setRemoved] = useState<{ readonly chapter: EditedChapter; readonly index: number } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  /** What gets the focus when the list was drawn again. */
  const focus = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chapter that moved is another place in the page, and its button loses the focus
  useEffect(() => {
    if (focus.current) list.current?.querySelector<HTMLElement>(focus.current)?.focus();
    focus.current = null;
  }, [chapters]);
  const nameOf = ({ title }: EditedChapter) => inLanguage(title, lang).text || t("untitled");

  const add = () => {
    const key = newChapterKey();
    const after = chapters.findIndex((chapter) => chapter.key === chosen);
    const index = after === -1 ? chapters.length : after + 1;
    dispatch({ type: "added", chapter: { key, title: NO_TEXT, text: NO_TEXT, state: shown }, index });
    setRemoved(null);
    focus.current = `#chapter-${key} input`;
    onChoose(key, shown);
  };
  const move = (chapter: EditedChapter, by: 1 | -1) => {
    const to = chapters.indexOf(chapter) + by;
    if (to < 0 || to >= chapters.length) return;
    focus.current = `#chapter-${chapter.key} [data-by="${by}"]`;
    dispatch({ type: "moved", key: chapter.key, by });
    setSaid(t("moved", { title: nameOf(chapter), number: to + 1 }));
  };
  const remove = (chapter: EditedChapter) => {
    const index = chapters.indexOf(chapter);
    setRemoved({ chapter, index });
    dispatch({ type: "removed", key: chapter.key });
    onChoose(null);
  };
  const restore = () => {
    if (!removed) return;
    dispatch({ type: "added", ...removed });
    focus.current = `#chapter-${removed.chapter.key} input`;
    onChoose(removed.chapter.key, removed.chapter.state);
    setRemoved(null);
  };

  return (
    <section aria-labelledby="chapters">
      <h2 id="chapters" className="mb-2 font-medium font-text text-base">
        {t("chapters")}
      </h2>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <ol ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-2 empty:hidden">
        {chapters.map((chapter, index) => (
          <ChapterForm
            key={chapter.key}
            chapter={chapter}
            place={{ index, count: chapters.length, name: nameOf(chapter) }}
            lang={lang}
            isOpen={chapter.key === chosen}
            isTried={isTried}
            dispatch={dispatch}
            on={{
              toggle: () => onChoose(chapter.key === chosen ? null : chapter.key),
              move: (by) => move(chapter, by),
              remove: () => remove(chapter),
            }}
            view={chapter.key === chosen && renderView(chapter)}
          />
        ))}
      </ol>
      {removed && (
        <p role="status" className="mt-2 flex flex-wrap items-center gap-x-3 text-small">
          {t("removed", { title: nameOf(removed.chapter) })}
          <Button tone="quiet" onClick={restore}>
            {t("undo")}
          </Button>
        </p>
      )}
      <Button
        className="mt-3"
        onClick={add}
        reasonAlign="start"
        disabledReason={chapters.length >= STORY_CHAPTERS_MAX ? t("tooMany", { most: STORY_CHAPTERS_MAX }) : undefined}
      >
        <Plus aria-hidden className="size-5" />
        {t("addChapter")}
      </Button>
    </section>
  );
}
