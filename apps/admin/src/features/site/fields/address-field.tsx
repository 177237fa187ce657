"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { addressOf, readableAddress } from "../things/address.ts";
import { useFieldNotes } from "./field-note.tsx";
import type { FieldProps } from "./fields-context.tsx";

/** An address of the web, a mail or a telephone. People type it as they read it. */
export function AddressField({ label, where, value, onChange }: FieldProps<string | undefined>) {
  const t = useTranslations("site-editor.address");
  const [typed, setTyped] = useState<string | null>(null);
  const notes = useFieldNotes(where, t("hint"));
  // Half an address is an error only once the field is left.
  const shown = typed === null ? notes : { hint: notes.hint };
  return (
    <Field label={label} {...shown}>
      {(control) => (
        <TextInput
          {...control}
          data-where={where}
          inputMode="url"
          spellCheck={false}
          autoCapitalize="none"
          maxLength={2_000}
          value={typed ?? readableAddress(value ?? "")}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(addressOf(event.target.value) || undefined);
          }}
        />
      )}
    </Field>
  );
}
