"use client";
import type { Member, TerritorySource } from "@archipel/contracts/members.ts";
import { formatArea } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { polygonsOf } from "../../kit/maps/areas-overlay.ts";
import { TerritoryEditor } from "./territory-editor.tsx";

const AreasMap = dynamic(() => import("../../kit/maps/areas-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-56" /> });

/** The territory of a member: everywhere, or an area that a manager draws, picks from a layer, or pastes. */
export function MemberTerritory({ member }: { readonly member: Member }) {
  const t = useTranslations("admin.members.territory");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const reason = useRoleReason()("manager");
  const [isEditing, setEditing] = useState(false);
  const subject = { communityId, membershipId: member.id };
  const { data: territory } = useQuery(api.members.territory.queryOptions(subject));
  const areas = useMemo(() => (territory ? polygonsOf(territory.geometry) : []), [territory]);
  const set = useMutation(
    api.members.setTerritory.mutationOptions({
      onSuccess: async () => {
        setEditing(false);
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
    }),
  );
  const save = (source: TerritorySource | null) => set.mutate({ ...subject, territory: source });
  const error = set.error ? errorText(set.error) : undefined;
  return (
    <section aria-labelledby="territory-title" className="flex flex-col gap-3 border-line border-t pt-5">
      <h3 id="territory-title" className="text-base">
        {t("title")}
      </h3>
      <p className="text-ink-muted">
        {territory ? t("limited", { area: formatArea(locale, territory.squareKm * 1e6) }) : t("everywhere")} {t("hint")}
      </p>
      {areas.length > 0 && <AreasMap label={t("map", { name: member.name })} areas={areas} className="h-56" />}
      {error && !isEditing && <Alert tone="danger" title={error} isLive />}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setEditing(true)} {...(reason && { disabledReason: reason })}>
          {t(territory ? "change" : "limit")}
        </Button>
        {territory && (
          <Button tone="quiet" disabled={set.isPending} onClick={() => save(null)} {...(reason && { disabledReason: reason })}>
            {t("clear")}
          </Button>
        )}
      </div>
      {isEditing && (
        <TerritoryEditor
          member={member}
          current={territory?.geometry ?? null}
          isPending={set.isPending}
          error={error}
          onSave={save}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}
