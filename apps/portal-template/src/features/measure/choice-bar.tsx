import { hearEarly } from "@archipel/ui/hear-early.ts";
import { useId } from "react";

interface ChoiceBarProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice among a few words, on one line. */
export function ChoiceBar<Value extends string>({ legend, options, value, onChange }: ChoiceBarProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex overflow-hidden rounded-control border border-line-strong">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-control flex-1 cursor-pointer items-center justify-center px-2 text-center has-focus-visible:outline-3 has-focus-visible:outline-focus has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink has-focus-visible:-outline-offset-3"
        >
          <input
            ref={hearEarly}
            type="radio"
            className="sr-only"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
