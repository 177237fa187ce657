import type { SavedMap, SavedState } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { renderMarkdown } from "@archipel/i18n/markdown.ts";
import { inLanguage } from "../maps/in-language.ts";

/** A text in the language that it was found in. */
interface ShownText {
  readonly text: string;
  readonly lang: Locale;
}

export interface ShownChapter {
  readonly key: string;
  readonly title: ShownText;
  /** Sanitised HTML. */
  readonly html: ShownText;
  readonly state: SavedState;
}

/** A story as one reader sees it: in the reader's language, or where that is missing in another. */
export interface ShownStory {
  readonly slug: string;
  readonly title: ShownText;
  readonly html: ShownText;
  readonly status: SavedMap["status"];
  readonly missingLayers: number;
  /** Shown in place of the map where scripts do not run. */
  readonly preview: SavedMap["preview"];
  readonly mayEdit: boolean;
  readonly chapters: readonly ShownChapter[];
  /** What the map shows when there is no chapter. */
  readonly state: SavedState;
}

/** Prepares a story for its page: chooses the language of each text and renders its Markdown. */
export async function readStory(story: SavedMap, locale: Locale): Promise<ShownStory> {
  const rendered = async (texts: SavedMap["text"]): Promise<ShownText> => {
    const { text, lang } = inLanguage(texts, locale);
    return { text: text ? await renderMarkdown(text) : "", lang };
  };
  return {
    slug: story.slug,
    title: inLanguage(story.title, locale),
    html: await rendered(story.text),
    status: story.status,
    missingLayers: story.missingLayers,
    preview: story.preview,
    mayEdit: story.may.edit,
    state: story.state,
    chapters: await Promise.all(
      story.chapters.map(async ({ key, title, text, state }) => ({
        key,
        title: inLanguage(title, locale),
        html: await rendered(text),
        state,
      })),
    ),
  };
}
