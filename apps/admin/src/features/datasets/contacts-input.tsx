"use client";
import type { DatasetContact } from "@archipel/contracts/datasets.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";

const MOST = 20;

interface ContactsInputProps {
  readonly value: readonly DatasetContact[];
  readonly onValueChange: (value: DatasetContact[]) => void;
  readonly disabled?: boolean | undefined;
}

/** Other contacts of the data, one line each: name, address, role. */
export function ContactsInput({ value, onValueChange, disabled }: ContactsInputProps) {
  const t = useTranslations("admin.record");
  const change = (index: number, part: Partial<DatasetContact>) =>
    onValueChange(value.map((contact, at) => (at === index ? { ...contact, ...part } : contact)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium font-text">{t("contacts")}</legend>
      {value.map((contact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a contact has no other key while it is edited
        <div key={index} className="grid items-end gap-2 sm:grid-cols-[2fr_2fr_1fr_auto]">
          {(["name", "email", "role"] as const).map((part) => (
            <Field key={part} label={t(`contactParts.${part}`)}>
              {(control) => (
                <TextInput
                  {...control}
                  type={part === "email" ? "email" : "text"}
                  value={contact[part]}
                  disabled={disabled}
                  onChange={(event) => change(index, { [part]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Button disabled={disabled} onClick={() => onValueChange(value.filter((_, at) => at !== index))}>
            {t("removeContact")}
            <span className="sr-only"> {contact.name}</span>
          </Button>
        </div>
      ))}
      {value.length < MOST && (
        <Button className="self-start" disabled={disabled} onClick={() => onValueChange([...value, { name: "", email: "", role: "" }])}>
          <Plus aria-hidden className="size-4" />
          {t("addContact")}
        </Button>
      )}
    </fieldset>
  );
}
