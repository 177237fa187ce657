"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { DeclaredGazetteer, GazetteerState } from "@archipel/contracts/search-gazetteer.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { firstSettings, isComplete, settingsNow } from "./gazetteer-draft.ts";
import { GazetteerFields } from "./gazetteer-fields.tsx";
import { GazetteerPreview } from "./gazetteer-preview.tsx";
import { IndexState } from "./index-state.tsx";

/** How often the state is read while the index is made. */
const WAITING_MS = 3_000;
const MODES = ["automatic", "chosen", "none"] as const;

/** How a layer's features are found by name in the search fields of portals. */
export function SearchEditor({ layer }: { readonly layer: LayerSummary }) {
  const t = useTranslations("admin.layers.search");
  const api = useApi();
  const community = useCommunity();
  const roleReason = useRoleReason()("manager");
  const state = useQuery(
    api.search.gazetteer.queryOptions(
      { communityId: community.id, layerId: layer.id },
      {
        enabled: roleReason === undefined,
        staleTime: 0,
        refetchInterval: (query) => (query.state.data?.index === "waiting" ? WAITING_MS : false),
      },
    ),
  );
  if (roleReason) return <Alert tone="info" title={roleReason} />;
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      <QueryView query={state}>{(data) => <SearchForm layer={layer} state={data} />}</QueryView>
    </div>
  );
}

function SearchForm({ layer, state }: { readonly layer: LayerSummary; readonly state: GazetteerState }) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const errorText = useErrorText();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  /** Null while nothing is changed, then the stored declaration is shown. */
  const [draft, setDraft] = useState<DeclaredGazetteer | null>(null);
  const declared = draft ?? state.declared;
  const settings = settingsNow(declared, state.proposed);
  const isSame = JSON.stringify(declared) === JSON.stringify(state.declared);
  useLeaveQuestion(!isSame);
  const read = () => queryClient.invalidateQueries(api.search.gazetteer.pathFilter());
  const save = useMutation(
    api.search.declareGazetteer.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.layers.search.saved") });
        await read();
      },
    }),
  );
  const reason = isSame ? t("admin.forms.unchanged") : settings && !isComplete(settings) ? t("admin.layers.search.incomplete") : undefined;
  const choose = (mode: (typeof MODES)[number]) => setDraft(mode === "chosen" ? firstSettings(state, layer.fields) : mode);
  return (
    <>
      <IndexState state={state} onEnd={read} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Field label={t("admin.layers.search.mode")}>
            {(control) => (
              <Select
                {...control}
                value={typeof declared === "object" ? "chosen" : declared}
                disabled={save.isPending}
                options={MODES.map((value) => ({
                  value,
                  label: t(`admin.layers.search.modes.${value === "automatic" && !state.proposed ? "automaticNone" : value}`),
                }))}
                onChange={(event) => choose(MODES.find((mode) => mode === event.target.value) ?? "automatic")}
              />
            )}
          </Field>
          {settings ? (
            <GazetteerFields
              fields={layer.fields}
              settings={settings}
              disabled={typeof declared !== "object" || save.isPending}
              onChange={setDraft}
            />
          ) : (
            <p className="text-ink-muted">{t(`admin.layers.search.${declared === "none" ? "noneText" : "nothingProposed"}`)}</p>
          )}
          {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
          <Button
            tone="primary"
            className="self-start"
            disabled={save.isPending}
            onClick={() =>
              save.mutate(
                { communityId: community.id, layerId: layer.id, declared },
                { onSuccess: () => setDraft((now) => (now === draft ? null : now)) },
              )
            }
            {...(reason && { disabledReason: reason })}
          >
            {t("common.actions.save")}
          </Button>
        </div>
        {settings && isComplete(settings) && <GazetteerPreview layerId={layer.id} settings={settings} />}
      </div>
    </>
  );
}
