"use client";
import { mailChoices } from "@archipel/contracts/notification-choices.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "./account-site.tsx";
import { NOTICES } from "./use-unread.ts";

const LABELS = { "at-once": "at-once", daily: "daily", none: "never" } as const;

/** When the person gets mail, for each community; saved as soon as it is chosen. */
export function MailPreferences() {
  const t = useTranslations("notifications.preferences");
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const queryKey = [...NOTICES, "preferences"];
  const preferences = useQuery({ queryKey, queryFn: () => client.notifications.preferences.query() });
  const save = useMutation({
    mutationFn: (input: Parameters<typeof client.notifications.savePreference.mutate>[0]) =>
      client.notifications.savePreference.mutate(input),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (preferences.error) return failure(preferences.error);
  if (!preferences.data) return null;
  if (preferences.data.length === 0) return <p className="max-w-prose text-ink-muted">{t("none")}</p>;
  return (
    <div className="grid max-w-md gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {preferences.data.map(({ communityId, communityName, mail }) => (
        <Field key={communityId} label={communityName}>
          {(control) => (
            <Select
              {...control}
              value={save.isPending && save.variables.communityId === communityId ? save.variables.mail : mail}
              onChange={({ currentTarget: { value } }) =>
                save.mutate({ communityId, mail: mailChoices.find((one) => one === value) ?? mail })
              }
              options={mailChoices.map((value) => ({ value, label: t(LABELS[value]) }))}
            />
          )}
        </Field>
      ))}
      {save.isSuccess && <Alert tone="success" title={t("saved")} isLive />}
      {save.error && failure(save.error)}
    </div>
  );
}
