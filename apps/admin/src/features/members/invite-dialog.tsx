"use client";
import { type InvitedLine, invitedLines, MOST_INVITED } from "@archipel/contracts/member-invitations.ts";
import { type Role, role as roleSchema, roles } from "@archipel/contracts/members.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { InviteGroup } from "./invite-group.tsx";
import { InviteTerritory } from "./invite-territory.tsx";
import { LeftLines } from "./left-lines.tsx";
import { type TerritoryDraft, useTerritoryDraft } from "./use-territory-draft.ts";

const schema = z.object({
  people: z.string().trim().min(1),
  role: roleSchema,
  groupId: z.string(),
  words: z.string().trim().max(1000),
});
type Values = z.input<typeof schema>;

interface InviteDialogProps {
  readonly onClose: () => void;
  /** The strongest role that the person may give, by an organisation. */
  readonly upTo?: Role;
  /** Addresses that are known already. */
  readonly people?: string;
}

/** Invites people: by an organisation to a role alone, else to a group and a territory too. */
export function InviteDialog({ onClose, upTo, people = "" }: InviteDialogProps) {
  return upTo ? (
    <InviteForm onClose={onClose} people={people} upTo={upTo} territory={null} />
  ) : (
    <OwnInviteForm onClose={onClose} people={people} />
  );
}

function OwnInviteForm({ onClose, people }: Required<Pick<InviteDialogProps, "onClose" | "people">>) {
  const draft = useTerritoryDraft(null, "features");
  const [isInArea, setInArea] = useState(false);
  return <InviteForm onClose={onClose} people={people} upTo="manager" territory={{ draft, isInArea, setInArea }} />;
}

interface InviteFormProps extends Required<InviteDialogProps> {
  readonly territory: {
    readonly draft: TerritoryDraft;
    readonly isInArea: boolean;
    readonly setInArea: (isInArea: boolean) => void;
  } | null;
}

/** A list of addresses, and what all of these people get. Lines that were not invited stay, each with its reason. */
function InviteForm({ onClose, people, upTo, territory }: InviteFormProps) {
  const t = useTranslations("admin.members");
  const tr = useTranslations("admin.roles");
  const community = useCommunity();
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { people, role: "contributor", groupId: "", words: "" },
  });
  const { send, left, isTried, isPending, shown } = useInvitations(form, territory, onClose);
  const lines = invitedLines(form.watch("people"));
  const faults = form.formState.errors.people && (lines.length > MOST_INVITED ? t("tooMany", { most: MOST_INVITED }) : t("noPeople"));
  return (
    <FormDialog
      title={t("inviteTitle")}
      description={t("inviteText", { community: community.name })}
      placement={territory?.isInArea ? "wide" : "centre"}
      form={form}
      sending={{ ...shown, label: t("sendInvitations", { count: lines.length }), isPending, send }}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <Field label={t("people")} hint={t("peopleHint", { most: MOST_INVITED })} error={faults} isRequired>
        {(control) => <TextArea {...control} {...form.register("people")} rows={4} autoComplete="off" spellCheck={false} />}
      </Field>
      <LeftLines lines={left} />
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => (
          <RadioGroup
            legend={t("role")}
            name="role"
            value={field.value}
            onValueChange={field.onChange}
            options={roles
              .slice(0, roles.indexOf(upTo) + 1)
              .map((value) => ({ value, label: tr(`names.${value}`), hint: tr(`hints.${value}`) }))}
          />
        )}
      />
      {territory && (
        <>
          <InviteGroup register={form.register("groupId")} />
          <InviteTerritory {...territory} isMissing={isTried && territory.isInArea && !territory.draft.source} />
        </>
      )}
      <Field label={t("words")} hint={t("wordsHint")}>
        {(control) => <TextArea {...control} {...form.register("words")} rows={3} maxLength={1000} />}
      </Field>
    </FormDialog>
  );
}

type InviteFormState = UseFormReturn<Values, unknown, z.output<typeof schema>>;

/** Sends the form. The lines that were invited leave it, so that what is left can be corrected and sent again. */
function useInvitations(form: InviteFormState, territory: InviteFormProps["territory"], onDone: () => void) {
  const t = useTranslations("admin.members");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [left, setLeft] = useState<readonly InvitedLine[]>([]);
  const [isTried, setTried] = useState(false);
  const { onError, ...shown } = useFormMessage(form, (path) => (path.startsWith("lines") ? "people" : path === "role" ? path : null));
  const invite = useMutation(
    api.members.inviteSeveral.mutationOptions({
      onSuccess: async (outcomes) => {
        const sent = outcomes.filter(({ outcome }) => outcome === "invited").length;
        const others = outcomes.filter(({ outcome }) => outcome !== "invited");
        if (sent > 0) toasts.add({ title: t("invited", { count: sent }) });
        setLeft(others);
        form.setValue("people", others.map(({ line }) => line).join("\n"), { shouldDirty: others.length > 0 });
        await queryClient.invalidateQueries(api.members.pathFilter());
        if (others.length === 0) onDone();
      },
      onError,
    }),
  );
  const send = ({ people, groupId, ...given }: z.output<typeof schema>): boolean => {
    setTried(true);
    const lines = invitedLines(people);
    if (lines.length > MOST_INVITED) form.setError("people", { type: "too_big" });
    const area = territory?.isInArea ? territory.draft.source : null;
    if (lines.length > MOST_INVITED || (territory?.isInArea && !area)) return false;
    setLeft([]);
    invite.mutate({ communityId, lines, ...given, groupId: groupId === "" ? null : groupId, territory: area });
    return true;
  };
  return { send, left, isTried, isPending: invite.isPending, shown };
}
