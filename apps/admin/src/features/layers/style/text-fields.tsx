"use client";
import type { StyleLabel } from "@archipel/map-style/layer-style.ts";
import { labelColumns } from "@archipel/map-style/style-columns.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { ColourDot } from "./colour-dot.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { numericFields, shownFields } from "./first-style.ts";
import type { StylePartProps } from "./style-part.ts";

const FURTHEST = 20;

/** Texts on the map: a field or a composed text, their look, and what is left out when space is short. */
export function TextFields({ layer, style, profiles, onChange }: StylePartProps) {
  const t = useTranslations("layers.style");
  const { label } = style;
  const change = (part: Partial<StyleLabel>, about: string) =>
    label && onChange({ ...style, label: { ...label, ...part } }, `label ${about}`);
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("label")}>
        {(control) => (
          <Select
            {...control}
            value={label?.column ?? ""}
            options={[
              { value: "", label: t("noLabel") },
              ...shownFields(layer).map((field) => ({ value: field.column, label: field.label ?? field.name })),
            ]}
            onChange={(event) => {
              const column = event.target.value;
              const next = column ? { minZoom: 13, ...label, column, template: undefined } : undefined;
              onChange({ ...style, label: next }, "label");
            }}
          />
        )}
      </Field>
      {label && (
        <>
          <TemplateField layer={layer} label={label} onChange={change} />
          <Slider
            label={t("fromZoom")}
            value={label.minZoom ?? 12}
            min={0}
            max={FURTHEST}
            onValueChange={(minZoom) => change({ minZoom }, "minZoom")}
          />
          <Slider
            label={t("labelMax")}
            value={Math.min(label.maxZoom ?? 24, 24)}
            min={1}
            max={24}
            format={(value) => (value === 24 ? t("always") : String(value))}
            onValueChange={(maxZoom) => change({ maxZoom: maxZoom === 24 ? undefined : maxZoom }, "maxZoom")}
          />
          <Slider
            label={t("textSize")}
            value={label.sizePx ?? 12}
            min={8}
            max={28}
            onValueChange={(sizePx) => change({ sizePx }, "sizePx")}
          />
          <Slider
            label={t("halo")}
            value={label.haloPx ?? 1.5}
            min={0}
            max={4}
            step={0.5}
            onValueChange={(haloPx) => change({ haloPx }, "haloPx")}
          />
          <div className="flex min-h-10 items-center gap-3">
            <Switch
              label={t("textColour")}
              checked={label.colour !== undefined}
              onCheckedChange={(isOwn) =>
                change(isOwn ? { colour: "#1d242b", haloColour: "#ffffff" } : { colour: undefined, haloColour: undefined }, "colour")
              }
            />
            {label.colour && (
              <>
                <ColourDot
                  value={label.colour}
                  label={t("pickColour", { what: t("textColour") })}
                  onChange={(colour) => change({ colour }, "colour")}
                />
                <ColourDot
                  value={label.haloColour ?? "#ffffff"}
                  label={t("pickColour", { what: t("halo") })}
                  onChange={(haloColour) => change({ haloColour }, "haloColour")}
                />
              </>
            )}
          </div>
          {numericFields(layer).length > 0 && (
            <FieldChoice
              label={t("priority")}
              fields={numericFields(layer)}
              profiles={profiles}
              value={label.priorityColumn ?? ""}
              before={[{ value: "", label: t("noPriority") }]}
              onChoose={(column) => change({ priorityColumn: column || undefined }, "priorityColumn")}
            />
          )}
        </>
      )}
    </div>
  );
}

interface TemplateFieldProps extends Pick<StylePartProps, "layer"> {
  readonly label: StyleLabel;
  readonly onChange: (part: Partial<StyleLabel>, about: string) => void;
}

/** A text with fields in braces; the names of fields are taken from a list, or typed. */
function TemplateField({ layer, label, onChange }: TemplateFieldProps) {
  const t = useTranslations("layers.style");
  const fields = shownFields(layer);
  const unknown = unknownColumn(layer, label);
  const write = (template: string) => {
    const [first] = labelColumns({ ...label, template });
    const column = fields.some((field) => field.column === first) ? first : label.column;
    onChange({ template: template === "" ? undefined : template, column: column ?? label.column }, "template");
  };
  const second = fields.find(({ column }) => column !== label.column)?.column;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t("template")}
        hint={t("templateHint", { example: `{${label.column}}${second ? ` (${`{${second}}`})` : ""}` })}
        error={unknown && t("templateUnknown", { column: unknown })}
      >
        {(control) => (
          <TextInput {...control} value={label.template ?? ""} maxLength={200} onChange={(event) => write(event.target.value)} />
        )}
      </Field>
      <Field label={t("insert")} isLabelHidden>
        {(control) => (
          <Select
            {...control}
            value=""
            options={[
              { value: "", label: t("insert") },
              ...fields.map(({ column, label: shown, name }) => ({ value: column, label: shown ?? name })),
            ]}
            onChange={(event) => {
              if (event.target.value) write(`${label.template ?? `{${label.column}} `}{${event.target.value}}`);
            }}
          />
        )}
      </Field>
    </div>
  );
}

/** A name in braces that is no visible field of the layer. */
export function unknownColumn(layer: StylePartProps["layer"], label: StyleLabel | undefined): string | undefined {
  const columns = shownFields(layer).map(({ column }) => column);
  return labelColumns(label).find((column) => !columns.includes(column));
}
