"use client";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { type Complexity, type GeometryRules, geometryTypes } from "@archipel/validation/model/geometry.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { useTranslations } from "next-intl";
import { withPart } from "./draft.ts";
import { FaultNote, NumberInput } from "./inputs.tsx";
import { RelationsList } from "./relations-list.tsx";

interface GeometryProps {
  readonly table: TableModel;
  readonly where: string;
  readonly name: string;
  readonly onChange: (to: (table: TableModel) => TableModel, about?: string) => void;
}

/** The geometry rules of a table: type, size limits, and relations to other shapes. */
export function GeometryPart({ table, where, name, onChange }: GeometryProps) {
  const t = useTranslations("models.editor.geometry");
  const { geometry } = table;
  const set = (to: (rules: GeometryRules) => GeometryRules, about?: string) =>
    onChange((now) => (now.geometry ? { ...now, geometry: to(now.geometry) } : now), about && `geometry.${about}`);
  const yes = (key: "required" | "unique" | "isStrict", hint?: string) => (
    <Checkbox
      label={t(key)}
      hint={hint}
      checked={geometry?.[key] === true}
      onChange={(event) => set((now) => withPart(now, key, event.target.checked || undefined))}
    />
  );
  return (
    <>
      <Field label={t("type")} className="sm:max-w-96">
        {(control) => (
          <Select
            {...control}
            data-where={`${where}.geometry`}
            value={geometry?.type ?? ""}
            options={[{ value: "", label: t("none") }, ...geometryTypes.map((type) => ({ value: type, label: t(`types.${type}`) }))]}
            onChange={(event) => {
              const type = geometryTypes.find((one) => one === event.target.value);
              onChange((now) => withPart(now, "geometry", type && { required: true, ...now.geometry, type }));
            }}
          />
        )}
      </Field>
      <FaultNote where={`${where}.geometry`} />
      {geometry && (
        <>
          <div className="grid gap-x-8 sm:grid-cols-2">
            {yes("required")}
            <Checkbox
              label={t("valid")}
              hint={t("validHint")}
              checked={geometry.valid !== false}
              onChange={(event) => set((now) => withPart(now, "valid", event.target.checked ? undefined : false))}
            />
            {yes("unique")}
            {geometry.type.startsWith("multi") && yes("isStrict", t("isStrictHint"))}
            <Checkbox
              label={t("inEmprise")}
              hint={t("inEmpriseHint")}
              checked={geometry.inEmprise !== false}
              onChange={(event) => set((now) => withPart(now, "inEmprise", event.target.checked ? undefined : false))}
            />
          </div>
          <Smallest geometry={geometry} where={where} onChange={set} />
          <RelationsList geometry={geometry} name={name} fields={table.fields.map((field) => field.name)} onChange={set} />
          <Weights geometry={geometry} where={where} onChange={set} />
        </>
      )}
    </>
  );
}

interface RulesProps {
  readonly geometry: GeometryRules;
  readonly where: string;
  readonly onChange: (to: (rules: GeometryRules) => GeometryRules, about?: string) => void;
}

function Smallest({ geometry, where, onChange }: RulesProps) {
  const t = useTranslations("models.editor.geometry");
  const set = (key: "length" | "area", value: number | undefined) =>
    onChange((now) => {
      const smallest = withPart(now.smallest ?? {}, key, value);
      return withPart(now, "smallest", Object.keys(smallest).length > 0 ? smallest : undefined);
    }, `smallest.${key}`);
  if (geometry.type.endsWith("point")) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {(["length", "area"] as const).map((key) => (
        <NumberInput
          key={key}
          label={t(`smallest.${key}`)}
          where={`${where}.geometry.smallest.${key}`}
          value={geometry.smallest?.[key]}
          onChange={(value) => set(key, value)}
        />
      ))}
    </div>
  );
}

const COUNTED = ["vertices", "rings", "parts", "density"] as const;

/** Limits on the number of vertices: a warning above one, an error above the other. */
function Weights({ geometry, where, onChange }: RulesProps) {
  const t = useTranslations("models.editor.geometry");
  const set = (key: (typeof COUNTED)[number], level: "warning" | "error", value: number | undefined) =>
    onChange((now) => {
      const limit = withPart(now.complexity?.[key] ?? {}, level, value);
      const complexity: Complexity = withPart(now.complexity ?? {}, key, Object.keys(limit).length > 0 ? limit : undefined);
      return withPart(now, "complexity", Object.keys(complexity).length > 0 ? complexity : undefined);
    }, `complexity.${key}.${level}`);
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-accent-ink">{t("weight")}</summary>
      <p className="mt-2 max-w-prose text-ink-muted text-small">{t("weightHint")}</p>
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        {COUNTED.flatMap((key) =>
          (["warning", "error"] as const).map((level) => (
            <NumberInput
              key={`${key} ${level}`}
              label={t(`limits.${level}`, { what: t(`counted.${key}`) })}
              where={`${where}.geometry.complexity.${key}.${level}`}
              value={geometry.complexity?.[key]?.[level]}
              onChange={(value) => set(key, level, value)}
            />
          )),
        )}
      </div>
    </details>
  );
}
