"use client";
import type { FooterColumn, MenuChild, MenuEntry, SocialLink } from "@archipel/contracts/site-navigation.ts";
import { FOOTER_ENTRIES_MAX, MENU_CHILDREN_MAX, SOCIAL_MAX, SOCIAL_NETWORKS } from "@archipel/contracts/site-navigation.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { newBlockId } from "../draft/page-draft.ts";
import { useFieldNotes } from "../fields/field-note.tsx";
import { LinkField } from "../fields/link-field.tsx";
import { ChoiceField } from "../fields/simple-fields.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Entries } from "../forms/entries.tsx";
import { useTitle } from "../things/use-title.ts";

export const newKey = newBlockId;
const LABEL_MAX = 60;

interface ChildFieldsProps<T extends MenuChild> {
  readonly value: T;
  readonly where: string;
  readonly onChange: (value: T) => void;
}

/** The label and the link of an entry of a menu. */
function ChildFields<T extends MenuChild>({ value, where, onChange }: ChildFieldsProps<T>) {
  const t = useTranslations("site-editor.navigation");
  return (
    <>
      <TextField
        label={t("label")}
        where={`${where}.label`}
        value={value.label}
        max={LABEL_MAX}
        onChange={(label) => onChange({ ...value, label })}
      />
      <LinkField
        label={t("link")}
        where={`${where}.link`}
        value={value.link}
        onChange={(link) => {
          const { link: _before, ...others } = value;
          onChange((link ? { ...others, link } : others) as T);
        }}
      />
    </>
  );
}

/** An entry of the header's menu, with the entries below it. */
export function EntryFields({ value, where, onChange }: ChildFieldsProps<MenuEntry>) {
  const t = useTranslations("site-editor.navigation");
  const titleOf = useTitle();
  return (
    <>
      <ChildFields value={value} where={where} onChange={onChange} />
      <details open={value.children.length > 0}>
        <summary className="min-h-8 cursor-pointer content-center">{t("children", { count: value.children.length })}</summary>
        <div className="mt-2 border-line border-l-2 pl-3">
          <Entries
            label={t("childrenOf", { name: titleOf(value.label) })}
            items={value.children}
            max={MENU_CHILDREN_MAX}
            addLabel={t("addChild")}
            nameOf={(item, index) => titleOf(item.label) || t("entry", { number: index + 1 })}
            made={() => ({ key: newKey(), label: {} })}
            onChange={(children) => onChange({ ...value, children: [...children] })}
          >
            {(item, index, put) => <ChildFields value={item} where={`${where}.children.${index}`} onChange={put} />}
          </Entries>
        </div>
      </details>
    </>
  );
}

export function ColumnFields({
  value,
  where,
  onChange,
}: {
  readonly value: FooterColumn;
  readonly where: string;
  readonly onChange: (value: FooterColumn) => void;
}) {
  const t = useTranslations("site-editor.navigation");
  const titleOf = useTitle();
  return (
    <>
      <TextField
        label={t("columnTitle")}
        where={`${where}.title`}
        value={value.title}
        max={LABEL_MAX}
        onChange={(title) => onChange({ ...value, title })}
      />
      <Entries
        label={titleOf(value.title)}
        items={value.entries}
        max={FOOTER_ENTRIES_MAX}
        addLabel={t("addEntry")}
        nameOf={(item, index) => titleOf(item.label) || t("entry", { number: index + 1 })}
        made={() => ({ key: newKey(), label: {} })}
        onChange={(entries) => onChange({ ...value, entries: [...entries] })}
      >
        {(item, index, put) => <ChildFields value={item} where={`${where}.entries.${index}`} onChange={put} />}
      </Entries>
    </>
  );
}

export function SocialFields({
  value,
  onChange,
}: {
  readonly value: readonly SocialLink[];
  readonly onChange: (value: readonly SocialLink[]) => void;
}) {
  const t = useTranslations("site-editor.navigation");
  return (
    <Entries
      label={t("social")}
      items={value}
      max={SOCIAL_MAX}
      addLabel={t("addSocial")}
      nameOf={({ network }) => t(`networks.${network}`)}
      made={() => ({ key: newKey(), network: "mastodon" as const, address: "", name: {} })}
      onChange={onChange}
    >
      {(item, index, put) => (
        <>
          <ChoiceField
            label={t("network")}
            where={`social.${index}.network`}
            value={item.network}
            options={SOCIAL_NETWORKS.map((one) => ({ value: one, label: t(`networks.${one}`) }))}
            onChange={(next) => put({ ...item, network: SOCIAL_NETWORKS.find((one) => one === next) ?? "other" })}
          />
          <SecureAddress where={`social.${index}.address`} value={item.address} onChange={(address) => put({ ...item, address })} />
          {item.network === "other" && (
            <TextField
              label={t("socialName")}
              where={`social.${index}.name`}
              value={item.name}
              max={LABEL_MAX}
              onChange={(name) => put({ ...item, name })}
            />
          )}
        </>
      )}
    </Entries>
  );
}

function SecureAddress({
  where,
  value,
  onChange,
}: {
  readonly where: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations("site-editor.navigation");
  return (
    <Field label={t("socialAddress")} {...useFieldNotes(where)}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="url"
          spellCheck={false}
          maxLength={500}
          placeholder="https://"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
