"use client";
import type { OrganisationPage as Shown } from "@archipel/contracts/organisations.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { CatalogueSearch } from "./catalogue-search.tsx";
import { OrganisationCommunities } from "./organisation-communities.tsx";
import { OrganisationPeopleSection } from "./organisation-people.tsx";
import { useOrganisationName } from "./use-name.ts";
import { useOrganisationCalls } from "./use-organisation-calls.ts";

/** An organisation: its communities with what each gives, all the data that it reads, and its people. */
export function OrganisationPage({ organisationId }: { readonly organisationId: string }) {
  const api = useApi();
  const organisation = useQuery(api.organisations.get.queryOptions({ organisationId }));
  return <QueryView query={organisation}>{(shown) => <Loaded organisation={shown} />}</QueryView>;
}

function Loaded({ organisation }: { readonly organisation: Shown }) {
  const t = useTranslations("organisations.page");
  const name = useOrganisationName()(organisation);
  const [act, setAct] = useState<"invite" | "change" | null>(null);
  const isManager = organisation.role === "manager";
  return (
    <>
      <PageHeader
        title={name}
        lead={organisation.description || t(organisation.role)}
        actions={
          isManager && (
            <>
              <Button onClick={() => setAct("change")}>{t("change")}</Button>
              <Button tone="primary" onClick={() => setAct("invite")}>
                <Plus aria-hidden className="size-4" />
                {t("invite")}
              </Button>
            </>
          )
        }
      />
      <OrganisationCommunities organisation={organisation} />
      <CatalogueSearch organisationId={organisation.id} />
      {isManager && <OrganisationPeopleSection organisationId={organisation.id} />}
      {act === "invite" && <InviteCommunity organisationId={organisation.id} onClose={() => setAct(null)} />}
      {act === "change" && <ChangeDialog organisation={organisation} onClose={() => setAct(null)} />}
    </>
  );
}

function InviteCommunity({ organisationId, onClose }: { readonly organisationId: string; readonly onClose: () => void }) {
  const t = useTranslations("organisations.page");
  const te = useTranslations("errors");
  const errorText = useErrorText();
  const [slug, setSlug] = useState("");
  const [message, setMessage] = useState("");
  const [isMissing, setMissing] = useState(false);
  const { inviteCommunity } = useOrganisationCalls(onClose, t("inviteSent"));
  const wanted = slug.trim().toLowerCase();
  return (
    <ConfirmDialog
      title={t("inviteTitle")}
      actionLabel={t("inviteAction")}
      isDanger={false}
      isPending={inviteCommunity.isPending}
      error={inviteCommunity.error ? errorText(inviteCommunity.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        const isSlug = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(wanted) && wanted.length > 1;
        setMissing(!isSlug);
        if (isSlug) inviteCommunity.mutate({ organisationId, slug: wanted, message: message.trim() });
      }}
    >
      <Field
        label={t("slug")}
        hint={t("slugHint")}
        error={isMissing && te("organisation-community-not-found", { slug: wanted || "…" })}
        isRequired
      >
        {(control) => <TextInput {...control} autoComplete="off" value={slug} onChange={({ target }) => setSlug(target.value)} />}
      </Field>
      <Field label={t("words")}>
        {(control) => (
          <TextArea {...control} rows={3} maxLength={1000} value={message} onChange={({ target }) => setMessage(target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}

function ChangeDialog({ organisation, onClose }: { readonly organisation: Shown; readonly onClose: () => void }) {
  const t = useTranslations("organisations.page");
  const tp = useTranslations("organisations.platform");
  const errorText = useErrorText();
  const { change } = useOrganisationCalls(onClose, t("changed"));
  const [values, setValues] = useState({
    nameFr: organisation.nameFr,
    nameEn: organisation.nameEn,
    description: organisation.description,
  });
  const isMissing = values.nameFr.trim() === "" || values.nameEn.trim() === "";
  return (
    <ConfirmDialog
      title={t("changeTitle")}
      actionLabel={t("changeAction")}
      isDanger={false}
      isPending={change.isPending || isMissing}
      error={change.error ? errorText(change.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => change.mutate({ organisationId: organisation.id, ...values })}
    >
      {(["nameFr", "nameEn"] as const).map((key) => (
        <Field key={key} label={tp(key)} isRequired>
          {(control) => (
            <TextInput
              {...control}
              maxLength={120}
              value={values[key]}
              onChange={({ target }) => setValues({ ...values, [key]: target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={tp("description")}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            maxLength={1000}
            value={values.description}
            onChange={({ target }) => setValues({ ...values, description: target.value })}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
