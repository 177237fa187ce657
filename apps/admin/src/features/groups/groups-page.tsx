"use client";
import type { Group } from "@archipel/contracts/groups.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useQuery } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { GroupForm } from "./group-form.tsx";
import { GroupPanel } from "./group-panel.tsx";

/** The groups of people of the community. */
export function GroupsPage() {
  const t = useTranslations("groups.page");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const groups = useQuery(api.groups.list.queryOptions({ communityId }));
  const [isMaking, setMaking] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const make = (
    <Button tone="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden className="size-4" />
      {t("make")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} actions={groups.data?.length ? make : undefined} />
      <QueryView query={groups} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<UsersRound aria-hidden className="size-10" />} title={t("emptyTitle")} action={make}>
              {t("emptyText")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {all.map((group) => (
                <GroupRow key={group.id} group={group} onOpen={() => setOpenId(group.id)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isMaking && <GroupForm group={null} onClose={() => setMaking(false)} onMade={setOpenId} />}
      <GroupPanel group={groups.data?.find(({ id }) => id === openId) ?? null} onClose={() => setOpenId(null)} />
    </>
  );
}

function GroupRow({ group, onOpen }: { readonly group: Group; readonly onOpen: () => void }) {
  const t = useTranslations("groups.page");
  const { name, description, members, invited, grants } = group;
  const facts = [
    t("members", { count: members }),
    ...(invited > 0 ? [t("invited", { count: invited })] : []),
    t("grants", { count: grants }),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="break-words font-medium text-base">{name}</h2>
        {description && <p className="mt-1 max-w-prose whitespace-pre-line break-words">{description}</p>}
        <p className="mt-1 text-ink-muted text-small">{facts.join(" · ")}</p>
      </div>
      <Button onClick={onOpen}>
        {t("open")}
        <span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}
