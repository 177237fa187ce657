"use client";
import { Checkbox } from "@archipel/ui/checkbox.tsx";

interface CheckListProps {
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several choices of a list, in the order in which they are ticked. */
export function CheckList({ legend, hint, error, options, chosen, onChange }: CheckListProps) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="font-medium">{legend}</legend>
      {hint && <p className="text-ink-muted text-small">{hint}</p>}
      {options.length > 0 && (
        <div className="max-h-72 overflow-y-auto rounded-card border border-line bg-surface px-4 py-1">
          {options.map(({ value, label }) => (
            <Checkbox
              key={value}
              label={label}
              checked={chosen.includes(value)}
              onChange={(event) => onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
            />
          ))}
        </div>
      )}
      {error && (
        <p role="alert" className="text-danger text-small">
          {error}
        </p>
      )}
    </fieldset>
  );
}
