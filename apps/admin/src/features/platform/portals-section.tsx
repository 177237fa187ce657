"use client";
import type { PlatformPortal } from "@archipel/contracts/usage.ts";
import { fold } from "@archipel/i18n/fold.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { QueryView } from "../../kit/query-view.tsx";

/** All portals of the platform by community, each a link. */
export function PortalsSection() {
  const t = useTranslations("admin.platform.portals");
  const portals = useQuery(useApi().usage.portals.queryOptions());
  const [typed, setTyped] = useState("");
  return (
    <section aria-labelledby="platform-portals-title" className="flex flex-col gap-4">
      <h2 id="platform-portals-title" className="text-title">
        {t("title")}
      </h2>
      <Field label={t("search")} isLabelHidden className="max-w-80">
        {(control) => (
          <TextInput {...control} type="search" placeholder={t("search")} value={typed} onChange={({ target }) => setTyped(target.value)} />
        )}
      </Field>
      <QueryView query={portals}>
        {(all) => {
          const found = all.filter(({ name, address, communityName }) => fold(`${name} ${address} ${communityName}`).includes(fold(typed)));
          if (found.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
          return [...Map.groupBy(found, ({ communityId }) => communityId)].map(([id, portalsOf]) => (
            <PortalsOf key={id} portals={portalsOf} />
          ));
        }}
      </QueryView>
    </section>
  );
}

function PortalsOf({ portals }: { readonly portals: readonly PlatformPortal[] }) {
  const t = useTranslations("admin.portals.status");
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-base">{portals[0]?.communityName}</h3>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {portals.map(({ id, name, status, address }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5">
            <span className="min-w-0 flex-1 basis-56 break-words">
              {name}
              {address && (
                <a href={address} className="figures block break-all text-accent-ink text-small underline underline-offset-2">
                  {new URL(address).host}
                </a>
              )}
            </span>
            {t.has(status as never) && <Badge tone={status === "live" ? "success" : "neutral"}>{t(status as never)}</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
