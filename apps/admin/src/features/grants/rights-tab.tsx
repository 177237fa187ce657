"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { type Grant, type SubjectKind, subjectKind } from "@archipel/contracts/grants.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { Eye, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { AccessRequests } from "./access-requests.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { GrantDialog } from "./grant-dialog.tsx";
import { type GrantAct, GrantLine } from "./grant-line.tsx";
import { GrantMatrix } from "./grant-matrix.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { ViewAsDialog } from "./view-as-dialog.tsx";

type Act =
  | { readonly kind: "give"; readonly to?: string }
  | { readonly kind: "viewAs"; readonly first: SubjectKind }
  | { readonly kind: GrantAct; readonly grant: Grant };

/** Who may read or edit parts of the dataset by a grant, and who asks for it. */
export function RightsTab({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("grants.rights");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const grants = useQuery(api.grants.list.queryOptions({ communityId, datasetId: dataset.id }));
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  // The link of a reminder: one more click prolongs the grant.
  const [askedId, setAskedId] = useState<string | null>(null);
  useAsked("grant", setAskedId);
  // The link of the dataset's page on a portal.
  useAsked("view", (first) => setAct({ kind: "viewAs", first: subjectKind.exclude(["key"]).catch("person").parse(first) }));
  // The link of the palette: the right is for this person.
  useAsked("give", (to) => setAct({ kind: "give", to }));
  const asked = grants.data?.find(({ id, state, until }) => id === askedId && state === "valid" && until !== null);
  if (asked) {
    setAskedId(null);
    setAct({ kind: "renew", grant: asked });
  }
  const isPublic = dataset.visibility === "public" && dataset.status === "published";
  return (
    <section aria-labelledby="rights-title" className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="max-w-prose">
          <h2 id="rights-title" className="text-large">
            {t("title")}
          </h2>
          <p className="mt-1 text-ink-muted">{t("intro")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setAct({ kind: "viewAs", first: "person" })}>
            <Eye aria-hidden className="size-4" />
            {t("viewAs")}
          </Button>
          <Button tone="primary" onClick={() => setAct({ kind: "give" })}>
            <KeyRound aria-hidden className="size-4" />
            {t("give")}
          </Button>
        </div>
      </div>
      {isPublic && <Alert tone="info" title={t("public")} />}
      {dataset.status === "draft" && <Alert tone="info" title={t("draft")} />}
      <AccessRequests dataset={dataset} />
      <QueryView query={grants} rows={3}>
        {(all) => <GrantLists grants={all} onAct={setAct} />}
      </QueryView>
      {act?.kind === "give" && <GrantDialog dataset={dataset} request={null} to={act.to} onClose={close} />}
      {act?.kind === "viewAs" && <ViewAsDialog dataset={dataset} first={act.first} onClose={close} />}
      {(act?.kind === "end" || act?.kind === "renew") && <EndDialog grant={act.grant} isRenewal={act.kind === "renew"} onClose={close} />}
      {act?.kind === "revoke" && <RevokeDialog grant={act.grant} onClose={close} />}
    </section>
  );
}

function GrantLists({ grants, onAct }: { readonly grants: readonly Grant[]; readonly onAct: (act: Act) => void }) {
  const t = useTranslations("grants.rights");
  const living = grants.filter(({ state }) => state === "valid" || state === "not-begun");
  const over = grants.filter(({ state }) => state === "ended" || state === "revoked");
  return (
    <>
      {living.length === 0 ? (
        <p className="rounded-card border border-line border-dashed px-5 py-6 text-center text-ink-muted">{t("none")}</p>
      ) : (
        <GrantMatrix grants={living} onAct={(kind, grant) => onAct({ kind, grant })} />
      )}
      {over.length > 0 && (
        <details className="rounded-card border border-line bg-surface">
          <summary className="min-h-10 cursor-pointer content-center px-5">{t("over", { count: over.length })}</summary>
          <ul className="divide-y divide-line border-line border-t">
            {over.map((grant) => (
              <GrantLine key={grant.id} grant={grant} onAct={null} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
