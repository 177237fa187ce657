import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { type KeyboardEvent, useState } from "react";
import { useSuggestions } from "./use-suggestions.ts";

interface SearchField {
  readonly portalId: string;
  readonly locale: Locale;
  readonly text: string;
  readonly onChoose: (suggestion: SearchResult) => void;
}

/** A search field by the pattern of a combobox with a list: the field keeps the focus, arrows move, Enter takes one, Escape closes. */
export function useSearchField({ portalId, locale, text, onChoose }: SearchField) {
  const found = useSuggestions(portalId, locale, text);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  /** The text that opens no place by itself, after the person asked for one. */
  const [unclear, setUnclear] = useState<string | null>(null);

  // Other suggestions arrived: the marked one is no longer at its place.
  const [marked, setMarked] = useState(found.groups);
  if (marked !== found.groups) {
    setMarked(found.groups);
    setActive(-1);
  }

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (suggestion: SearchResult) => {
    close();
    onChoose(suggestion);
  };
  /**
   * Takes what the text means. When the search asks, or has no place with all that was typed, the list opens: nobody chooses for the person.
   *
   * @returns whether a result was taken
   */
  const answer = async (question: string, mayTake: (best: SearchResult) => boolean = () => true): Promise<boolean> => {
    const all = await found.ask(question);
    if (all?.decision.kind === "open" && mayTake(all.decision.result)) {
      choose(all.decision.result);
      return true;
    }
    if (all?.decision.kind === "ask") setUnclear(question);
    setOpen(true);
    return false;
  };
  const mustChoose = unclear !== null && unclear === text;
  /** The only place that may be meant is marked: Enter then confirms it. */
  const marking = active < 0 && mustChoose && found.suggestions.length === 1 ? 0 : active;
  const step = (by: number) => {
    const { length } = found.suggestions;
    setOpen(true);
    setActive((last) => (length === 0 ? -1 : (last + by + length + (last < 0 && by < 0 ? 1 : 0)) % length));
  };
  const takeOne = () => {
    const chosen = isOpen ? found.suggestions[marking] : undefined;
    if (chosen) choose(chosen);
    else answer(text);
  };
  return {
    ...found,
    active: marking,
    isShown: isOpen && found.isLongEnough,
    mustChoose,
    choose,
    answer,
    takeOne,
    /** After each change of the text. */
    typed: () => {
      setActive(-1);
      setOpen(true);
    },
    open: () => setOpen(true),
    close,
    onKeyDown: (event: Pick<KeyboardEvent, "key" | "preventDefault">) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        step(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") close();
      else if (event.key === "Enter") {
        event.preventDefault();
        takeOne();
      }
    },
  };
}
