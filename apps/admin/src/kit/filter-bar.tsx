"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";

interface FilterBarProps {
  /** The text input; its label is also its placeholder. */
  readonly search: { readonly label: string; readonly value: string; readonly onChange: (typed: string) => void };
  readonly choice: {
    readonly label: string;
    readonly value: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
    readonly onChange: (value: string) => void;
  };
}

/** Filters a list by text and by one choice. */
export function FilterBar({ search, choice }: FilterBarProps) {
  return (
    <search className="flex flex-wrap gap-3">
      <Field label={search.label} isLabelHidden className="min-w-0 flex-1 basis-56 sm:max-w-80">
        {(control) => (
          <TextInput
            {...control}
            type="search"
            placeholder={search.label}
            value={search.value}
            onChange={(event) => search.onChange(event.target.value)}
          />
        )}
      </Field>
      <Field label={choice.label} isLabelHidden className="basis-48">
        {(control) => (
          <Select {...control} value={choice.value} options={choice.options} onChange={(event) => choice.onChange(event.target.value)} />
        )}
      </Field>
    </search>
  );
}
