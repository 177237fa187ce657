"use client";
import type { Grant, GrantableDataset } from "@archipel/contracts/grants.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { EndDialog } from "../grants/end-dialog.tsx";
import { GrantDialog } from "../grants/grant-dialog.tsx";
import { type GrantAct, GrantLine } from "../grants/grant-line.tsx";
import { RevokeDialog } from "../grants/revoke-dialog.tsx";
import { DelegatedCommunity } from "./delegated-community.tsx";

interface DelegatedPageProps {
  readonly organisationId: string;
  readonly communityId: string;
}

/** Rights on the data of a community, for managers of an organisation that may give them. */
export function DelegatedRightsPage(page: DelegatedPageProps) {
  const t = useTranslations("organisations.delegated");
  return (
    <DelegatedCommunity
      {...page}
      headings={({ community, given }) =>
        given.grants ? { title: t("rightsTitle", { name: community.name }), lead: t("rightsLead") } : null
      }
    >
      {() => <Datasets />}
    </DelegatedCommunity>
  );
}

function Datasets() {
  const t = useTranslations("organisations.delegated");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const datasets = useQuery(api.grants.datasets.queryOptions({ communityId }));
  const [openId, setOpenId] = useState<string | null>(null);
  const open = datasets.data?.find(({ id }) => id === openId);
  return (
    <>
      <QueryView query={datasets} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-ink-muted">{t("noDatasets")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {all.map(({ id, title, isPublished, grants }) => (
                <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
                  <span className="min-w-0 flex-1 basis-60">
                    <span className="break-words font-medium">{title}</span> {!isPublished && <Badge tone="neutral">{t("draft")}</Badge>}
                    <span className="block text-ink-muted text-small">{t("grants", { count: grants })}</span>
                  </span>
                  <Button aria-label={t("openOf", { title })} onClick={() => setOpenId(id)}>
                    {t("open")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {open && <Rights dataset={open} onClose={() => setOpenId(null)} />}
    </>
  );
}

function Rights({ dataset, onClose }: { readonly dataset: GrantableDataset; readonly onClose: () => void }) {
  const t = useTranslations("grants.rights");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const grants = useQuery(api.grants.list.queryOptions({ communityId, datasetId: dataset.id }));
  const [isGiving, setGiving] = useState(false);
  const [chosen, setChosen] = useState<{ grant: Grant; act: GrantAct } | null>(null);
  const close = () => setChosen(null);
  return (
    <Dialog placement="side" title={dataset.title} closeLabel={tc("close")} open onOpenChange={(open) => !open && onClose()}>
      <div className="flex flex-col gap-4">
        <Button tone="primary" className="self-start" onClick={() => setGiving(true)}>
          <KeyRound aria-hidden className="size-4" />
          {t("give")}
        </Button>
        <QueryView query={grants} rows={2}>
          {(all) =>
            all.length === 0 ? (
              <p className="text-ink-muted">{t("none")}</p>
            ) : (
              <ul className="divide-y divide-line rounded-card border border-line">
                {all.map((grant) => {
                  const isLiving = grant.state === "valid" || grant.state === "not-begun";
                  return <GrantLine key={grant.id} grant={grant} onAct={isLiving ? (act) => setChosen({ grant, act }) : null} />;
                })}
              </ul>
            )
          }
        </QueryView>
      </div>
      {isGiving && <GrantDialog dataset={dataset} request={null} onClose={() => setGiving(false)} />}
      {chosen?.act === "revoke" && <RevokeDialog grant={chosen.grant} onClose={close} />}
      {chosen && chosen.act !== "revoke" && <EndDialog grant={chosen.grant} isRenewal={chosen.act === "renew"} onClose={close} />}
    </Dialog>
  );
}
