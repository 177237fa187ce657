"use client";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { LoaderCircle, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useId, useState } from "react";
import type { OtherSite } from "./other-sites.ts";
import { SuggestionPanel } from "./suggestion-panel.tsx";
import { useSearchField } from "./use-search-field.ts";

interface SearchBoxProps {
  readonly portalId: string;
  /** The portal's question is the field's accessible name. */
  readonly words: { readonly question: string; readonly placeholder: string; readonly elsewhere: readonly OtherSite[] };
  readonly locale: Locale;
  /** From the address: the best suggestion for it is chosen at once. */
  readonly initialQuery: string | undefined;
  /** Whether the map is loaded and can be moved. */
  readonly isReady: boolean;
  readonly onChoose: (suggestion: SearchResult) => void;
}

/** One field for all that a portal knows by name: places, streets, codes, positions, datasets, help. */
export function SearchBox({ portalId, words, locale, initialQuery, isReady, onChoose }: SearchBoxProps) {
  const t = useTranslations("search");
  const id = useId();
  const [text, setText] = useState(initialQuery ?? "");
  const field = useSearchField({
    portalId,
    locale,
    text,
    onChoose: (suggestion) => {
      setText(suggestion.label);
      // What is chosen takes the focus once it is there.
      document.getElementById(`${id}-field`)?.blur();
      onChoose(suggestion);
    },
  });
  const answerAddress = useEffectEvent(async (question: string) => {
    const isTaken = await field.answer(question, ({ lon }) => lon !== null);
    // The keys go to the choice.
    if (!isTaken) document.getElementById(`${id}-field`)?.focus();
  });
  useEffect(() => {
    if (isReady && initialQuery) answerAddress(initialQuery);
  }, [isReady, initialQuery]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to all readers
    <div role="search" className="relative" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && field.close()}>
      <div className="flex min-h-12 items-center gap-2 rounded-card border border-line-strong bg-surface px-3 shadow-raised focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2">
        {field.isWaiting ? (
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
          aria-expanded={field.isShown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={field.active >= 0 ? `${id}-${field.active}` : undefined}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={100}
          placeholder={words.placeholder}
          value={text}
          className="min-h-12 min-w-0 flex-1 text-ellipsis bg-transparent text-ink outline-none placeholder:text-ink-muted"
          onChange={(event) => {
            setText(event.target.value);
            field.typed();
          }}
          onFocus={() => text !== initialQuery && field.open()}
          onKeyDown={field.onKeyDown}
        />
        {text && (
          <button
            type="button"
            aria-label={t("clear")}
            className="flex size-8 shrink-0 items-center justify-center rounded-control text-ink-muted hover:text-ink"
            onClick={() => {
              setText("");
              field.typed();
              document.getElementById(`${id}-field`)?.focus();
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <SuggestionPanel id={id} label={words.question} text={text} locale={locale} field={field} elsewhere={words.elsewhere} />
    </div>
  );
}
