"use client";
import type { ControlProps } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

interface KeywordsInputProps extends ControlProps {
  readonly value: readonly string[];
  readonly onValueChange: (value: string[]) => void;
  readonly disabled?: boolean | undefined;
}

/** Keywords, one by one: Enter or a comma adds the typed one. */
export function KeywordsInput({ value, onValueChange, disabled, ...control }: KeywordsInputProps) {
  const t = useTranslations("admin.record");
  const [typed, setTyped] = useState("");
  const add = () => {
    const words = typed
      .split(/[,;]/)
      .map((word) => word.trim())
      .filter(Boolean);
    if (words.length > 0) onValueChange([...new Set([...value, ...words])]);
    setTyped("");
  };
  return (
    <div className="flex flex-col gap-2">
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((word) => (
            <li key={word} className="inline-flex items-center gap-1 rounded-control bg-sunken py-0.5 pr-0.5 pl-2.5 text-small">
              {word}
              <button
                type="button"
                disabled={disabled}
                aria-label={t("removeKeyword", { word })}
                className="flex size-6 items-center justify-center rounded-control hover:bg-line"
                onClick={() => onValueChange(value.filter((other) => other !== word))}
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        {...control}
        value={typed}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== ",") return;
          event.preventDefault();
          add();
        }}
      />
    </div>
  );
}
