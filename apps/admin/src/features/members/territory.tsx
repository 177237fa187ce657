"use client";
import { type Member, type TerritorySource, territorySource } from "@archipel/contracts/members.ts";
import { formatArea } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../communities/current-community.tsx";

/** Where a member works: everywhere, or in an outline that a manager pastes. */
export function MemberTerritory({ member }: { readonly member: Member }) {
  const t = useTranslations("admin.members.territory");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const reason = useRoleReason()("manager");
  const [text, setText] = useState("");
  const [isUnreadable, setUnreadable] = useState(false);
  const subject = { communityId, membershipId: member.id };
  const territory = useQuery(api.members.territory.queryOptions(subject));
  const set = useMutation(
    api.members.setTerritory.mutationOptions({
      onSuccess: async () => {
        setText("");
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
    }),
  );
  const save = () => {
    const source = pastedArea(text);
    setUnreadable(source === null);
    if (source) set.mutate({ ...subject, territory: source });
  };
  return (
    <section aria-labelledby="territory-title" className="flex flex-col gap-3 border-line border-t pt-5">
      <h3 id="territory-title" className="text-base">
        {t("title")}
      </h3>
      <p className="text-ink-muted">
        {territory.data ? t("limited", { area: formatArea(locale, territory.data.squareKm * 1e6) }) : t("everywhere")} {t("hint")}
      </p>
      <Field label={t("paste")} hint={t("pasteHint")} error={isUnreadable ? t("unreadable") : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            spellCheck={false}
            disabled={reason !== undefined}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {set.error && <Alert tone="danger" title={errorText(set.error)} isLive />}
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={set.isPending}
          onClick={save}
          {...((reason ?? (text.trim() === "" ? t("pasteFirst") : undefined)) && { disabledReason: reason ?? t("pasteFirst") })}
        >
          {t("save")}
        </Button>
        {territory.data && (
          <Button
            disabled={set.isPending}
            onClick={() => set.mutate({ ...subject, territory: null })}
            {...(reason && { disabledReason: reason })}
          >
            {t("clear")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The area in a pasted GeoJSON text: a geometry, a feature, or a collection of one feature. Null: it is none. */
export function pastedArea(text: string): TerritorySource | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const inside = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null && key in value ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
  const features = inside(read, "features");
  const one = Array.isArray(features) && features.length === 1 ? features[0] : read;
  const source = territorySource.safeParse({ geometry: inside(one, "geometry") ?? one });
  return source.success ? source.data : null;
}
