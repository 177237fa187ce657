// Of saved maps and stories. Without schemas: pages that show them do not load the library that checks input.

export const MAP_TITLE_MAX = 120;
export const MAP_TEXT_MAX = 5_000;
export const STORY_CHAPTERS_MAX = 40;
/** The most characters of all texts of a story, in all languages. */
export const STORY_TEXTS_MAX = 120_000;

/** The drawing that lists show in place of a picture, in units of its own. */
export const MAP_PREVIEW = { width: 320, height: 130 };
