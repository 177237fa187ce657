"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import type { Choice } from "./resolution.ts";
import { useValueText } from "./value-text.ts";

type Chosen = Choice["columns"][string];

interface ColumnChoiceProps {
  readonly diff: EditDiff;
  readonly column: string;
  readonly field: LayerField | undefined;
  readonly chosen: Chosen | undefined;
  readonly onChoose: (chosen: Chosen) => void;
}

/** An attribute that both sides changed: its old value, and the choice between the new ones. */
export function ColumnChoice({ diff, column, field, chosen, onChoose }: ColumnChoiceProps) {
  const t = useTranslations("conflicts");
  const text = useValueText();
  const name = useId();
  const title = field?.label || field?.name || column;
  const shown = (side: "base" | "mine" | "theirs") =>
    text(diff[side]?.values[column], field?.type) ?? <em className="text-ink-muted">{t("empty")}</em>;
  const option = (side: Chosen["side"], content: ReactNode) => (
    <label
      className={clsx(
        "flex min-h-11 cursor-pointer items-start gap-3 rounded-control border px-3 py-2",
        chosen?.side === side ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-sunken",
      )}
    >
      <input
        ref={hearEarly}
        type="radio"
        name={name}
        className="mt-0.5 size-5 shrink-0"
        checked={chosen?.side === side}
        onChange={() => onChoose({ side, typed: chosen?.typed ?? "" })}
      />
      <span className="min-w-0 flex-1">
        <span className="block text-ink-muted text-small">{t(side)}</span>
        {content}
      </span>
    </label>
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium font-text">{title}</legend>
      <p className="break-words text-ink-muted">
        <span className="mr-2 text-small">{t("base")}</span>
        <span className="text-ink">{shown("base")}</span>
      </p>
      <div className="grid gap-2 sm:grid-cols-3">
        {option("mine", <span className="break-words font-medium">{shown("mine")}</span>)}
        {option("theirs", <span className="break-words font-medium">{shown("theirs")}</span>)}
        {option(
          "typed",
          chosen?.side === "typed" ? (
            <TypedValue
              label={t("typedFor", { field: title })}
              type={field?.type}
              value={chosen.typed}
              onType={(typed) => onChoose({ side: "typed", typed })}
            />
          ) : null,
        )}
      </div>
    </fieldset>
  );
}

interface TypedValueProps {
  readonly label: string;
  readonly type: LayerField["type"] | undefined;
  readonly value: string;
  readonly onType: (value: string) => void;
}

function TypedValue({ label, type, value, onType }: TypedValueProps) {
  const t = useTranslations("common.states");
  const tc = useTranslations("conflicts");
  if (type === "boolean") {
    return (
      <Select
        aria-label={label}
        value={value}
        options={[
          { value: "", label: tc("empty") },
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
        onChange={(event) => onType(event.target.value)}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      type={type === "date" ? "date" : "text"}
      inputMode={type === "integer" ? "numeric" : type === "double" ? "decimal" : "text"}
      value={value}
      onChange={(event) => onType(type === "double" ? event.target.value.replace(",", ".") : event.target.value)}
    />
  );
}
