"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { compilePattern } from "@archipel/validation/model/pattern.ts";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFault } from "./editor-context.tsx";
import {
  type FileNaming,
  fileNamingOf,
  fileNamings,
  filePattern,
  type ValueNaming,
  valueNamingOf,
  valueNamings,
  valuePattern,
} from "./patterns.ts";

interface FilePatternProps {
  readonly where: string;
  readonly value: string;
  readonly onChange: (pattern: string) => void;
}

/** The file name that a model expects, in words or as a pattern of the person's own. */
export function FilePatternInput({ where, value, onChange }: FilePatternProps) {
  const t = useTranslations("models.editor.pattern");
  const fault = useFault(where);
  /** The choice in the form. It cannot be derived from the pattern: “exactly” without a name is not a pattern yet. */
  const [chosen, setChosen] = useState<FileNaming>(() => fileNamingOf(value));
  const naming = filePattern(chosen) === value ? chosen : fileNamingOf(value);
  const set = (part: Partial<FileNaming>) => {
    const next = { ...naming, ...part };
    if (part.how === "own") next.text = value;
    else if (naming.how === "own" && part.how) next.text = "";
    setChosen(next);
    onChange(filePattern(next));
  };
  const place = naming.folder === null ? "anywhere" : naming.folder === "" ? "root" : "folder";
  const [isNamingFolder, setNamingFolder] = useState(false);
  const shownPlace = place === "root" && isNamingFolder ? "folder" : place;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("fileHow")}>
          {(control) => (
            <Select
              {...control}
              value={naming.how}
              options={fileNamings.map((how) => ({ value: how, label: t(`file.${how}`) }))}
              onChange={(event) => set({ how: fileNamings.find((how) => how === event.target.value) ?? "any" })}
            />
          )}
        </Field>
        {naming.how !== "any" && (
          <Field
            label={naming.how === "own" ? t("own") : t("fileText")}
            hint={naming.how === "own" ? t("fileOwnHint") : undefined}
            error={fault}
          >
            {(control) => (
              <TextInput
                {...control}
                data-where={where}
                value={naming.text}
                spellCheck={false}
                placeholder={naming.how === "own" ? undefined : "ZONE_URBA"}
                onChange={(event) => set({ text: event.target.value })}
              />
            )}
          </Field>
        )}
        {naming.how !== "own" && (
          <Field label={t("place")}>
            {(control) => (
              <Select
                {...control}
                value={shownPlace}
                options={(["anywhere", "root", "folder"] as const).map((one) => ({ value: one, label: t(`places.${one}`) }))}
                onChange={(event) => {
                  setNamingFolder(event.target.value === "folder");
                  set({ folder: event.target.value === "anywhere" ? null : event.target.value === "folder" ? naming.folder || "" : "" });
                }}
              />
            )}
          </Field>
        )}
        {naming.how !== "own" && shownPlace === "folder" && (
          <Field label={t("folderName")}>
            {(control) => (
              <TextInput
                {...control}
                value={naming.folder ?? ""}
                spellCheck={false}
                placeholder="Donnees_geographiques"
                onChange={(event) => set({ folder: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <Trial pattern={value} isFile />
    </div>
  );
}

interface ValuePatternProps {
  readonly where: string;
  readonly value: string | undefined;
  readonly onChange: (pattern: string | undefined) => void;
}

/** The form of a value, in words or as a pattern of the person's own. */
export function ValuePatternInput({ where, value, onChange }: ValuePatternProps) {
  const t = useTranslations("models.editor.pattern");
  const fault = useFault(where);
  const [chosen, setChosen] = useState<ValueNaming>(() => valueNamingOf(value));
  const naming = valuePattern(chosen) === value ? chosen : valueNamingOf(value);
  const set = (next: ValueNaming) => {
    setChosen(next);
    onChange(valuePattern(next));
  };
  const { how } = naming;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("valueHow")}>
          {(control) => (
            <Select
              {...control}
              value={how}
              options={valueNamings.map((one) => ({ value: one, label: t(`value.${one}`) }))}
              onChange={(event) => {
                const next = valueNamings.find((one) => one === event.target.value) ?? "none";
                set({ how: next, text: next === "own" ? (value ?? "") : "" });
              }}
            />
          )}
        </Field>
        {how !== "none" && (
          <Field
            label={how === "own" ? t("own") : how === "digits" ? t("digits") : t("valueText")}
            hint={how === "own" ? t("valueOwnHint") : how === "digits" ? t("digitsHint") : undefined}
            error={fault}
          >
            {(control) => (
              <TextInput
                {...control}
                data-where={where}
                value={naming.text}
                spellCheck={false}
                inputMode={how === "digits" ? "numeric" : "text"}
                onChange={(event) => set({ how, text: how === "digits" ? event.target.value.replace(/\D/g, "") : event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      {value !== undefined && <Trial pattern={value} />}
    </div>
  );
}

/** An example that the person types, and whether it matches. */
export function Trial({ pattern, isFile = false }: { readonly pattern: string; readonly isFile?: boolean }) {
  const t = useTranslations("models.editor.pattern");
  const [example, setExample] = useState("");
  const tried = isFile ? example.trim().replace(/\.[A-Za-z0-9]{1,8}$/, "") : example;
  const fits = example === "" ? null : isFit(pattern, tried, !isFile);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <Field label={isFile ? t("tryFile") : t("tryValue")} className="min-w-0 flex-1 basis-56 sm:max-w-96">
        {(control) => <TextInput {...control} value={example} spellCheck={false} onChange={(event) => setExample(event.target.value)} />}
      </Field>
      <p role="status" className="flex min-h-control items-center gap-1.5">
        {fits === true && (
          <>
            <CircleCheck aria-hidden className="size-5 text-success" />
            {t("fits")}
          </>
        )}
        {fits === false && (
          <>
            <CircleX aria-hidden className="size-5 text-danger" />
            {t("fitsNot")}
          </>
        )}
      </p>
    </div>
  );
}

/** Null when the pattern is invalid, which its own input reports. */
function isFit(pattern: string, text: string, isCaseMinded: boolean): boolean | null {
  try {
    return compilePattern(pattern, isCaseMinded).test(text);
  } catch {
    return null;
  }
}
