"use client";
import { subjectKind, subjectRole } from "@archipel/contracts/grants.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import type { GrantPartProps } from "./grant-what.tsx";

/** In the order in which managers need them. */
const KINDS = [
  "person",
  "group",
  "organisation",
  "community",
  "role",
  "key",
  "signed-in",
  "everyone",
] as const satisfies readonly (typeof subjectKind.options)[number][];

interface SubjectFieldsProps extends GrantPartProps {
  /** Whether the choice is only for viewing the data as somebody: nothing is given, and a key is not offered. */
  readonly isViewing?: boolean;
}

/** The subject of a right: a person, a group, an organisation, a community or a role in it, a key, or every account. */
export function GrantSubjectFields({ draft, lacks, isViewing = false }: SubjectFieldsProps) {
  const t = useTranslations("grants.form");
  const tv = useTranslations("grants.viewAs");
  const te = useTranslations("errors");
  const { kind } = draft;
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <Field label={isViewing ? tv("as") : t("who")}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={({ target }) => draft.setKind(subjectKind.parse(target.value))}
            options={KINDS.filter((value) => !(isViewing && value === "key")).map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
        )}
      </Field>
      {kind === "person" && (
        <Field label={t("email")} hint={t("emailHint")} error={lacks("email") && te("grant-person-unknown")} isRequired>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoComplete="off"
              value={draft.email}
              onChange={({ target }) => draft.setEmail(target.value)}
            />
          )}
        </Field>
      )}
      {kind === "group" && <GroupField draft={draft} lacks={lacks} isViewing={isViewing} />}
      {kind === "organisation" && <OrganisationField draft={draft} lacks={lacks} isViewing={isViewing} />}
      {(kind === "community" || kind === "role") && (
        <Field
          label={t("slug")}
          hint={t(kind === "role" || isViewing ? "roleSlugHint" : "slugHint")}
          error={lacks("slug") && te("grant-community-unknown")}
          isRequired
        >
          {(control) => (
            <TextInput {...control} autoComplete="off" value={draft.slug} onChange={({ target }) => draft.setSlug(target.value)} />
          )}
        </Field>
      )}
      {kind === "role" && (
        <Field label={t("role")} hint={t("roleHint")}>
          {(control) => (
            <Select
              {...control}
              value={draft.role}
              onChange={({ target }) => draft.setRole(subjectRole.parse(target.value))}
              options={subjectRole.options.map((value) => ({ value, label: t(`roles.${value}`) }))}
            />
          )}
        </Field>
      )}
      {kind === "key" && (
        <Field label={t("key")} hint={t("keyHint")} error={lacks("key") && te("grant-key-unknown")} isRequired>
          {(control) => (
            <TextInput {...control} autoComplete="off" value={draft.keyId} onChange={({ target }) => draft.setKeyId(target.value)} />
          )}
        </Field>
      )}
      {kind === "everyone" && !isViewing && <Alert tone="warning" title={t("everyoneText")} />}
      {kind === "signed-in" && !isViewing && <p className="text-ink-muted sm:pt-7">{t("signedInText")}</p>}
    </div>
  );
}

function GroupField({ draft, lacks, isViewing }: SubjectFieldsProps) {
  const t = useTranslations("grants.form");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const groups = useQuery(api.groups.list.queryOptions({ communityId }));
  return (
    <Field label={t("group")} hint={isViewing ? undefined : t("groupHint")} error={lacks("group") && t("groupMissing")} isRequired>
      {(control) => (
        <Select
          {...control}
          value={draft.groupId}
          onChange={({ target }) => draft.setGroupId(target.value)}
          options={[{ value: "", label: t("noGroup") }, ...(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </Field>
  );
}

function OrganisationField({ draft, lacks, isViewing }: SubjectFieldsProps) {
  const t = useTranslations("grants.form");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const organisations = useQuery(api.organisations.named.queryOptions({ communityId }));
  const options = (organisations.data ?? []).map(({ id, nameFr, nameEn }) => ({ value: id, label: locale === "fr" ? nameFr : nameEn }));
  return (
    <Field
      label={t("organisation")}
      hint={isViewing ? undefined : t("organisationHint")}
      error={lacks("organisation") && t("organisationMissing")}
      isRequired
    >
      {(control) => (
        <Select
          {...control}
          value={draft.organisationId}
          onChange={({ target }) => draft.setOrganisationId(target.value)}
          options={[{ value: "", label: t("noOrganisation") }, ...options]}
        />
      )}
    </Field>
  );
}
