"use client";
import type { CommunityKeyScope, NewCommunityKey } from "@archipel/contracts/access.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";

/** A first command for a key of each scope. */
const COMMANDS: Readonly<Record<CommunityKeyScope, string>> = {
  read: "npx archipel list datasets",
  contribute: "npx archipel upload zones.gpkg",
  produce: "npx archipel upload zones.gpkg\nnpx archipel list uploads",
};

/** The secret of a new key, and how programs send it. */
export function MadeKey({ made, server }: { readonly made: NewCommunityKey; readonly server: string }) {
  const t = useTranslations();
  const inTerminal = `export ARCHIPEL_URL=${server}\nexport ARCHIPEL_KEY=${made.secret}\n${COMMANDS[made.scope]}`;
  const byHttp = `curl -H "Authorization: Bearer ${made.secret}" ${server}/ogc/collections`;
  return (
    <div className="flex flex-col gap-5">
      <Alert tone="success" title={t("admin.keys.madeText")} isLive>
        <code className="mt-2 block select-all break-all rounded-control bg-surface px-3 py-2">{made.secret}</code>
        <div className="mt-2">
          <CopyButton text={made.secret} label={t("admin.keys.copyKey")} copiedLabel={t("common.actions.copied")} />
        </div>
      </Alert>
      <section className="flex flex-col gap-4">
        <h3 className="font-medium">{t("admin.keys.useTitle")}</h3>
        <Example title={t("admin.keys.useCli")} text={inTerminal} />
        <Example title={t("admin.keys.useHttp")} text={byHttp} />
      </section>
    </div>
  );
}

function Example({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useTranslations("common.actions");
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-ink-muted text-small">{title}</p>
        <CopyButton text={text} label={t("copy")} copiedLabel={t("copied")} />
      </div>
      <pre className="whitespace-pre-wrap break-all rounded-control bg-sunken px-3 py-2 text-small">{text}</pre>
    </div>
  );
}
