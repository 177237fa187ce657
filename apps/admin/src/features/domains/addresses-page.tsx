"use client";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Globe, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { AddDomainDialog } from "./add-domain-dialog.tsx";
import { DomainCard } from "./domain-card.tsx";
import { PlatformAddresses } from "./platform-addresses.tsx";
import { useAddresses } from "./use-addresses.ts";

/** Where a portal answers: its address on the platform, and domains of its own. */
export function AddressesPage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations();
  const { slug } = useCommunity();
  const { query, keep } = useAddresses(portalId);
  return (
    <QueryView query={query} rows={5} back={{ label: t("admin.nav.portals"), href: links.portals(slug) }}>
      {(data) => (
        <>
          <PageHeader
            title={t("domains.title")}
            lead={t("domains.lead", { name: data.portalName })}
            parents={[
              { label: t("admin.nav.portals"), href: links.portals(slug) },
              { label: data.portalName, href: links.portal(slug, portalId) },
            ]}
          />
          <PlatformAddresses portalId={portalId} data={data} onChanged={keep} />
          <OwnDomains portalId={portalId} data={data} onChanged={keep} />
        </>
      )}
    </QueryView>
  );
}

interface AddressesProps {
  readonly portalId: string;
  readonly data: PortalAddresses;
  readonly onChanged: (addresses: PortalAddresses) => Promise<void>;
}

function OwnDomains({ portalId, data, onChanged }: AddressesProps) {
  const t = useTranslations("domains.own");
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button tone="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden className="size-4" />
      {t("add")}
    </Button>
  );
  return (
    <section aria-labelledby="own-domains" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="own-domains" className="text-large">
          {t("title")}
        </h2>
        {data.domains.length > 0 && add}
      </div>
      {data.domains.length === 0 ? (
        <EmptyState icon={<Globe aria-hidden className="size-8" />} title={t("empty")} action={add}>
          {t("text")}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-5">
          {data.domains.map((domain) => (
            <DomainCard key={domain.id} portalId={portalId} domain={domain} onChanged={onChanged} />
          ))}
        </ul>
      )}
      {isAdding && <AddDomainDialog portalId={portalId} onAdded={onChanged} onClose={() => setAdding(false)} />}
    </section>
  );
}
