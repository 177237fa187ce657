"use client";
import type { Picture } from "@archipel/blocks/field.ts";
import type { SitePicture } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { ImageUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { PictureDialog } from "./picture-dialog.tsx";
import { TextField } from "./text-field.tsx";
import { thumbnailOf } from "./thumbnail-of.ts";

/** A picture of the portal, with the text for people who do not see it. */
export function PictureField({ label, where, value, onChange }: FieldProps<Picture | undefined>) {
  const t = useTranslations("site-editor.picture");
  const { pictures, onPicture } = useFields();
  const [isChoosing, setChoosing] = useState(false);
  const id = useId();
  const shown = value && pictures.get(value.file);
  const choose = (picture: SitePicture) => {
    onPicture(picture);
    setChoosing(false);
    // A text or a credit that was written with the picture elsewhere comes with it.
    onChange({ file: picture.id, alt: picture.alt, isDecorative: picture.isDecorative, credit: picture.credit });
  };
  return (
    <fieldset
      data-where={value ? undefined : where}
      aria-labelledby={`${id}-label`}
      className="flex flex-col gap-3 rounded-card border border-line p-3"
    >
      <span id={`${id}-label`} className="font-medium">
        {label}
      </span>
      <div className="flex flex-wrap items-center gap-3">
        {value && (
          <span className="flex size-24 shrink-0 items-center justify-center overflow-hidden rounded-control bg-sunken text-center text-ink-muted text-small">
            {shown ? <PlainImage src={thumbnailOf(shown)} alt={t("shown")} className="max-h-24 w-full object-contain" /> : t("unknown")}
          </span>
        )}
        <Button onClick={() => setChoosing(true)} data-where={value ? undefined : where}>
          <ImageUp aria-hidden className="size-4" />
          {t(value ? "change" : "choose")}
        </Button>
        {value && (
          <Button tone="quiet" onClick={() => onChange(undefined)}>
            <Trash2 aria-hidden className="size-4" />
            {t("remove")}
          </Button>
        )}
      </div>
      {value && <PictureTexts where={where} value={value} onChange={onChange} />}
      {isChoosing && <PictureDialog onChoose={choose} onClose={() => setChoosing(false)} />}
    </fieldset>
  );
}

interface PictureTextsProps {
  readonly where: string;
  readonly value: Picture;
  readonly onChange: (value: Picture) => void;
}

function PictureTexts({ where, value, onChange }: PictureTextsProps) {
  const t = useTranslations("site-editor.picture");
  const { hint } = useFieldNotes(where);
  return (
    <>
      <Checkbox
        label={t("decorative")}
        hint={t("decorativeHint")}
        checked={value.isDecorative}
        onChange={(event) => onChange({ ...value, isDecorative: event.target.checked })}
      />
      {!value.isDecorative && (
        <TextField
          label={t("alt")}
          where={where}
          value={value.alt}
          max={300}
          hint={hint ?? t("altHint")}
          onChange={(alt) => onChange({ ...value, alt })}
        />
      )}
      <Field label={t("credit")} hint={t("creditHint")}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={160}
            value={value.credit}
            onChange={(event) => onChange({ ...value, credit: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
