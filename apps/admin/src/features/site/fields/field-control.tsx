"use client";
import type { Field, Figure, Icon, Link, Picture } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import type { ReactNode } from "react";
import type { Path } from "../draft/page-draft.ts";
import { useBlockWords } from "../words.ts";
import { AddressField } from "./address-field.tsx";
import { ColumnField } from "./column-field.tsx";
import { DatasetField, DatasetsField, LayerField, SavedMapField } from "./data-fields.tsx";
import { FigureField } from "./figure-field.tsx";
import { LinkField } from "./link-field.tsx";
import { ListField } from "./list-field.tsx";
import { MarkdownField } from "./markdown-field.tsx";
import { PictureField } from "./picture-field.tsx";
import { ChoiceField, ColourField, DateField, IconField, NumberField, SwitchField } from "./simple-fields.tsx";
import { TableField } from "./table-field.tsx";
import { TextField } from "./text-field.tsx";

interface FieldControlProps {
  readonly block: { readonly id: string; readonly type: string };
  readonly field: Field;
  readonly path: Path;
  readonly value: unknown;
  /** The properties beside it. */
  readonly beside: Readonly<Record<string, unknown>>;
  readonly onChange: (path: Path, value: unknown) => void;
}

/** The control of a property, made from what its block says about it. */
export function FieldControl({ block, field, path, value, beside, onChange }: FieldControlProps): ReactNode {
  const words = useBlockWords();
  const { kind } = field;
  const props = {
    label: words.fieldName(block.type, path),
    where: [block.id, ...path].join("."),
    onChange: (next: unknown) => onChange(path, next),
  };
  switch (kind.is) {
    case "line":
      if (block.type === "chart" && (field.name === "column" || field.name === "summed")) {
        const layer = beside.layer as string | undefined;
        return <ColumnField {...props} value={(value ?? {}) as Texts} layer={layer} isNumeric={field.name === "summed"} />;
      }
      return <TextField {...props} value={(value ?? {}) as Texts} max={kind.max} />;
    case "lines":
      return <TextField {...props} value={(value ?? {}) as Texts} max={kind.max} isLong />;
    case "markdown":
      if (block.type === "table") return <TableField {...props} value={(value ?? {}) as Texts} />;
      return <MarkdownField {...props} value={(value ?? {}) as Texts} max={kind.max} />;
    case "link":
      return <LinkField {...props} value={value as Link | undefined} />;
    case "picture":
      return <PictureField {...props} value={value as Picture | undefined} />;
    case "dataset":
      return <DatasetField {...props} value={value as string | undefined} />;
    case "datasets":
      return <DatasetsField {...props} value={(value ?? []) as readonly string[]} />;
    case "layer":
      return <LayerField {...props} value={value as string | undefined} />;
    case "map":
      return <SavedMapField {...props} value={value as string | undefined} isStory={block.type === "story"} />;
    case "figure":
      return <FigureField {...props} value={value as Figure} />;
    case "date":
      return <DateField {...props} value={value as string | undefined} />;
    case "switch":
      return <SwitchField {...props} value={value === true} />;
    case "colour":
      return <ColourField {...props} value={String(value ?? "#888888")} />;
    case "icon":
      return <IconField {...props} value={value as Icon | undefined} />;
    case "address":
      return <AddressField {...props} value={value as string | undefined} />;
    case "number":
      return <NumberField {...props} value={Number(value)} min={kind.min} max={kind.max} />;
    case "choice":
      return (
        <ChoiceField
          {...props}
          value={String(value ?? kind.values[0])}
          options={kind.values.map((one) => ({ value: one, label: words.choiceName(block.type, field.name, one) }))}
        />
      );
    case "list":
      return (
        <ListField
          {...props}
          value={(value ?? []) as readonly Readonly<Record<string, unknown>>[]}
          item={kind.item}
          max={kind.max}
          nameOf={(entry, index) => words.entryName(kind.item, entry, index)}
        >
          {(entry, index) =>
            kind.item.map((own) => (
              <FieldControl
                key={own.name}
                block={block}
                field={own}
                path={[...path, index, own.name]}
                value={entry[own.name]}
                beside={entry}
                onChange={onChange}
              />
            ))
          }
        </ListField>
      );
  }
}
