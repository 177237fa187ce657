"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type GazetteerSettings, gazetteerKind } from "@archipel/contracts/search-gazetteer.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { SINGLE_FIELDS, type SingleField, withKind } from "./gazetteer-draft.ts";

type InputName = SingleField | "label" | "label2" | "parcel" | "detail";
/** Inputs whose name does not say enough. */
const HINTED = ["parcel", "commune", "weight", "detail", "suffix"] as const;

interface GazetteerFieldsProps {
  readonly fields: readonly LayerField[];
  readonly settings: GazetteerSettings;
  readonly disabled: boolean;
  readonly onChange: (settings: GazetteerSettings) => void;
}

/** What the names of a layer are, and the fields that make them. Hidden fields are not offered: a search would show their values. */
export function GazetteerFields({ fields, settings, disabled, onChange }: GazetteerFieldsProps) {
  const t = useTranslations("admin.layers.search");
  const { kind, label, detail } = settings;
  const shown = fields.filter(({ isHidden }) => !isHidden).map((field) => ({ value: field.column, label: field.label ?? field.name }));
  /** A field that an update removed is still named until another is chosen. */
  const choices = (value: string | null, none: string) => [
    { value: "", label: none },
    ...(value !== null && !shown.some((one) => one.value === value) ? [{ value, label: t("gone", { field: value }) }] : []),
    ...shown,
  ];
  const hintOf = (name: InputName) => {
    const hinted = HINTED.find((one) => one === name);
    return hinted && t(`hints.${hinted}`);
  };
  const column = (name: InputName, value: string | null, onChoose: (value: string | null) => void, none = t("noField")) => (
    <Field key={name} label={t(`fields.${name}`)} hint={hintOf(name)}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ""}
          disabled={disabled}
          options={choices(value, none)}
          onChange={(event) => onChoose(event.target.value || null)}
        />
      )}
    </Field>
  );
  const listed = (name: "label" | "detail", list: readonly string[], at: number) => (value: string | null) => {
    const next = [list[0] ?? null, list[1] ?? null].map((one, index) => (index === at ? value : one)).filter((one) => one !== null);
    onChange({ ...settings, [name]: [...next, ...list.slice(2)] });
  };
  const single = (name: SingleField) => column(name, settings[name], (value) => onChange({ ...settings, [name]: value }));
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t("kind")} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            value={kind}
            disabled={disabled}
            options={gazetteerKind.options.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(event) => onChange(withKind(settings, gazetteerKind.parse(event.target.value)))}
          />
        )}
      </Field>
      {column(kind === "parcel" ? "parcel" : "label", label[0] ?? null, listed("label", label, 0), t("chooseField"))}
      {kind !== "parcel" && label.length > 0 && column("label2", label[1] ?? null, listed("label", label, 1))}
      {SINGLE_FIELDS[kind].map(single)}
      {kind !== "parcel" && column("detail", detail[0] ?? null, listed("detail", detail, 0))}
    </div>
  );
}
