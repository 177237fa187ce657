"use client";
import { clonePortalInput, type Portal } from "@archipel/contracts/portals.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { links } from "../../links.ts";

const schema = clonePortalInput.pick({ name: true, slug: true });
type Values = z.input<typeof schema>;

interface CloneDialogProps {
  readonly portal: Portal;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Opens another portal that begins like this one. */
export function CloneDialog({ portal, open, onOpenChange }: CloneDialogProps) {
  const t = useTranslations("admin");
  const tc = useTranslations("common.states");
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const fieldError = useFieldError();
  const form = useForm<Values, unknown, z.output<typeof schema>>({ resolver: zodResolver(schema), defaultValues: { name: "", slug: "" } });
  const { errors, dirtyFields } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "name" || path === "slug" ? path : null));
  const clone = useMutation(
    api.portals.clone.mutationOptions({
      onSuccess: async ({ id }) => {
        onOpenChange(false);
        form.reset();
        await queryClient.invalidateQueries(api.portals.pathFilter());
        router.push(`${links.portal(community.slug, id)}?created=1`);
      },
      onError,
    }),
  );
  const required = { mark: tc("required"), isRequired: true };
  return (
    <FormDialog
      title={t("portals.cloneTitle", { name: portal.name })}
      description={t("portals.cloneText")}
      form={form}
      sending={{
        ...shown,
        label: t("portals.cloneAction"),
        isPending: clone.isPending,
        send: (values) => clone.mutate({ communityId: community.id, portalId: portal.id, ...values }),
      }}
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field label={t("portals.name")} hint={t("portals.nameHint")} error={fieldError(errors.name)} {...required}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register("name", {
              onChange: (event) => {
                if (!dirtyFields.slug) form.setValue("slug", slugFrom(event.target.value));
              },
            })}
          />
        )}
      </Field>
      <Field label={t("portals.address")} hint={t("portals.addressHint")} error={fieldError(errors.slug)} {...required}>
        {(control) => <TextInput {...control} {...form.register("slug")} className="figures" autoCapitalize="none" spellCheck={false} />}
      </Field>
    </FormDialog>
  );
}
