"use client";
import { type PortalTemplate, renameTemplateInput } from "@archipel/contracts/portals.ts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormProvider, useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";
import { TemplateFields } from "./template-fields.tsx";

const schema = renameTemplateInput.pick({ name: true, description: true });

interface RenameTemplateDialogProps {
  readonly template: PortalTemplate;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function RenameTemplateDialog({ template, open, onOpenChange }: RenameTemplateDialogProps) {
  const t = useTranslations("admin.portals.templates");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const { id: templateId, name, description } = template;
  const form = useForm<z.input<typeof schema>, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    values: { name, description },
  });
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "name" || path === "description" ? path : null));
  const rename = useMutation(
    api.portals.renameTemplate.mutationOptions({
      onSuccess: (templates) => {
        queryClient.setQueryData(api.portals.templates.queryKey({ communityId }), templates);
        onOpenChange(false);
      },
      onError,
    }),
  );
  return (
    <FormProvider {...form}>
      <FormDialog
        title={t("renameTitle", { name })}
        form={form}
        sending={{
          ...shown,
          label: tc("save"),
          isPending: rename.isPending,
          send: (values) => rename.mutate({ communityId, templateId, ...values }),
        }}
        open={open}
        onOpenChange={onOpenChange}
      >
        <TemplateFields />
      </FormDialog>
    </FormProvider>
  );
}
