"use client";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { LoaderCircle, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useId, useState } from "react";
import { links } from "../../links.ts";
import { useBusyText } from "../site/use-busy-text.ts";
import { SuggestionList } from "./suggestion-list.tsx";
import { FEWEST_LETTERS, useSuggestions } from "./use-suggestions.ts";

interface SearchBoxProps {
  readonly portalId: string;
  /** The portal's question is the field's accessible name. */
  readonly words: { readonly question: string; readonly placeholder: string };
  readonly locale: Locale;
  /** From the address: the best suggestion for it is chosen at once. */
  readonly initialQuery: string | undefined;
  /** Whether the map is loaded and can be moved. */
  readonly isReady: boolean;
  readonly onChoose: (suggestion: SearchResult) => void;
}

/** One field for places, addresses and datasets. Arrows move through the suggestions, Enter takes one, Escape closes. Long: a combobox is one piece of markup. */
export function SearchBox({ portalId, words, locale, initialQuery, isReady, onChoose }: SearchBoxProps) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  const busyText = useBusyText();
  const id = useId();
  const [text, setText] = useState(initialQuery ?? "");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { suggestions, isWaiting, failure, first } = useSuggestions(portalId, locale, text);
  const isShown = isOpen && text.trim().length >= FEWEST_LETTERS;

  const choose = (suggestion: SearchResult) => {
    setText(suggestion.label);
    setOpen(false);
    setActive(-1);
    onChoose(suggestion);
  };
  const answerAddress = useEffectEvent(async (question: string) => {
    const best = await first(question);
    if (best && best.lon !== null) choose(best);
    else setOpen(true);
  });
  useEffect(() => {
    if (isReady && initialQuery) answerAddress(initialQuery);
  }, [isReady, initialQuery]);

  const step = (by: number) => {
    setOpen(true);
    setActive((last) =>
      suggestions.length === 0 ? -1 : (last + by + suggestions.length + (last < 0 && by < 0 ? 1 : 0)) % suggestions.length,
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to all readers
    <div role="search" className="relative" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <div className="flex min-h-12 items-center gap-2 rounded-card border border-line-strong bg-surface px-3 shadow-raised focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2">
        {isWaiting ? (
          <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin text-ink-muted" />
        ) : (
          <Search aria-hidden className="size-5 shrink-0 text-ink-muted" />
        )}
        <label htmlFor={`${id}-field`} className="sr-only">
          {words.question}
        </label>
        <input
          ref={hearEarly}
          id={`${id}-field`}
          type="text"
          role="combobox"
          aria-expanded={isShown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={100}
          placeholder={words.placeholder}
          value={text}
          className="min-h-12 min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-muted"
          onChange={(event) => {
            setText(event.target.value);
            setActive(-1);
            setOpen(true);
          }}
          onFocus={() => text !== initialQuery && setOpen(true)}
          onKeyDown={async (event) => {
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
              event.preventDefault();
              step(event.key === "ArrowDown" ? 1 : -1);
            } else if (event.key === "Escape") setOpen(false);
            else if (event.key === "Enter") {
              event.preventDefault();
              const chosen = suggestions[active] ?? (await first(text));
              if (chosen) choose(chosen);
              else setOpen(true);
            }
          }}
        />
        {text && (
          <button
            type="button"
            aria-label={t("search.clear")}
            className="flex size-8 shrink-0 items-center justify-center rounded-control text-ink-muted hover:text-ink"
            onClick={() => {
              setText("");
              setActive(-1);
              document.getElementById(`${id}-field`)?.focus();
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {isShown && !isWaiting && t("search.count", { count: suggestions.length })}
      </p>
      <div
        hidden={!isShown}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-[60dvh] overflow-y-auto rounded-card border border-line bg-surface py-1 shadow-raised"
      >
        <SuggestionList id={id} label={words.question} suggestions={suggestions} active={active} onChoose={choose} />
        {!isWaiting && suggestions.length === 0 && (
          <p className="px-3 py-2 text-ink-muted">
            {failure ? (busyText(failure) ?? t("search.failed")) : t("search.nothing")}{" "}
            <a href={links.catalogue(locale, { q: text })} className="text-accent-ink underline underline-offset-2">
              {t("search.inCatalogue")}
            </a>
          </p>
        )}
        {isWaiting && suggestions.length === 0 && <p className="px-3 py-2 text-ink-muted">{common("states.loading")}</p>}
      </div>
    </div>
  );
}
