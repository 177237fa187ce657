"use client";
import { type TrialFinding, tryProviderInput } from "@archipel/contracts/identity-providers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import type { ProviderForm } from "./provider-fields.tsx";
import { providerForm } from "./provider-values.ts";

const TONES = { fault: "danger", advice: "info", good: "success" } as const;
const TRIED = ["issuer", "scopes", "usesPkce", "clientAuth", "userinfoAlgorithm", "wantsAmr", "wantedAcr"] as const;
const tried = providerForm.pick({
  issuer: true,
  scopes: true,
  usesPkce: true,
  clientAuth: true,
  userinfoAlgorithm: true,
  wantsAmr: true,
  wantedAcr: true,
});

/** Reads what the provider publishes and compares it with the form, before anything is saved. */
export function Trial({ form }: { readonly form: ProviderForm }) {
  const t = useTranslations("admin.platform.providers");
  const api = useApi();
  const errorText = useErrorText();
  const trial = useMutation(api.identity.tryProvider.mutationOptions());
  const run = async () => {
    if (await form.trigger([...TRIED], { shouldFocus: true })) trial.mutate(tryProviderInput.parse(tried.parse(form.getValues())));
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={run} disabled={trial.isPending}>
          {t("try")}
        </Button>
        <p className="text-ink-muted text-small">{t(trial.isPending ? "trying" : "tryHint")}</p>
      </div>
      {trial.error && <Alert tone="danger" title={errorText(trial.error)} isLive />}
      {trial.data && (
        <div aria-live="polite" className="flex flex-col gap-2">
          {trial.data.map((finding) => (
            <Finding key={`${finding.code} ${Object.values(finding.params).join(" ")}`} finding={finding} />
          ))}
        </div>
      )}
    </div>
  );
}

function Finding({ finding: { level, code, params } }: { readonly finding: TrialFinding }) {
  const t = useTranslations("admin.platform.providers.trial");
  return <Alert tone={TONES[level]} title={t(`${code}.what`, params)} repair={t(`${code}.repair`, params)} />;
}
