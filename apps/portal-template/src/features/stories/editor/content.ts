import { STORY_CHAPTERS_MAX, STORY_TEXTS_MAX } from "@archipel/contracts/map-limits.ts";
import type { SavedMap, SavedState, StoryChapter } from "@archipel/contracts/maps.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

/** A text in each language; empty where it is not written. */
export type Texts = Readonly<Record<Locale, string>>;

export interface EditedChapter {
  readonly key: string;
  readonly title: Texts;
  readonly text: Texts;
  readonly state: SavedState;
}

/** What the editor changes of a map or story. */
export interface Edited {
  readonly title: Texts;
  readonly text: Texts;
  /** What a map shows; of a story, what it shows without a chapter. */
  readonly state: SavedState;
  readonly chapters: readonly EditedChapter[];
}

export type Edit =
  | { readonly type: "titled"; readonly lang: Locale; readonly text: string }
  | { readonly type: "worded"; readonly lang: Locale; readonly text: string }
  | { readonly type: "viewed"; readonly state: SavedState }
  | { readonly type: "chapter-titled"; readonly key: string; readonly lang: Locale; readonly text: string }
  | { readonly type: "chapter-worded"; readonly key: string; readonly lang: Locale; readonly text: string }
  | { readonly type: "chapter-viewed"; readonly key: string; readonly state: SavedState }
  | { readonly type: "added"; readonly chapter: EditedChapter; readonly index: number }
  | { readonly type: "moved"; readonly key: string; readonly by: 1 | -1 }
  | { readonly type: "removed"; readonly key: string }
  | { readonly type: "replaced"; readonly content: Edited };

export const NO_TEXT: Texts = { fr: "", en: "" };

export function edit(content: Edited, action: Edit): Edited {
  switch (action.type) {
    case "titled":
      return { ...content, title: { ...content.title, [action.lang]: action.text } };
    case "worded":
      return { ...content, text: { ...content.text, [action.lang]: action.text } };
    case "viewed":
      return { ...content, state: action.state };
    case "chapter-titled":
      return changed(content, action.key, ({ title }) => ({ title: { ...title, [action.lang]: action.text } }));
    case "chapter-worded":
      return changed(content, action.key, ({ text }) => ({ text: { ...text, [action.lang]: action.text } }));
    case "chapter-viewed":
      return changed(content, action.key, () => ({ state: action.state }));
    case "added":
      return { ...content, chapters: content.chapters.toSpliced(action.index, 0, action.chapter) };
    case "moved":
      return { ...content, chapters: moved(content.chapters, action.key, action.by) };
    case "removed":
      return { ...content, chapters: content.chapters.filter(({ key }) => key !== action.key) };
    case "replaced":
      return action.content;
  }
}

function changed(content: Edited, key: string, part: (chapter: EditedChapter) => Partial<EditedChapter>): Edited {
  return { ...content, chapters: content.chapters.map((chapter) => (chapter.key === key ? { ...chapter, ...part(chapter) } : chapter)) };
}

function moved(chapters: readonly EditedChapter[], key: string, by: 1 | -1): readonly EditedChapter[] {
  const from = chapters.findIndex((chapter) => chapter.key === key);
  const chapter = chapters[from];
  const to = from + by;
  return !chapter || to < 0 || to >= chapters.length ? chapters : chapters.toSpliced(from, 1).toSpliced(to, 0, chapter);
}

const textsOf = ({ fr = "", en = "" }: SavedMap["text"]): Texts => ({ fr, en });

/** A saved map as the editor holds it. */
export function editedOf({ title, text, state, chapters }: Pick<SavedMap, "title" | "text" | "state" | "chapters">): Edited {
  return {
    title: textsOf(title),
    text: textsOf(text),
    state,
    chapters: chapters.map((chapter) => ({
      ...chapter,
      title: textsOf(chapter.title),
      text: textsOf(chapter.text),
    })),
  };
}

/** The same for core-api: without the languages that are not written. */
export function savedOf({
  title,
  text,
  state,
  chapters,
}: Edited): Pick<SavedMap, "title" | "text" | "state"> & { chapters: StoryChapter[] } {
  return {
    title: written(title),
    text: written(text),
    state,
    chapters: chapters.map((chapter) => ({ ...chapter, title: written(chapter.title), text: written(chapter.text) })),
  };
}

const written = ({ fr, en }: Texts) => ({ ...(fr.trim() && { fr: fr.trim() }), ...(en.trim() && { en: en.trim() }) });

const isWritten = ({ fr, en }: Texts) => Boolean(fr.trim() || en.trim());

/** How many of the written texts are there in a language. A text that no language has is not counted. */
export function completeness({ title, text, chapters }: Edited, lang: Locale): { readonly done: number; readonly all: number } {
  const texts = [title, text, ...chapters.flatMap((chapter) => [chapter.title, chapter.text])].filter(isWritten);
  return { done: texts.filter((one) => one[lang].trim() !== "").length, all: texts.length };
}

/** What must be repaired before saving. */
export type Fault =
  | { readonly kind: "title" }
  | { readonly kind: "chapter-title"; readonly key: string; readonly number: number }
  | { readonly kind: "too-many" }
  | { readonly kind: "too-long" };

export function faultsOf(content: Edited): Fault[] {
  const { title, chapters } = content;
  const length = chapters.reduce((sum, { text }) => sum + text.fr.length + text.en.length, 0);
  return [
    ...(isWritten(title) ? [] : [{ kind: "title" as const }]),
    ...chapters.flatMap((chapter, index): Fault[] =>
      isWritten(chapter.title) ? [] : [{ kind: "chapter-title", key: chapter.key, number: index + 1 }],
    ),
    ...(chapters.length > STORY_CHAPTERS_MAX ? [{ kind: "too-many" as const }] : []),
    ...(length > STORY_TEXTS_MAX ? [{ kind: "too-long" as const }] : []),
  ];
}

export const isSame = (one: Edited, other: Edited): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Views closer than this many pixels are the same: a flight may end a fraction beside its target. */
const NEAR_PIXELS = 3;

/** Whether two states show the same map. */
export function isSameState(one: SavedState, other: SavedState): boolean {
  const near = (NEAR_PIXELS * 360) / (512 * 2 ** one.view.zoom);
  const isNear =
    Math.abs(one.view.zoom - other.view.zoom) < 0.02 &&
    Math.abs(one.view.lon - other.view.lon) < near &&
    Math.abs(one.view.lat - other.view.lat) < near;
  const rest = ({ layers, marker }: SavedState) => JSON.stringify([layers, marker]);
  return isNear && rest(one) === rest(other);
}
