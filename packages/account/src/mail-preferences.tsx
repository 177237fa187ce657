"use client";
import { mailChoices } from "@archipel/contracts/notification-choices.ts";
import { matches } from "@archipel/i18n/matches.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "./account-site.tsx";
import { NOTICES } from "./use-unread.ts";

const LABELS = { "at-once": "at-once", daily: "daily", none: "never" } as const;
/** So many communities are listed at first; with more, they are searched. */
const SHOWN = 8;

/** When the person gets mail, for each community; saved as soon as it is chosen. */
export function MailPreferences() {
  const t = useTranslations("notifications.preferences");
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState("");
  const [isWhole, setWhole] = useState(false);
  const queryKey = [...NOTICES, "preferences"];
  const preferences = useQuery({ queryKey, queryFn: () => client.notifications.preferences.query() });
  const save = useMutation({
    mutationFn: (input: Parameters<typeof client.notifications.savePreference.mutate>[0]) =>
      client.notifications.savePreference.mutate(input),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (preferences.error) return failure(preferences.error);
  if (!preferences.data) return null;
  const all = preferences.data;
  if (all.length === 0) return <p className="max-w-prose text-ink-muted">{t("none")}</p>;
  const found = all.filter(({ communityName }) => matches(communityName, typed));
  const shown = isWhole ? found : found.slice(0, SHOWN);
  return (
    <div className="grid max-w-md gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      {all.length > SHOWN && (
        <div className="grid gap-1">
          <Field label={t("search")}>
            {(control) => <TextInput {...control} type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
          <p aria-live="polite" className="text-ink-muted text-small">
            {typed.trim() !== "" && t("found", { count: found.length })}
          </p>
        </div>
      )}
      {shown.map(({ communityId, communityName, mail }) => (
        <div key={communityId} className="grid gap-2">
          <Field label={communityName}>
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
          {save.variables?.communityId === communityId && save.isSuccess && <Alert tone="success" title={t("saved")} isLive />}
          {save.variables?.communityId === communityId && save.error && failure(save.error)}
        </div>
      ))}
      {shown.length < found.length && (
        <Button className="justify-self-start" onClick={() => setWhole(true)}>
          {t("all", { count: found.length })}
        </Button>
      )}
    </div>
  );
}
