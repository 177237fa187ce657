"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import { NextIntlClientProvider } from "next-intl";
import { type ComponentProps, type KeyboardEvent, type Ref, useEffect, useEffectEvent, useImperativeHandle } from "react";
import { ApiProvider } from "../../api/react.tsx";
import type { OtherSite } from "./other-sites.ts";
import { resultAddress } from "./result-address.ts";
import { SuggestionPanel } from "./suggestion-panel.tsx";
import { useSearchField } from "./use-search-field.ts";

/** What the field passes on. */
export interface AssistantHandle {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly takeOne: () => void;
  readonly close: () => void;
}

export interface AssistantProps {
  readonly portal: {
    readonly id: string;
    readonly locale: Locale;
    readonly messages: NonNullable<ComponentProps<typeof NextIntlClientProvider>["messages"]>;
    /** Where to look for places that the portal does not have. */
    readonly elsewhere: readonly OtherSite[];
  };
  readonly question: { readonly id: string; readonly label: string; readonly text: string; readonly isAbove: boolean };
  readonly handle: Ref<AssistantHandle>;
  /** What the field says to screen readers. */
  readonly onState: (state: { readonly isShown: boolean; readonly active: number }) => void;
}

/** Suggestions for the field of the home page, loaded when somebody uses it: the page itself stays light. */
export function QuestionAssistant(props: AssistantProps) {
  const { locale, messages } = props.portal;
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      <ApiProvider>
        <Assistant {...props} />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}

function Assistant({ portal, question, handle, onState }: AssistantProps) {
  const { locale } = portal;
  const { text } = question;
  const onChoose: Parameters<typeof useSearchField>[0]["onChoose"] = (suggestion) =>
    window.location.assign(resultAddress(locale, suggestion));
  const field = useSearchField({ portalId: portal.id, locale, text, onChoose });
  const { isShown, active, onKeyDown, takeOne, close } = field;
  useImperativeHandle(handle, () => ({ onKeyDown, takeOne, close }));
  const followText = useEffectEvent(() => field.typed());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the text opens the list
  useEffect(() => followText(), [text]);
  const report = useEffectEvent(onState);
  useEffect(() => report({ isShown, active }), [isShown, active]);
  const { id, label, isAbove } = question;
  return <SuggestionPanel {...{ id, label, text, locale, field, isAbove }} elsewhere={portal.elsewhere} />;
}
