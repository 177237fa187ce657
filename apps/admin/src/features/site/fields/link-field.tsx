"use client";
import type { Link } from "@archipel/blocks/field.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select, type SelectOption } from "@archipel/ui/select.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useTitle } from "../things/use-title.ts";
import { AddressField } from "./address-field.tsx";
import { useFieldNotes } from "./field-note.tsx";
import { type FieldProps, useFields } from "./fields-context.tsx";

const TARGETS = [
  "page",
  "dataset",
  "saved-map",
  "map",
  "points",
  "catalogue",
  "home",
  "answer",
  "reports",
  "news",
  "help",
  "account",
  "address",
] as const satisfies readonly Link["to"][];
type Target = (typeof TARGETS)[number];

/** Where a link leads: a page, a dataset, a map, a part of the portal, or another site. */
export function LinkField({ label, where, value, onChange }: FieldProps<Link | undefined>) {
  const t = useTranslations("site-editor.link");
  /** A target that still lacks its page, dataset, map or address. */
  const [begun, setBegun] = useState<Target | null>(null);
  const target: Target | undefined = value?.to ?? begun ?? undefined;
  const name = useId();
  const choose = (to: Target | undefined) => {
    setBegun(to ?? null);
    onChange(to && madeAtOnce(to));
  };
  const notes = useFieldNotes(where);
  return (
    <fieldset aria-labelledby={`${name}-label`} className="flex flex-col gap-2 rounded-card border border-line p-3">
      <span id={`${name}-label`} className="font-medium">
        {label}
      </span>
      <Field label={t("leadsTo")} isLabelHidden {...notes}>
        {(control) => (
          <Select
            {...control}
            data-where={where}
            value={target ?? ""}
            onChange={(event) => choose(TARGETS.find((one) => one === event.target.value))}
            options={[{ value: "", label: t("nowhere") }, ...TARGETS.map((one) => ({ value: one, label: t(`to.${one}`) }))]}
          />
        )}
      </Field>
      {target && <LinkDetails target={target} value={value} where={where} onChange={onChange} />}
    </fieldset>
  );
}

/** Targets without details are complete as soon as they are chosen. */
function madeAtOnce(to: Target): Link | undefined {
  if (to === "map") return { to, layers: [] };
  if (to === "points") return { to, isFlight: true };
  if (to === "catalogue") return { to, query: "" };
  if (to === "page" || to === "dataset" || to === "saved-map" || to === "address") return undefined;
  return { to };
}

interface LinkDetailsProps {
  readonly target: Target;
  readonly value: Link | undefined;
  readonly where: string;
  readonly onChange: (value: Link | undefined) => void;
}

function LinkDetails({ target, value, where, onChange }: LinkDetailsProps) {
  const t = useTranslations("site-editor.link");
  const titleOf = useTitle();
  const { things } = useFields();
  if (target === "address") {
    const address = value?.to === "address" ? value.address : undefined;
    const change = (next: string | undefined) => onChange(next ? { to: "address", address: next } : undefined);
    return <AddressField label={t("address")} where={`${where}.address`} value={address} onChange={change} />;
  }
  if (target === "catalogue") {
    return (
      <Field label={t("words")} hint={t("wordsHint")}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={80}
            value={value?.to === "catalogue" ? value.query : ""}
            onChange={(event) => onChange({ to: "catalogue", query: event.target.value })}
          />
        )}
      </Field>
    );
  }
  if (target === "points") return value?.to === "points" && <PointsDetails link={value} onChange={onChange} />;
  if (target !== "page" && target !== "dataset" && target !== "saved-map") return null;
  const options: readonly SelectOption[] | undefined = {
    page: things.pages?.map(({ id, title, slug, status }) => ({
      value: id,
      label: [titleOf(title) || (slug ?? t("to.home")), ...(status === "draft" ? [t("draft")] : [])].join(" — "),
    })),
    dataset: things.datasets?.map(({ id, title, isPublic }) => ({ value: id, label: isPublic ? title : `${title} — ${t("hidden")}` })),
    "saved-map": things.maps?.map(({ id, title }) => ({ value: id, label: titleOf(title) })),
  }[target];
  const id = value && "id" in value ? value.id : "";
  return (
    <ThingSelect
      label={t(`which.${target}`)}
      value={id}
      options={options ?? null}
      onChange={(next) => onChange(next ? { to: target, id: next } : undefined)}
    />
  );
}

type PointsLink = Extract<Link, { to: "points" }>;

/** Which point cloud, and whether its flight begins at once. */
function PointsDetails({ link, onChange }: { readonly link: PointsLink; readonly onChange: (value: Link) => void }) {
  const t = useTranslations("site-editor.link");
  const { layers } = useFields().things;
  const clouds = layers?.filter(({ kind }) => kind === "pointcloud");
  const isGone = link.layer !== undefined && clouds?.every(({ id }) => id !== link.layer);
  return (
    <>
      <Field label={t("which.points")}>
        {(control) => (
          <Select
            {...control}
            value={link.layer ?? ""}
            disabled={!clouds}
            onChange={({ target: { value } }) => onChange({ to: "points", isFlight: link.isFlight, ...(value && { layer: value }) })}
            options={[
              { value: "", label: t("firstPoints") },
              ...(isGone && link.layer ? [{ value: link.layer, label: t("gone") }] : []),
              ...(clouds?.map(({ id, title, datasetTitle }) => ({ value: id, label: `${datasetTitle} — ${title}` })) ?? []),
            ]}
          />
        )}
      </Field>
      <Switch label={t("isFlight")} checked={link.isFlight} onCheckedChange={(isFlight) => onChange({ ...link, isFlight })} />
    </>
  );
}

interface ThingSelectProps {
  readonly label: string;
  readonly where?: string;
  readonly value: string;
  /** Null while they load. */
  readonly options: readonly SelectOption[] | null;
  readonly onChange: (id: string) => void;
}

/** Chooses one of the things of the portal. One that is gone stays chosen until another is. */
export function ThingSelect({ label, where, value, options, onChange }: ThingSelectProps) {
  const t = useTranslations("site-editor.link");
  const isGone = value !== "" && options?.every((option) => option.value !== value);
  const notes = useFieldNotes(where ?? "", options?.length === 0 ? t("noThing") : undefined);
  return (
    <Field label={label} {...notes}>
      {(control) => (
        <Select
          {...control}
          data-where={where}
          value={value}
          disabled={options === null}
          onChange={(event) => onChange(event.target.value)}
          options={[
            { value: "", label: options === null ? t("loading") : t("choose") },
            ...(isGone ? [{ value, label: t("gone") }] : []),
            ...(options ?? []),
          ]}
        />
      )}
    </Field>
  );
}
