"use client";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

interface PictureChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly picture: ReactNode }[];
  readonly onChoose: (value: string) => void;
}

/** One of several pictures. The arrow keys move among them, as in every group of radio buttons. */
export function PictureChoice({ label, value, options, onChoose }: PictureChoiceProps) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium font-text">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map((option) => (
          <label
            key={option.value}
            title={option.label}
            className={clsx(
              "relative flex h-9 w-10 items-center justify-center rounded-control border has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-1",
              option.value === value ? "border-accent bg-accent-soft" : "border-line bg-surface hover:border-line-strong",
            )}
          >
            <input
              ref={hearEarly}
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              aria-label={option.label}
              onChange={() => onChoose(option.value)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            {option.picture}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
