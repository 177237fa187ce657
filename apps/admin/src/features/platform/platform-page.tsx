"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { PageTabs } from "../../kit/page-tabs.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { links } from "../../links.ts";
import { PlatformJournal } from "../audit/platform-journal.tsx";
import { ApplicationsSection } from "./applications-section.tsx";
import { CommunitiesSection } from "./communities/communities-section.tsx";
import { CreateCommunityDialog } from "./create-community-dialog.tsx";
import { ImportsSection } from "./imports/imports-section.tsx";
import { OrganisationsSection } from "./organisations-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { PortalsSection } from "./portals-section.tsx";
import { ProvidersSection } from "./providers/providers-section.tsx";
import { StateSection } from "./state/state-section.tsx";

/** The operators' home: the state of the platform, its communities and people. Counts only, never the content of a community. */
export function PlatformPage() {
  const t = useTranslations("admin");
  const me = useMe();
  const [isCreating, setCreating] = useState(false);
  useAsked("new", () => setCreating(true));
  if (!me.isOperator) {
    return (
      <>
        <h1 className="sr-only">{t("nav.platform")}</h1>
        <EmptyState
          title={t("platform.operatorsOnly")}
          action={
            <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
              {t("gate.back")}
            </Link>
          }
        />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={t("nav.platform")}
        lead={t("platform.lead")}
        actions={
          <Button tone="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden className="size-4" />
            {t("platform.create")}
          </Button>
        }
      />
      <PageTabs
        label={t("platform.tabs.label")}
        tabs={[
          { value: "state", label: t("platform.tabs.state"), content: <StateSection /> },
          {
            value: "communities",
            label: t("platform.tabs.communities"),
            content: (
              <>
                <CommunitiesSection />
                <ImportsSection />
              </>
            ),
          },
          { value: "portals", label: t("platform.tabs.portals"), content: <PortalsSection /> },
          { value: "people", label: t("platform.tabs.people"), content: <PeopleSection /> },
          { value: "organisations", label: t("platform.tabs.organisations"), content: <OrganisationsSection /> },
          {
            value: "access",
            label: t("platform.tabs.access"),
            parts: ["institutions"],
            content: (
              <>
                <ProvidersSection />
                <ApplicationsSection />
              </>
            ),
          },
          { value: "journal", label: t("platform.tabs.journal"), parts: ["journal"], content: <PlatformJournal /> },
        ]}
      />
      <CreateCommunityDialog open={isCreating} onOpenChange={setCreating} />
    </>
  );
}
