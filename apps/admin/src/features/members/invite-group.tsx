"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { UseFormRegisterReturn } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** The group that invited people join too. Renders nothing in a community without groups. */
export function InviteGroup({ register }: { readonly register: UseFormRegisterReturn }) {
  const t = useTranslations("admin.members");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const groups = useQuery(api.groups.list.queryOptions({ communityId })).data ?? [];
  if (groups.length === 0) return null;
  return (
    <Field label={t("group")} hint={t("groupHint")}>
      {(control) => (
        <Select
          {...control}
          {...register}
          options={[{ value: "", label: t("noGroup") }, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </Field>
  );
}
