"use client";
import { buttonClass } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { Search } from "lucide-react";
import { type ComponentType, useRef, useState } from "react";
import type { AssistantHandle, AssistantProps } from "../../search/question-assistant.tsx";

interface QuestionFormProps {
  readonly id: string;
  readonly action: string;
  readonly portal: AssistantProps["portal"];
  readonly words: { readonly placeholder: string; readonly ask: string };
  /** The list opens above the field. */
  readonly isAbove: boolean;
}

/** A large field: a plain form that opens its address with the words, and suggestions as soon as the page's scripts run and the field is used. */
export function QuestionForm({ id, action, portal, words, isAbove }: QuestionFormProps) {
  const [text, setText] = useState("");
  const [Assistant, setAssistant] = useState<ComponentType<AssistantProps> | null>(null);
  const [state, setState] = useState({ isShown: false, active: -1 });
  const handle = useRef<AssistantHandle>(null);
  // Without the assistant, the form works as it is.
  const load = () => {
    if (!Assistant)
      loadAssistant().then(
        (loaded) => setAssistant(() => loaded),
        () => undefined,
      );
  };
  return (
    <form
      action={action}
      method="get"
      className="relative flex flex-col items-stretch gap-2 rounded-control border border-line-strong bg-surface p-1.5 shadow-raised focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2 sm:flex-row"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && handle.current?.close()}
      onSubmit={(event) => {
        if (!handle.current) return;
        event.preventDefault();
        handle.current.takeOne();
      }}
    >
      <label htmlFor={id} className="sr-only">
        {words.placeholder}
      </label>
      <span className="flex min-w-0 flex-1 gap-2">
        <Search aria-hidden className="my-auto ml-2 size-5 shrink-0 text-ink-muted" />
        <input
          ref={hearEarly}
          id={id}
          name="q"
          type="text"
          role="combobox"
          aria-expanded={state.isShown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={state.active >= 0 ? `${id}-${state.active}` : undefined}
          required
          maxLength={100}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={words.placeholder}
          value={text}
          className="min-h-12 min-w-0 flex-1 text-ellipsis bg-transparent text-ink outline-none sm:text-large placeholder:text-ink-muted"
          onFocus={load}
          onChange={(event) => {
            setText(event.target.value);
            load();
          }}
          onKeyDown={(event) => handle.current?.onKeyDown(event)}
        />
        {Assistant && (
          <Assistant portal={portal} question={{ id, label: words.placeholder, text, isAbove }} handle={handle} onState={setState} />
        )}
      </span>
      <button type="submit" className={clsx(buttonClass({ tone: "primary" }), "px-5")}>
        {words.ask}
      </button>
    </form>
  );
}

const loadAssistant = async () => (await import("../../search/question-assistant.tsx")).QuestionAssistant;
