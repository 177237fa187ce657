"use client";
import { Field, FieldError } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import type { Words } from "@archipel/validation/model/words.ts";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { NO_WORDS } from "./draft.ts";
import { useEditor, useFault, useFaultText } from "./editor-context.tsx";

interface InputProps {
  readonly label: string;
  /** Its place in the model, by which errors and jumps find it. */
  readonly where: string;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly className?: string;
}

/** A text in both languages. An empty one takes the text of the other. */
export function WordsInput({
  label,
  where,
  hint,
  value = NO_WORDS,
  isLong = false,
  onChange,
}: InputProps & { readonly value?: Words | undefined; readonly isLong?: boolean; readonly onChange: (value: Words) => void }) {
  const t = useTranslations("moderation.languages");
  const fault = useFault(where);
  const faultId = useId();
  const Input = isLong ? TextArea : TextInput;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid gap-3 sm:grid-cols-2">
        {(["fr", "en"] as const).map((locale) => (
          <Field key={locale} label={t(locale, { label })} hint={locale === "fr" ? hint : undefined} className="justify-end">
            {(control) => (
              <Input
                {...control}
                {...(fault && {
                  "aria-invalid": true,
                  "aria-describedby": [control["aria-describedby"], faultId].filter(Boolean).join(" "),
                })}
                data-where={locale === "fr" ? where : undefined}
                lang={locale}
                maxLength={500}
                value={value[locale]}
                {...(isLong && { rows: 2 })}
                onChange={(event: { readonly target: { readonly value: string } }) => onChange({ ...value, [locale]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {fault && <FieldError id={faultId}>{fault}</FieldError>}
    </div>
  );
}

interface TextFieldProps extends InputProps {
  readonly value: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
  /** Called on blur and on Enter. */
  readonly onLeave?: () => void;
}

export function TextField({ label, where, hint, className, value = "", onChange, onLeave, ...attributes }: TextFieldProps) {
  const fault = useFault(where);
  return (
    <Field label={label} hint={hint} error={fault} className={className}>
      {(control) => (
        <TextInput
          {...control}
          {...attributes}
          data-where={where}
          maxLength={500}
          value={value}
          spellCheck={false}
          onBlur={onLeave}
          onKeyDown={(event) => {
            if (event.key === "Enter") onLeave?.();
          }}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A name that references use. It changes on blur, not at each letter, so that the references can be renamed with it. */
export function NameInput({
  value,
  onCommit,
  ...props
}: InputProps & { readonly value: string; readonly onCommit: (name: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const name = typed?.trim() ?? "";
    if (name !== "" && name !== value) onCommit(name);
    setTyped(null);
  };
  return <TextField {...props} value={typed ?? value} onChange={setTyped} onLeave={commit} />;
}

interface NumberInputProps extends InputProps {
  readonly value: number | undefined;
  readonly min?: number;
  readonly isWhole?: boolean;
  readonly onChange: (value: number | undefined) => void;
}

export function NumberInput({ label, where, hint, className, value, min, isWhole = false, onChange }: NumberInputProps) {
  const fault = useFault(where);
  return (
    <Field label={label} hint={hint} error={fault} className={className}>
      {(control) => (
        <TextInput
          {...control}
          data-where={where}
          type="number"
          inputMode={isWhole ? "numeric" : "decimal"}
          step={isWhole ? 1 : "any"}
          min={min}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
}

interface LinesInputProps extends InputProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** One item a line. The typed text stays as it is until blur. */
export function LinesInput({ label, where, hint, value, onChange }: LinesInputProps) {
  const fault = useFault(where);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label} hint={hint} error={fault}>
      {(control) => (
        <TextArea
          {...control}
          data-where={where}
          rows={Math.min(8, Math.max(3, value.length + 1))}
          value={typed ?? value.join("\n")}
          spellCheck={false}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(
              event.target.value
                .split("\n")
                .map((line) => line.trim())
                .filter(Boolean),
            );
          }}
        />
      )}
    </Field>
  );
}

/** The errors of a part of the form that no control shows. */
export function FaultNote({ where, except = [] }: { readonly where: string; readonly except?: readonly string[] }) {
  const { faults } = useEditor();
  const text = useFaultText();
  const said = except.map((part) => `${where}.${part}`);
  const own = faults.filter((fault) => (fault.where === where || fault.where.startsWith(`${where}.`)) && !said.includes(fault.where));
  return own.map((fault) => <FieldError key={`${fault.where} ${fault.reason}`}>{text(fault)}</FieldError>);
}
