"use client";
import { MAP_TEXT_MAX, MAP_TITLE_MAX } from "@archipel/contracts/map-limits.ts";
import type { SavedMap, SavedState } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../../links.ts";
import { inLanguage } from "../../maps/in-language.ts";
import { savedStateOf } from "../../maps/saved-state.ts";
import { TextField } from "../../maps/text-field.tsx";
import { StoryMap } from "../story-map.tsx";
import { type StoryMapInput, useStoryMap } from "../use-story-map.ts";
import { ChapterList } from "./chapter-list.tsx";
import { faultsOf, isSameState } from "./content.ts";
import { EditedLayers } from "./edited-layers.tsx";
import { EditedView } from "./edited-view.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { SaveBar } from "./save-bar.tsx";
import { useEditor } from "./use-editor.ts";

interface EditScreenProps {
  readonly saved: SavedMap;
  /** The languages of the portal. */
  readonly languages: readonly Locale[];
  readonly map: StoryMapInput;
}

/** Texts at the left, the map of the chosen chapter at the right; on a narrow screen the map stays above the texts. */
export function EditScreen({ saved, languages, map: input }: EditScreenProps) {
  const { locale } = input;
  const t = useTranslations("maps.edit");
  const editor = useEditor(saved);
  const { content, dispatch } = editor;
  const isStory = saved.kind === "story";
  const [lang, setLang] = useState<Locale>(locale);
  const [chosen, setChosen] = useState<string | null>(saved.chapters[0]?.key ?? null);
  const [isTried, setTried] = useState(false);
  const map = useStoryMap(input, saved.chapters[0]?.state ?? saved.state);
  const shown = savedStateOf(map.state);
  const faults = faultsOf(content);
  const title = content.title[lang] || inLanguage(content.title, lang).text || t("untitled");

  const choose = (key: string | null, state?: SavedState) => {
    setChosen(key);
    const found = state ?? content.chapters.find((chapter) => chapter.key === key)?.state;
    if (found) map.open(found);
  };
  const save = () => {
    setTried(true);
    const [first] = faults;
    if (!first) editor.save();
    else if (first.kind === "chapter-title") choose(first.key);
  };
  const view = (state: SavedState, take: () => void) => (
    <EditedView isSame={isSameState(state, shown)} onTake={take} onShow={() => map.open(state)} />
  );

  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]">
      <aside
        aria-label={t("map")}
        className="sticky top-0 z-20 h-[38dvh] overflow-hidden border-line border-y lg:top-4 lg:order-last lg:m-4 lg:ml-0 lg:h-[calc(100dvh-6rem)] lg:rounded-card lg:border"
      >
        <StoryMap map={map} locale={locale} label={t("map")} panel={<EditedLayers map={map} locale={locale} />} />
      </aside>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 pt-6 lg:px-8">
        <h1 className="break-words text-title">{t("title", { title })}</h1>
        {languages.length > 1 && <LanguageChoice languages={languages} content={content} lang={lang} onChoose={setLang} />}
        <Field
          label={t(isStory ? "storyTitle" : "mapTitle")}
          isRequired
          error={isTried && faults.some(({ kind }) => kind === "title") && t("titleMissing")}
        >
          {(control) => (
            <TextInput
              {...control}
              lang={lang}
              maxLength={MAP_TITLE_MAX}
              value={content.title[lang]}
              onChange={({ target }) => dispatch({ type: "titled", lang, text: target.value })}
            />
          )}
        </Field>
        <TextField
          label={t(isStory ? "intro" : "text")}
          value={content.text[lang]}
          onChange={(text) => dispatch({ type: "worded", lang, text })}
          lang={lang}
          maxLength={MAP_TEXT_MAX}
          rows={isStory ? 4 : 10}
        />
        {isStory ? (
          <ChapterList
            content={content}
            dispatch={dispatch}
            lang={lang}
            chosen={chosen}
            onChoose={choose}
            shown={shown}
            isTried={isTried}
            renderView={(chapter) => view(chapter.state, () => dispatch({ type: "chapter-viewed", key: chapter.key, state: shown }))}
          />
        ) : (
          view(content.state, () => dispatch({ type: "viewed", state: shown }))
        )}
        <SaveBar editor={editor} faults={isTried ? faults : []} onSave={save} look={links.savedMap(locale, saved.slug)} />
      </div>
    </div>
  );
}
