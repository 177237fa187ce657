"use client";
import { makeOrganisationInput, type OrganisationSummary } from "@archipel/contracts/organisations.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { InviteDialog } from "../../kit/forms/invite-dialog.tsx";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { useOrganisationName } from "../organisations/use-name.ts";

/** The organisations over communities, for operators: made with a first manager, and deleted. */
export function OrganisationsSection() {
  const t = useTranslations("organisations.platform");
  const api = useApi();
  const organisations = useQuery(api.organisations.list.queryOptions());
  const [isMaking, setMaking] = useState(false);
  const [chosen, setChosen] = useState<{ organisation: OrganisationSummary; act: "invite" | "delete" } | null>(null);
  const close = () => setChosen(null);
  return (
    <section aria-labelledby="organisations-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="organisations-title" className="text-title">
            {t("title")}
          </h2>
          <p className="max-w-prose text-ink-muted">{t("lead")}</p>
        </div>
        <Button onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-4" />
          {t("make")}
        </Button>
      </div>
      <QueryView query={organisations} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-ink-muted">{t("none")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {all.map((organisation) => (
                <Line key={organisation.id} organisation={organisation} onAct={(act) => setChosen({ organisation, act })} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isMaking && <MakeDialog onClose={() => setMaking(false)} />}
      {chosen?.act === "invite" && <Invite organisation={chosen.organisation} onClose={close} />}
      {chosen?.act === "delete" && <DeleteDialog organisation={chosen.organisation} onClose={close} />}
    </section>
  );
}

interface LineProps {
  readonly organisation: OrganisationSummary;
  readonly onAct: (act: "invite" | "delete") => void;
}

function Line({ organisation, onAct }: LineProps) {
  const t = useTranslations("organisations.platform");
  const name = useOrganisationName()(organisation);
  const { description, managers, members, invited, communities } = organisation;
  const facts = [
    t("facts.communities", { count: communities }),
    t("facts.members", { count: members }),
    ...(invited > 0 ? [t("facts.invited", { count: invited })] : []),
    ...(managers === 0 ? [t("facts.unmanaged")] : []),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="break-words font-medium text-base">{name}</h3>
        {description && <p className="mt-1 max-w-prose whitespace-pre-line break-words">{description}</p>}
        <p className="mt-1 text-ink-muted text-small">{facts.join(" · ")}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {managers === 0 && (
          <Button aria-label={t("inviteOf", { name })} onClick={() => onAct("invite")}>
            {t("invite")}
          </Button>
        )}
        <Button aria-label={t("deleteOf", { name })} onClick={() => onAct("delete")}>
          {t("delete")}
        </Button>
      </div>
    </li>
  );
}

/** What happens after each call of this section. */
function useDone(onClose: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  return async (title: string) => {
    toasts.add({ title });
    onClose();
    await queryClient.invalidateQueries(api.organisations.pathFilter());
  };
}

type Values = z.input<typeof makeOrganisationInput>;

function MakeDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("organisations.platform");
  const tc = useTranslations("common.states");
  const api = useApi();
  const done = useDone(onClose);
  const fieldError = useFieldError();
  const form = useForm<Values, unknown, z.output<typeof makeOrganisationInput>>({
    resolver: zodResolver(makeOrganisationInput),
    defaultValues: { nameFr: "", nameEn: "", description: "", managerEmail: "" },
  });
  const { errors } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path in makeOrganisationInput.shape ? (path as keyof Values) : null));
  const make = useMutation(
    api.organisations.make.mutationOptions({ onSuccess: (_, { nameFr }) => done(t("made", { name: nameFr })), onError }),
  );
  const required = { mark: tc("required"), isRequired: true };
  return (
    <FormDialog
      title={t("makeTitle")}
      form={form}
      sending={{ ...shown, label: t("makeAction"), isPending: make.isPending, send: (values) => make.mutate(values) }}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      {(["nameFr", "nameEn"] as const).map((key) => (
        <Field key={key} label={t(key)} error={fieldError(errors[key])} {...required}>
          {(control) => <TextInput {...control} {...form.register(key)} maxLength={120} autoComplete="off" />}
        </Field>
      ))}
      <Field label={t("description")} error={fieldError(errors.description)} mark={tc("optional")}>
        {(control) => <TextArea {...control} {...form.register("description")} rows={3} maxLength={1000} />}
      </Field>
      <Field label={t("managerEmail")} hint={t("managerEmailHint")} error={fieldError(errors.managerEmail)} {...required}>
        {(control) => <TextInput {...control} {...form.register("managerEmail")} type="email" autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

interface ActProps {
  readonly organisation: OrganisationSummary;
  readonly onClose: () => void;
}

function Invite({ organisation, onClose }: ActProps) {
  const t = useTranslations("organisations.platform");
  const api = useApi();
  const done = useDone(onClose);
  const invite = useMutation(
    api.organisations.inviteManager.mutationOptions({ onSuccess: (_, sent) => done(t("invited", { email: sent.email })) }),
  );
  return (
    <InviteDialog
      words={{ title: t("invite"), text: t("inviteText"), label: t("email"), send: t("send") }}
      invite={invite}
      onInvite={(email) => invite.mutate({ organisationId: organisation.id, email })}
      onClose={onClose}
    />
  );
}

function DeleteDialog({ organisation, onClose }: ActProps) {
  const t = useTranslations("organisations.platform");
  const api = useApi();
  const errorText = useErrorText();
  const done = useDone(onClose);
  const { id: organisationId, nameFr, communities } = organisation;
  const remove = useMutation(api.organisations.delete.mutationOptions({ onSuccess: () => done(t("deleted")) }));
  return (
    <ConfirmDialog
      title={t("deleteTitle", { name: nameFr })}
      actionLabel={t("delete")}
      typedWord={nameFr}
      isPending={remove.isPending}
      error={remove.error ? errorText(remove.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => remove.mutate({ organisationId, name: nameFr })}
    >
      <p>{t("deleteText", { count: communities })}</p>
    </ConfirmDialog>
  );
}
