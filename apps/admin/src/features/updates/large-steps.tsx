"use client";
import type { LayerUpdate } from "@archipel/contracts/updates.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";

/** Compares again so that the layer takes the kind of shapes of the file, with all its content. The person still decides afterwards. */
export function ChangeKind({ update }: { readonly update: LayerUpdate }) {
  const t = useTranslations("admin.updates");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const change = useMutation(
    api.updates.compareAgain.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.updates.pathFilter()) }),
  );
  const choice = { ...update.choice, changesKind: true };
  return (
    <section aria-label={t("changeKind")} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-6">
      <p className="max-w-prose">{t("changeKindText")}</p>
      {change.error && <Alert tone="danger" title={errorText(change.error)} isLive />}
      <Button
        className="self-start"
        disabled={change.isPending}
        onClick={() => change.mutate({ communityId: update.communityId, updateId: update.id, way: "replace", choice })}
      >
        {t("changeKind")}
      </Button>
    </section>
  );
}

/** Restores the revision before an applied update in one press, and shows how it goes. */
export function GoBack({ update, revision }: { readonly update: LayerUpdate; readonly revision: number }) {
  const t = useTranslations("admin.updates");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const restore = useMutation(
    api.updates.restore.mutationOptions({ onSuccess: ({ id }) => router.push(links.update(community.slug, id)) }),
  );
  if (revision < 2) return null;
  return (
    <>
      {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      <Button
        disabled={restore.isPending}
        onClick={() => restore.mutate({ communityId: community.id, layerId: update.layerId, revision: revision - 1, applies: true })}
      >
        {t("goBack", { revision: revision - 1 })}
      </Button>
    </>
  );
}
