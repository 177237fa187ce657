import type answers from "@archipel/i18n/messages/answers/fr.json";
import type maps from "@archipel/i18n/messages/maps/fr.json";

interface Viewing {
  readonly answers: typeof answers;
  readonly maps: typeof maps;
}

/** What every visitor of the map reads, of the areas of one language. */
export function viewingOf<Areas extends Viewing>({ answers, maps, ...whole }: Areas) {
  // The words of the page and of its tools stay on the server.
  const { page: _page, tools: _tools, ...card } = answers.card;
  const { action, title, hint, signIn, signInAction } = maps.save;
  // Visitors read saved maps; the words for saving are for people who can.
  return { ...whole, answers: { card }, maps: { save: { action, title, hint, signIn, signInAction }, view: maps.view } };
}

/** What people read who can edit, or propose an edit with a report. */
export function editingOf<Areas extends Pick<Viewing, "maps">>({ maps: { save, view, edit }, ...whole }: Areas) {
  return { ...whole, maps: { save, view, edit } };
}
